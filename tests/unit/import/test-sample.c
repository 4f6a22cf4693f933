/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. A column that is filled only far down is judged by its values. 2. Of the rows further down
 * only those are kept that say something new. */
#include "palier-mapping.h"
#include "reader-fixture.h"

#define ROWS 3000
#define FIRST 200
#define FAR 2500 /* the rows that have an address begin here */

static char *
write_rows (const char *header)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "Nom;%s\n", header);
  for (guint i = 0; i < ROWS; i++)
    if (i < FAR)
      g_string_append_printf (text, "Roy%u;\n", i);
    else
      g_string_append_printf (text, "Roy%u;p%u@a.example\n", i, i);
  return g_string_free (text, FALSE);
}

static void
test_far (void)
{
  static const struct
  {
    const char *header;
    PalierField field;
  } cases[] = {
    { "Qwx", PALIER_FIELD_EMAIL },
    { "Téléphone", PALIER_FIELD_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *text = write_rows (cases[i].header);
    g_autoptr (PalierReader) reader = fixture_open (text);
    g_autoptr (GPtrArray) rows = palier_reader_take_sample (reader, FIRST, NULL);
    g_autoptr (GPtrArray) columns = palier_mapping_guess (palier_reader_get_headers (reader), rows);
    const PalierColumn *column = columns->pdata[1];

    g_test_message ("%s", cases[i].header);
    g_assert_cmpint (column->field, ==, cases[i].field);
    g_assert_cmpstr (column->samples[0], ==, "p2500@a.example");
  }
}

static void
test_bounded (void)
{
  g_autofree char *text = write_rows ("E-mail");
  g_autoptr (PalierReader) reader = fixture_open (text);
  g_autoptr (GPtrArray) rows = palier_reader_take_sample (reader, FIRST, NULL);

  g_assert_cmpuint (rows->len, >, FIRST);
  g_assert_cmpuint (rows->len, <, FIRST + 50);
  g_assert_cmpstr (((char **) rows->pdata[FIRST - 1])[0], ==, "Roy199");
  g_assert_cmpstr (((char **) rows->pdata[FIRST])[0], ==, "Roy2500");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/far", test_far);
  g_test_add_func ("/sample/bounded", test_bounded);
  return g_test_run ();
}
