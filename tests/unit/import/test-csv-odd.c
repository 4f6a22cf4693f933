/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text files as they should not be and are: 1. quotes, marks, line ends and remarks out of place,
 * what other programs need them for. 2. Encodings, with and without a mark. 3. The widest row, the
 * longest cell, zero bytes. 4. Of one row, of one column. */
#include "reader-fixture.h"

static const struct
{
  const char *text;
  const char *rows;
} cases[] = {
  /* Quotes: within an open cell, alone at the end, behind a space, with something behind them. */
  { "Nom;Note\nRoy;5\" x 3\"\nPetit;a\"b\"c\n", "Nom|Note\n2|Roy|5\" x 3\"\n3|Petit|a\"b\"c" },
  { "Nom;Ville\nRoy;Brest\nPetit;\"", "Nom|Ville\n2|Roy|Brest\n3|Petit|\"" },
  { "Nom;Ville\nRoy;Brest\nPetit;Lyon\"", "Nom|Ville\n2|Roy|Brest\n3|Petit|Lyon\"" },
  { "\"Nom\" ; \"Ville\"\n \"Roy\" ; \"Brest\" \n", "Nom|Ville\n2|Roy|Brest" },
  { "Nom;Note\nRoy; \"a\" et \"b\"\nPetit;\" \"\"c\"\" \"\n",
    "Nom|Note\n2|Roy| \"a\" et \"b\"\n3|Petit| \"c\" " },
  { "Nom;Note\n\"\";\"\"\"\"\nRoy;\"\"\n", "Nom|Note\n2||\"\n3|Roy|" },
  { "Nom\tNote\nRoy\tdit \"le Grand\nPetit\tb\n", "Nom|Note\n2|Roy|dit \"le Grand\n3|Petit|b" },
  { "\"Nom\nde famille\";\"Ville\"\n\"Roy\";\"Brest\"\n", "Nom\nde famille|Ville\n3|Roy|Brest" },
  /* The sign by which spreadsheets leave the digits of a text alone. */
  { "Nom;Tél;CP\nRoy;=\"0612345678\";\"=\"\"01000\"\"\"\nPetit;=1+1;=\"a\"&\"b\"\n",
    "Nom|Tél|CP\n2|Roy|0612345678|01000\n3|Petit|=1+1|=\"a\"&\"b\"" },
  /* Line ends of three systems in one file, one of them within a cell. */
  { "Nom;Ville\r\nRoy;Brest\nPetit;Lyon\rNoir;\"Le\rns\"\r\n",
    "Nom|Ville\n2|Roy|Brest\n3|Petit|Lyon\n4|Noir|Le\nns" },
  /* Byte-order marks: twice, before a quote, within a file that was put together from two. */
  { "\ufeff\ufeffNom;Ville\nRoy;Brest\n", "Nom|Ville\n2|Roy|Brest" },
  { "\ufeff\"Nom\";\"Ville\"\n\"Roy\";\"Brest\"\n\ufeff\"Petit\";\"Ly\ufeffon\"\n",
    "Nom|Ville\n2|Roy|Brest\n3|Petit|Lyon" },
  /* What says the delimiter, in capitals and in quotes. */
  { "SEP=,\r\nNom,Ville\r\nRoy,Brest\r\n", "Nom|Ville\n3|Roy|Brest" },
  { "\"sep=;\"\nNom;Ville\nRoy;Brest\n", "Nom|Ville\n3|Roy|Brest" },
  { "sep=\t\nNom\tVille\nRoy\tBrest\n", "Nom|Ville\n3|Roy|Brest" },
  /* Remarks and titles above the header; headers that look like them. */
  { "# Export du 12/03/2024\n# agences; toutes\n\nNom;Ville\nRoy;Brest\n",
    "Nom|Ville\n5|Roy|Brest" },
  { "Agences de Lyon\nNom;E-mail\nRoy;a@b.example\n", "Nom|E-mail\n3|Roy|a@b.example" },
  { "#;Nom;Ville\n1;Roy;Brest\n", "#|Nom|Ville\n2|1|Roy|Brest" },
  { "#Nom;Prénom;Ville\nRoy;Zoé;Brest\n", "#Nom|Prénom|Ville\n2|Roy|Zoé|Brest" },
  { "Nom;\nRoy;Agence du Port\n", "Nom|\n2|Roy|Agence du Port" },
  /* Columns without a name or a value, two of one name, decimals beside delimiters. */
  { "Nom;;Ville;\nRoy;;Brest;\n", "Nom||Ville|\n2|Roy||Brest|" },
  { "Nom;Tél;Tél\nRoy;02;06\n", "Nom|Tél|Tél\n2|Roy|02|06" },
  { "Nom,Prix\nRoy,\"12,5\"\nPetit,\"1 234,50\"\n", "Nom|Prix\n2|Roy|12,5\n3|Petit|1 234,50" },
  /* The byte with which old programs end a text. */
  { "Nom;Ville\r\nRoy;Brest\r\n\x1a", "Nom|Ville\n2|Roy|Brest" },
  { "Nom;Ville\r\nRoy;Brest\x1a", "Nom|Ville\n2|Roy|Brest" },
  /* Numbers that a spreadsheet shortened stay as they are: whoever reads the field tells. */
  { "Nom;Tél;CP\nRoy;33612345678;1000\nPetit;6,12E+08;75011\n",
    "Nom|Tél|CP\n2|Roy|33612345678|1000\n3|Petit|6,12E+08|75011" },
  /* Only a header; one column; one cell. */
  { "Nom;Ville;E-mail\n", "Nom|Ville|E-mail" },
  { "Nom\nRoy\nPetit\n", "Nom\n2|Roy\n3|Petit" },
  { "x", "\n1|x" },
};

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", cases[i].text);
    g_autofree char *rows = fixture_read (cases[i].text, strlen (cases[i].text), &error);
    g_assert_no_error (error);
    g_assert_cmpstr (rows, ==, cases[i].rows);
  }
}

