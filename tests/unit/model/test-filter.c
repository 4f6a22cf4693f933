/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Written terms, and what is wrong with others. 2. JSON and back; equal filters, equal texts.
 * 3. JSON that is none, or of a newer version, is refused as a whole. 4. Values: sorted, once,
 * bounded; two filters together. */
#include "palier-filter.h"

#include <string.h>

static const struct
{
  const char *text;
  const char *json; /* NULL: refused */
  PalierFilterError code;
} texts[] = {
  { "kind=agency", "{\"terms\":[{\"key\":\"kind\",\"values\":[\"agency\"]}]}", 0 },
  { "department=92, 78", "{\"terms\":[{\"key\":\"department\",\"values\":[\"78\",\"92\"]}]}", 0 },
  { "tag!=vip", "{\"terms\":[{\"key\":\"tag\",\"not\":true,\"values\":[\"vip\"]}]}", 0 },
  { "town=Saint-Étienne", "{\"terms\":[{\"key\":\"town\",\"values\":[\"Saint-Étienne\"]}]}", 0 },
  { "import=01890a5d-ac96-774b-bcce-b302099a8057",
    "{\"terms\":[{\"key\":\"import\",\"values\":[\"01890a5d-ac96-774b-bcce-b302099a8057\"]}]}", 0 },
  { "town=x' OR 1=1 --", "{\"terms\":[{\"key\":\"town\",\"values\":[\"x' OR 1=1 --\"]}]}", 0 },
  { "kind=robot", NULL, PALIER_FILTER_ERROR_VALUE },
  { "import=me", NULL, PALIER_FILTER_ERROR_VALUE },
  { "town=a,,b", NULL, PALIER_FILTER_ERROR_VALUE },
  { "town=\xff", NULL, PALIER_FILTER_ERROR_VALUE },
  { "color=red", NULL, PALIER_FILTER_ERROR_KEY },
  { "kind", NULL, PALIER_FILTER_ERROR_FORM },
  { "=agency", NULL, PALIER_FILTER_ERROR_FORM },
  { "kind=", NULL, PALIER_FILTER_ERROR_FORM },
  { "", NULL, PALIER_FILTER_ERROR_FORM },
};

static void
test_texts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
  {
    g_autoptr (PalierFilter) filter = palier_filter_new ();
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", texts[i].text);
    gboolean good = palier_filter_add_text (filter, texts[i].text, &error);
    g_assert_cmpint (good, ==, texts[i].json != NULL);
    if (!good)
    {
      g_assert_error (error, PALIER_FILTER_ERROR, (int) texts[i].code);
      continue;
    }
    g_autofree char *json = palier_filter_to_json (filter);
    g_assert_cmpstr (json, ==, texts[i].json);
    g_autoptr (PalierFilter) again = palier_filter_from_json (json, &error);
    g_assert_no_error (error);
    g_autofree char *twice = palier_filter_to_json (again);
    g_assert_cmpstr (twice, ==, json);
  }
}

static void
test_keys (void)
{
  for (int key = 0; key < PALIER_N_FILTER_KEYS; key++)
  {
    PalierFilterKey found;
    g_assert_true (
        palier_filter_key_from_name (palier_filter_info ((PalierFilterKey) key)->name, &found));
    g_assert_cmpint (found, ==, key);
  }
}

static void
test_refused (void)
{
  static const char *const cases[] = {
    "",
    "null",
    "[]",
    "{}",
    "{\"terms\":{}}",
    "{\"terms\":[{}]}",
    "{\"terms\":[7]}",
    "{\"terms\":[{\"key\":\"moon\",\"values\":[\"full\"]}]}",
    "{\"terms\":[{\"key\":\"kind\",\"values\":[\"robot\"]}]}",
    "{\"terms\":[{\"key\":\"kind\",\"values\":[1]}]}",
    "{\"terms\":[{\"key\":\"kind\",\"values\":[\"agency\"]}",
  };
  g_autofree char *endless = g_strnfill (PALIER_FILTER_MAX_JSON + 1, ' ');

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i]);
    g_assert_null (palier_filter_from_json (cases[i], &error));
    g_assert_true (error->domain == PALIER_FILTER_ERROR);
  }
  g_assert_null (palier_filter_from_json (NULL, NULL));
  g_assert_null (palier_filter_from_json (endless, NULL));
}

static void
test_values (void)
{
  g_autoptr (PalierFilter) a = palier_filter_new ();
  g_autoptr (PalierFilter) b = palier_filter_new ();

  for (int i = 0; i < 200; i++)
  {
    g_autofree char *town = g_strdup_printf ("t%d", i % 100);
    g_assert_true (palier_filter_add (a, PALIER_FILTER_TOWN, FALSE, town, NULL));
  }
  const PalierFilterTerm *term = palier_filter_find (a, PALIER_FILTER_TOWN, FALSE);
  g_assert_cmpuint (g_strv_length (term->values), ==, PALIER_FILTER_MAX_VALUES);
  palier_filter_remove (a, PALIER_FILTER_TOWN, FALSE);
  g_assert_true (palier_filter_is_empty (a));
  g_assert_true (palier_filter_is_empty (NULL));
  g_assert_true (palier_filter_add_text (a, "kind=person", NULL));
  g_assert_true (palier_filter_add_text (b, "kind=agency", NULL));
  g_assert_true (palier_filter_add_text (b, "email=yes", NULL));
  palier_filter_add_all (a, b);
  g_autoptr (PalierFilter) copy = palier_filter_copy (a);
  g_autofree char *json = palier_filter_to_json (copy);
  g_assert_cmpstr (json, ==,
                   "{\"terms\":[{\"key\":\"kind\",\"values\":[\"agency\",\"person\"]},"
                   "{\"key\":\"email\",\"values\":[\"yes\"]}]}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/filter/texts", test_texts);
  g_test_add_func ("/filter/keys", test_keys);
  g_test_add_func ("/filter/refused", test_refused);
  g_test_add_func ("/filter/values", test_values);
  return g_test_run ();
}
