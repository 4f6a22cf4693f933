/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Every field has its row, and its name leads back to it. 2. Closed lists hold whole keys only.
 */
#include "palier-field.h"

static void
test_table (void)
{
  for (int i = 0; i < PALIER_N_FIELDS; i++)
    g_assert_cmpint (palier_field_from_name (palier_field_name (i)), ==, i);
  g_assert_cmpint (palier_field_from_name ("emails"), ==, PALIER_FIELD_NONE);
  g_assert_cmpint (palier_field_from_name (NULL), ==, PALIER_FIELD_NONE);
}

static void
test_choices (void)
{
  g_assert_true (palier_field_has_choice (PALIER_FIELD_TEAM_SIZE, "2-5"));
  g_assert_true (palier_field_has_choice (PALIER_FIELD_TEAM_SIZE, "1"));
  g_assert_false (palier_field_has_choice (PALIER_FIELD_TEAM_SIZE, "5"));
  g_assert_false (palier_field_has_choice (PALIER_FIELD_STAGE, "opted"));
  g_assert_true (palier_field_has_choice (PALIER_FIELD_STAGE, "opted-out"));
  g_assert_false (palier_field_has_choice (PALIER_FIELD_KIND, ""));
  g_assert_true (palier_field_has_choice (PALIER_FIELD_CITY, "Brest"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/table", test_table);
  g_test_add_func ("/field/choices", test_choices);
  return g_test_run ();
}