static const struct
{
  const char *encoding;
  const char *mark;
  const char *text;
  const char *rows;
} encodings[] = {
  { "UTF-16LE", "", "Nom;Ville\nZoé;Besançon\n", "Nom|Ville\n2|Zoé|Besançon" },
  { "UTF-16BE", "", "Nom;Ville\nZoé;Besançon\n", "Nom|Ville\n2|Zoé|Besançon" },
  { "UTF-16BE", "\xfe\xff", "Nom;Note\nZoé;\U0001f3e0 \ufeff!\n", "Nom|Note\n2|Zoé|\U0001f3e0 !" },
  { "UTF-32LE", "\xff\xfe\0\0", "Nom;Ville\nZoé;Brest\n", "Nom|Ville\n2|Zoé|Brest" },
  { "WINDOWS-1252", "", "Nom;Note\nRoy;L’Hôtel “du Port” – 12 €…\n",
    "Nom|Note\n2|Roy|L’Hôtel “du Port” – 12 €…" },
  { "MACINTOSH", "", "Nom;Prénom\rRoy;Zoé\rForêt;Gaël\r", "Nom|Prénom\n2|Roy|Zoé\n3|Forêt|Gaël" },
  { "CP850", "", "Nom;Prénom\r\nRoy;Zoé\r\nForêt;Gaël\r\n", "Nom|Prénom\n2|Roy|Zoé\n3|Forêt|Gaël" },
};

static void
test_encodings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
  {
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    gsize length;
    g_autofree char *text =
        g_convert (encodings[i].text, -1, encodings[i].encoding, "UTF-8", NULL, &length, NULL);
    g_assert_nonnull (text);
    /* A mark of UTF-32 ends with two zero bytes. */
    gsize mark =
        strlen (encodings[i].mark) * (g_str_has_prefix (encodings[i].encoding, "UTF-32") ? 2 : 1);
    g_byte_array_append (bytes, (const guint8 *) encodings[i].mark, (guint) mark);
    g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
    g_test_message ("%s: %s", encodings[i].encoding, encodings[i].text);
    g_autofree char *rows = fixture_read (bytes->data, bytes->len, NULL);
    g_assert_cmpstr (rows, ==, encodings[i].rows);
  }
}

/* As many columns as a sheet can have: those that are kept, and the others told. */
static void
test_wide (void)
{
  g_autoptr (GString) text = g_string_new ("Nom");
  const PalierRow *row;

  for (guint line = 0; line < 3; line++)
  {
    for (guint i = 1; i < 16384; i++)
      g_string_append_printf (text, ";x%u", i);
    g_string_append (text, "\nRoy");
  }
  g_autoptr (PalierReader) reader = fixture_open (text->str);
  while ((row = palier_reader_next (reader, NULL)) != NULL && row->n_cells > 1)
  {
    g_assert_cmpuint (row->n_cells, ==, PALIER_COLUMNS_MAX);
    g_assert_true ((row->flags & PALIER_ROW_CUT) != 0);
  }
}

/* A cell of 100 MB: what of it is kept, and the rows behind it. */
static void
test_huge_cell (void)
{
  g_autoptr (GString) text = g_string_new ("Nom;Note\nRoy;\"");
  gsize head = text->len;

  g_string_set_size (text, head + 100 * 1024 * 1024);
  memset (text->str + head, 'x', 100 * 1024 * 1024);
  g_string_append (text, "\"\nPetit;court\n");
  g_autoptr (PalierReader) reader = fixture_open (text->str);
  const PalierRow *row = palier_reader_next (reader, NULL);
  g_assert_cmpint (row->flags, ==, PALIER_ROW_CUT);
  g_assert_cmpuint (strlen (row->cells[1]), ==, PALIER_CELL_MAX);
  row = palier_reader_next (reader, NULL);
  g_assert_cmpint (row->flags, ==, PALIER_ROW_FINE);
  g_assert_cmpstr (row->cells[1], ==, "court");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-odd/cases", test_cases);
  g_test_add_func ("/csv-odd/encodings", test_encodings);
  g_test_add_func ("/csv-odd/wide", test_wide);
  g_test_add_func ("/csv-odd/huge-cell", test_huge_cell);
  return g_test_run ();
}
