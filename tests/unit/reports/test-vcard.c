/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Whole cards, byte for byte: a person, a firm, one of whom little is known; escapes. 2. Only
 * the chosen columns. 3. Long lines are folded between characters. 4. Errors of the source end it.
 */
#include <string.h>

#include "test-rows.h"

static const PalierExportColumn columns[] = {
  { PALIER_FIELD_FIRST_NAME, "", NULL }, { PALIER_FIELD_LAST_NAME, "", NULL },
  { PALIER_FIELD_TITLE, "", NULL },      { PALIER_FIELD_COMPANY, "", NULL },
  { PALIER_FIELD_JOB, "", NULL },        { PALIER_FIELD_EMAIL, "", NULL },
  { PALIER_FIELD_PHONE, "", NULL },      { PALIER_FIELD_MOBILE, "", NULL },
  { PALIER_FIELD_STREET, "", NULL },     { PALIER_FIELD_POSTAL_CODE, "", NULL },
  { PALIER_FIELD_CITY, "", NULL },       { PALIER_FIELD_COUNTRY, "", NULL },
  { PALIER_FIELD_WEBSITE, "", NULL },    { PALIER_FIELD_TAGS, "", NULL },
  { PALIER_FIELD_NOTES, "", NULL },      { PALIER_FIELD_OTHER_EMAILS, "", NULL },
};

static char *
cards_of (PalierProspect *row, gsize n_columns, gboolean fails, gint64 *n, GError **error)
{
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  Rows rows = { row, fails ? 0 : 1, fails };
  PalierExport export = {
    .columns = columns, .n_columns = n_columns, .next = next_row, .data = &rows
  };

  *n = palier_export_vcard (&export, out, NULL, error);
  g_output_stream_close (out, NULL, NULL);
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
}

#define HEAD "BEGIN:VCARD\r\nVERSION:3.0\r\n"
#define TAIL "UID:urn:uuid:00000000-0000-0000-0000-000000000000\r\nEND:VCARD\r\n"

typedef struct
{
  PalierField field;
  const char *value;
} Value;

static const struct
{
  Value values[12];
  gsize n_columns;
  const char *card;
} cards[] = {
  { { { PALIER_FIELD_FIRST_NAME, "Anne" },
      { PALIER_FIELD_LAST_NAME, "de La Tour" },
      { PALIER_FIELD_TITLE, "Mme" },
      { PALIER_FIELD_EMAIL, "anne@x.example" },
      { PALIER_FIELD_OTHER_EMAILS, "a@x.example\nb@x.example" },
      { PALIER_FIELD_PHONE, "+33199001234" },
      { PALIER_FIELD_MOBILE, "+33639981234" },
      { PALIER_FIELD_STREET, "3, rue Haute" },
      { PALIER_FIELD_POSTAL_CODE, "78000" },
      { PALIER_FIELD_CITY, "Versailles" },
      { PALIER_FIELD_TAGS, "vip\nà rappeler" },
      { PALIER_FIELD_NOTES, "l'une; \nl'autre\\" } },
    G_N_ELEMENTS (columns),
    HEAD "N:de La Tour;Anne;;Mme;\r\nFN:Anne de La Tour\r\nEMAIL;TYPE=INTERNET:anne@x.example\r\n"
         "EMAIL;TYPE=INTERNET:a@x.example\r\nEMAIL;TYPE=INTERNET:b@x.example\r\n"
         "TEL;TYPE=WORK,VOICE:+33199001234\r\nTEL;TYPE=CELL:+33639981234\r\n"
         "ADR;TYPE=WORK:;;3\\, rue Haute;Versailles;;78000;\r\nCATEGORIES:vip,à rappeler\r\n"
         "NOTE:l'une\\; \\nl'autre\\\\\r\n" TAIL },
  { { { PALIER_FIELD_COMPANY, "Agence du Port" },
      { PALIER_FIELD_WEBSITE, "https://port.example" } },
    G_N_ELEMENTS (columns),
    HEAD "N:;;;;\r\nFN:Agence du Port\r\nORG:Agence du Port\r\nURL:https://port.example\r\n" TAIL },
  { { { PALIER_FIELD_LAST_NAME, "Durand" }, { PALIER_FIELD_EMAIL, "d@x.example" } },
    2,
    HEAD "N:Durand;;;;\r\nFN:Durand\r\n" TAIL },
  { { { PALIER_FIELD_CITY, "Dax" } }, 2, HEAD "N:;;;;\r\nFN:?\r\n" TAIL },
};

static void
test_cards (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cards); i++)
  {
    g_autoptr (PalierProspect) row = palier_prospect_new ();
    g_autoptr (GError) error = NULL;
    gint64 n;
    for (gsize j = 0; j < G_N_ELEMENTS (cards[i].values) && cards[i].values[j].value != NULL; j++)
      palier_prospect_set (row, cards[i].values[j].field, cards[i].values[j].value);
    g_autofree char *text = cards_of (row, cards[i].n_columns, FALSE, &n, &error);
    g_assert_no_error (error);
    g_assert_cmpint (n, ==, 1);
    g_assert_cmpstr (text, ==, cards[i].card);
  }
}

static void
test_folding (void)
{
  g_autoptr (PalierProspect) row = palier_prospect_new ();
  g_autoptr (GString) note = g_string_new (NULL);
  gint64 n;

  for (int i = 0; i < 200; i++)
    g_string_append (note, i % 3 == 0 ? "é" : "x");
  palier_prospect_set (row, PALIER_FIELD_NOTES, note->str);
  g_autofree char *text = cards_of (row, G_N_ELEMENTS (columns), FALSE, &n, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  g_autoptr (GString) unfolded = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
  {
    g_assert_cmpuint (strlen (*line), <=, 75);
    g_assert_true (g_utf8_validate (*line, -1, NULL));
    g_string_append (unfolded, **line == ' ' ? *line + 1 : *line);
  }
  g_assert_nonnull (strstr (unfolded->str, note->str));
}

static void
test_error (void)
{
  g_autoptr (GError) error = NULL;
  gint64 n;
  g_autofree char *text = cards_of (NULL, 1, TRUE, &n, &error);

  g_assert_cmpint (n, ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_null (text);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/cards", test_cards);
  g_test_add_func ("/vcard/folding", test_folding);
  g_test_add_func ("/vcard/error", test_error);
  return g_test_run ();
}
