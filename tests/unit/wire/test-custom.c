/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A text is put under a name, replaced and taken away; the form is canonical. 2. What is no
 * object of texts is empty. 3. Bounds. 4. Uniting keeps what is there. */
#include "palier-custom.h"

#include <string.h>

static void
test_set (void)
{
  static const struct
  {
    const char *custom, *name, *text, *result;
  } cases[] = {
    { NULL, "Étage", "3", "{\"Étage\":\"3\"}" },
    { "{\"b\":\"1\"}", "a", "x\ny \"z\"", "{\"a\":\"x\\ny \\\"z\\\"\",\"b\":\"1\"}" },
    { "{\"b\":\"1\"}", "b", "2", "{\"b\":\"2\"}" },
    { "{\"b\":\"1\"}", "b", "", NULL },
    { "{\"b\":\"1\"}", " ", "2", "{\"b\":\"1\"}" },
    { "{\"b\":\"1\",\"n\":4,\"o\":{}}", "c", "2", "{\"b\":\"1\",\"c\":\"2\"}" },
    { "[1]", "a", "b", "{\"a\":\"b\"}" },
    { "{broken", "a", "b", "{\"a\":\"b\"}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *set = palier_custom_set (cases[i].custom, cases[i].name, cases[i].text);
    g_assert_cmpstr (set, ==, cases[i].result);
  }
}

static void
test_read (void)
{
  const char *custom = "{\"b\":\"1\",\"a\":\"2\"}";
  g_auto (GStrv) names = palier_custom_dup_names (custom);
  g_auto (GStrv) none = palier_custom_dup_names (NULL);
  g_autofree char *text = palier_custom_dup_text (custom, "a");
  g_autofree char *missing = palier_custom_dup_text (custom, "c");
  g_autofree char *empty = palier_custom_normalize ("\"text\"");

  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_assert_cmpstr (names[0], ==, "a");
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_assert_cmpstr (text, ==, "2");
  g_assert_null (missing);
  g_assert_null (empty);
}

static void
test_bounds (void)
{
  g_autofree char *name = g_strnfill (500, 'n');
  g_autofree char *text = g_strnfill (100000, 't');
  g_autofree char *custom = palier_custom_set (NULL, name, text);
  g_autofree char *many = NULL;

  g_assert_cmpuint (strlen (custom), <=, PALIER_CUSTOM_MAX_NAME + PALIER_CUSTOM_MAX_TEXT + 10);
  for (int i = 0; i < PALIER_CUSTOM_MAX + 20; i++)
  {
    g_autofree char *key = g_strdup_printf ("%03d", i);
    g_autofree char *next = palier_custom_set (many, key, "x");
    g_set_str (&many, next);
  }
  g_auto (GStrv) names = palier_custom_dup_names (many);
  g_assert_cmpuint (g_strv_length (names), ==, PALIER_CUSTOM_MAX);
}

static void
test_unite (void)
{
  g_autofree char *both = palier_custom_unite ("{\"a\":\"1\"}", "{\"a\":\"2\",\"b\":\"3\"}");
  g_autofree char *none = palier_custom_unite (NULL, NULL);

  g_assert_cmpstr (both, ==, "{\"a\":\"1\",\"b\":\"3\"}");
  g_assert_null (none);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/custom/set", test_set);
  g_test_add_func ("/custom/read", test_read);
  g_test_add_func ("/custom/bounds", test_bounds);
  g_test_add_func ("/custom/unite", test_unite);
  return g_test_run ();
}
