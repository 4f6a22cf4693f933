/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is read from a network, and what is not: depth, repeated keys, broken UTF-8, no JSON. */
#include "palier-json.h"

#include <string.h>

static gboolean
reads (const char *json)
{
  yyjson_doc *doc = palier_json_read (json, strlen (json));
  gboolean good = doc != NULL;

  yyjson_doc_free (doc);
  return good;
}

static void
test_cases (void)
{
  static const struct
  {
    const char *json;
    gboolean good;
  } cases[] = {
    { "{}", TRUE },
    { "null", TRUE },
    { "{\"a\":1,\"b\":{\"a\":1}}", TRUE },
    { "[{\"a\":1},{\"a\":1}]", TRUE },
    { "{\"a\":1,\"a\":1}", FALSE },
    { "{\"x\":{\"a\":1,\"b\":2,\"a\":3}}", FALSE },
    { "{\"a\":1,\"\\u0061\":2}", FALSE },
    { "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", TRUE },
    { "[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]", FALSE },
    { "\"\xff\"", FALSE },
    { "\"\xed\xa0\x80\"", FALSE },
    { "\"\\ud800\"", FALSE },
    { "{\"a\":1", FALSE },
    { "{\"a\":1} x", FALSE },
    { "NaN", FALSE },
    { "", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    if (reads (cases[i].json) != cases[i].good)
      g_error ("%s", cases[i].json);
  g_assert_cmpuint (G_N_ELEMENTS (cases), ==, 16);
}

/* Many keys are looked at in another way, with the same result; and a million brackets are no
 * danger. */
static void
test_large (void)
{
  g_autoptr (GString) keys = g_string_new ("{");
  g_autofree char *brackets = g_strnfill (1000000, '[');

  for (int i = 0; i < 500; i++)
    g_string_append_printf (keys, "\"key%d\":%d,", i, i);
  g_autofree char *good = g_strconcat (keys->str, "\"last\":1}", NULL);
  g_autofree char *bad = g_strconcat (keys->str, "\"key250\":1}", NULL);
  g_assert_true (reads (good));
  g_assert_false (reads (bad));
  g_assert_false (reads (brackets));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/cases", test_cases);
  g_test_add_func ("/json/large", test_large);
  return g_test_run ();
}
