/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Values of each type, good and bad, as a table. 2. Bounds. */
#include "palier-record.h"

#include <string.h>

static const struct
{
  PalierField field;
  const char *good; /* separated by | */
  const char *bad;
} cases[] = {
  { PALIER_FIELD_CITY, "Brest|L’Haÿ-les-Roses| x", "" },
  { PALIER_FIELD_STAFF, "0|-1|12|9223372036854775807|-9223372036854775808",
    "01|+1|1.0|1e3|x|9223372036854775808| 1|1 |--1|-0" },
  { PALIER_FIELD_CREATED_AT, "0|1795428000000", "now|1,5" },
  { PALIER_FIELD_BIRTHDATE, "1980-02-29|2000-12-31",
    "1981-02-29|80-02-01|1980-2-1|1980-13-01|1980-00-10|1980-01-32|1980/01/"
    "01|1980-01-01x|aaaa-bb-cc" },
  { PALIER_FIELD_SITE_HTTPS, "yes|no", "YES|true|1|unknown" },
  { PALIER_FIELD_KIND, "agency|person", "agency person|Agency|agenc|agencyx" },
  { PALIER_FIELD_TEAM_SIZE, "1|2-5|6-20|20+", "2|5|20|2-5 6-20" },
  { PALIER_FIELD_TAGS, "a|a\nb|vip client", "\n|a\n|\na|a\n\nb" },
  { PALIER_FIELD_SPECIALIZATIONS, "luxury|luxury\nrental", "castle|luxury\ncastle|lux" },
  { PALIER_FIELD_EMAIL, "a@b|not an address", "" },
};

static void
check (PalierField field, const char *list, gboolean expected)
{
  g_auto (GStrv) texts = g_strsplit (list, "|", -1);
  const PalierKindField *info = palier_kind_field (PALIER_KIND_PROSPECT, field);

  for (char **text = texts; *text != NULL; text++)
  {
    g_test_message ("%s: '%s'", info->name, *text);
    g_assert_cmpint (palier_value_is_valid (info, *text), ==, expected);
  }
}

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    check (cases[i].field, cases[i].good, TRUE);
    check (cases[i].field, cases[i].bad, FALSE);
    g_assert_false (
        palier_value_is_valid (palier_kind_field (PALIER_KIND_PROSPECT, cases[i].field), ""));
  }
}

static void
test_id (void)
{
  const PalierKindField *info =
      palier_kind_field (PALIER_KIND_MESSAGE, PALIER_MESSAGE_FIELD_PROSPECT);

  g_assert_true (palier_value_is_valid (info, "018f0000-0000-7000-8000-00000000000a"));
  g_assert_false (palier_value_is_valid (info, "018F0000-0000-7000-8000-00000000000a"));
  g_assert_false (palier_value_is_valid (info, "018f0000-0000-7000-8000-00000000000"));
}

static gboolean
takes (PalierKind kind, guint field, gsize length)
{
  g_autofree char *text = g_strnfill (length, 'x');
  return palier_value_is_valid (palier_kind_field (kind, field), text);
}

static void
test_bounds (void)
{
  GString *many = g_string_new ("a");

  g_assert_true (takes (PALIER_KIND_PROSPECT, PALIER_FIELD_CITY, PALIER_RECORD_MAX_TEXT));
  g_assert_false (takes (PALIER_KIND_PROSPECT, PALIER_FIELD_CITY, PALIER_RECORD_MAX_TEXT + 1));
  g_assert_true (
      takes (PALIER_KIND_MESSAGE, PALIER_MESSAGE_FIELD_BODY, PALIER_RECORD_MAX_LONG_TEXT));
  g_assert_false (
      takes (PALIER_KIND_MESSAGE, PALIER_MESSAGE_FIELD_BODY, PALIER_RECORD_MAX_LONG_TEXT + 1));
  g_assert_true (takes (PALIER_KIND_PROSPECT, PALIER_FIELD_TAGS, PALIER_RECORD_MAX_ELEMENT));
  g_assert_false (takes (PALIER_KIND_PROSPECT, PALIER_FIELD_TAGS, PALIER_RECORD_MAX_ELEMENT + 1));
  for (int i = 1; i < PALIER_RECORD_MAX_ELEMENTS; i++)
    g_string_append_printf (many, "\n%d", i);
  const PalierKindField *tags = palier_kind_field (PALIER_KIND_PROSPECT, PALIER_FIELD_TAGS);
  g_assert_true (palier_value_is_valid (tags, many->str));
  g_string_append (many, "\nz");
  g_assert_false (palier_value_is_valid (tags, many->str));
  g_string_free (many, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/table", test_table);
  g_test_add_func ("/value/id", test_id);
  g_test_add_func ("/value/bounds", test_bounds);
  return g_test_run ();
}
