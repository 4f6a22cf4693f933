/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Cards of all versions, to the row they give (RFC 6350, RFC 2426, vCard 2.1). 2. What each
 * column is, by the format. 3. Several cards, cards within cards, cards that never end. 4. A long
 * picture costs nothing. */
#include "reader-fixture.h"

#define CARD(lines) "BEGIN:VCARD\r\nVERSION:3.0\r\n" lines "END:VCARD\r\n"

static const struct
{
  const char *text;
  const char *rows;
} cases[] = {
  /* Names. */
  { CARD ("N:Lefèvre;Élodie;Anne,Marie;Mme;\r\nFN:Mme Élodie Lefèvre\r\n"),
    "N family|N given|N additional|N prefix\n1|Lefèvre|Élodie|Anne,Marie|Mme" },
  { CARD ("FN:Jean Dupont\r\n"), "FN\n1|Jean Dupont" },
  { CARD ("N:;;;;\r\nFN:Agence du Port\r\nORG:Agence du Port\r\n"), "ORG\n1|Agence du Port" },
  { CARD ("N:Agence du Port;;;;\r\nORG:Agence du Port\r\n"), "ORG\n1|Agence du Port" },
  { CARD ("N:Dupont\\; Fils;Jean\\, Paul\r\n"), "N family|N given\n1|Dupont; Fils|Jean, Paul" },
  { CARD ("ORG:Port SARL;Transaction;Nantes\r\n"),
    "ORG|ORG unit\n1|Port SARL|Transaction, Nantes" },
  /* Folding: with a space, with a tab, within a word. */
  { CARD ("NOTE:un\r\n  deux\r\n\ttrois\r\n"), "NOTE\n1|un deuxtrois" },
  { CARD ("NOTE:un\\ndeux\\Ntrois\\, quatre\\\\\r\n"), "NOTE\n1|un\ndeux\ntrois, quatre\\" },
  /* Line ends of other systems; small letters; groups. */
  { "begin:vcard\nversion:4.0\nn:Petit;Zoé\nend:vcard\n", "N family|N given\n1|Petit|Zoé" },
  { "BEGIN:VCARD\rVERSION:3.0\rN:Petit;Zoé\rEND:VCARD\r", "N family|N given\n1|Petit|Zoé" },
  { CARD ("item1.EMAIL:a@b.example\r\nitem1.X-ABLabel:_$!<Home>!$_\r\n"), "EMAIL\n1|a@b.example" },
  /* Types: parameters of 3.0 and 4.0, of 2.1, in quotes. */
  { CARD ("TEL;TYPE=CELL:0612345678\r\nTEL;TYPE=HOME:0240000001\r\nTEL;TYPE=WORK:0240000002\r\n"),
    "TEL cell|TEL|TEL 2\n1|0612345678|0240000002|0240000001" },
  { CARD ("TEL;WORK;FAX:0240000001\r\nTEL;CELL:0612345678\r\n"),
    "TEL cell|TEL fax\n1|0612345678|0240000001" },
  { CARD ("TEL;VALUE=uri;TYPE=\"voice,home\":tel:+33-2-40-00-00-00;ext=12\r\n"),
    "TEL\n1|+33-2-40-00-00-00" },
  { CARD ("EMAIL;TYPE=HOME:un@a.example\r\nEMAIL;PREF=1:deux@a.example\r\n"),
    "EMAIL|EMAIL 2\n1|deux@a.example|un@a.example" },
  { CARD ("EMAIL:mailto:a@b.example\r\n"), "EMAIL\n1|a@b.example" },
  { CARD ("EMAIL:1@a.example\r\nEMAIL:2@a.example\r\nEMAIL:3@a.example\r\nEMAIL:4@a.example\r\n"
          "EMAIL:5@a.example\r\nEMAIL:6@a.example\r\n"),
    "EMAIL|EMAIL 2|EMAIL 3|EMAIL 4|…\n"
    "1|1@a.example|2@a.example|3@a.example|4@a.example|5@a.example, 6@a.example" },
  { CARD ("ADR;TYPE=work;LABEL=\"1 rue: 44\":;Bât. A;1 rue du Port;Nantes;;44000;France\r\n"),
    "ADR street|ADR extended|ADR code|ADR locality|ADR country\n"
    "1|1 rue du Port|Bât. A|44000|Nantes|France" },
  { CARD ("URL:https://a.example\r\nURL:https://www.linkedin.com/in/zoe\r\n"),
    "URL|URL linkedin\n1|https://a.example|https://www.linkedin.com/in/zoe" },
  { CARD ("BDAY:19850412\r\n"), "BDAY\n1|1985-04-12" },
  { CARD ("BDAY;VALUE=date-time:1985-04-12T00:00:00Z\r\n"), "BDAY\n1|1985-04-12" },
  { CARD ("CATEGORIES:agence,à rappeler\r\n"), "CATEGORIES\n1|agence, à rappeler" },
  /* 2.1: quoted-printable, its soft line ends, charsets. */
  { CARD ("N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Lef=E8vre;Zo=E9\r\n"),
    "N family|N given\n1|Lefèvre|Zoé" },
  { CARD ("N;CHARSET=UTF-8;QUOTED-PRINTABLE:Lef=C3=A8vre;Zo=C3=A9\r\n"),
    "N family|N given\n1|Lefèvre|Zoé" },
  { CARD ("N;ENCODING=QUOTED-PRINTABLE:Lef=E8vre;Jean\r\n"), "N family|N given\n1|Lefèvre|Jean" },
  { CARD ("NOTE;ENCODING=QUOTED-PRINTABLE:une=\r\n ligne=0D=0Adeux=\r\n=\r\n fin\r\n"),
    "NOTE\n1|une ligne\ndeux fin" },
  { CARD ("NOTE;CHARSET=../../x;ENCODING=QUOTED-PRINTABLE:a=E9=ZZ=\r\n"), "NOTE\n1|aé=ZZ=" },
  /* What is no text, no property, or another's. */
  { CARD ("PHOTO;ENCODING=b;TYPE=JPEG:AAAA\r\n BBBB\r\nX-OTHER:x\r\nno property\r\nN:Petit\r\n"),
    "N family\n1|Petit" },
  { CARD ("N:Petit\r\nAGENT:\r\nBEGIN:VCARD\r\nN:Autre\r\nEND:VCARD\r\n"), "N family\n1|Petit" },
  { "BEGIN:VCARD\r\nN:Petit\r\n", "N family\n1|Petit" },
  /* Blank and odd lines before, within and behind; no name; no end. */
  { "Mes contacts :\r\n" CARD ("N:Petit;Zoé\r\n"), "N family|N given\n2|Petit|Zoé" },
  { "  \r\n\r\n" CARD ("N:Petit\r\n"), "N family\n3|Petit" },
  { "BEGIN:VCARD\r\nVERSION:4.0\r\nEMAIL:a@b.example\r\nEND:VCARD", "EMAIL\n1|a@b.example" },
  { CARD ("NOTE:a\r\n \r\n b\r\nN:Petit\r\n"), "N family|NOTE\n1|Petit|ab" },
  { CARD ("PHOTO:data:image/jpeg;base64,AAAA\r\nEMAIL:MAILTO:a@b.example?subject=x\r\n"),
    "EMAIL\n1|a@b.example" },
  { CARD ("N:Petit;Zoé\r\n") "\r\n" CARD ("N:Durand\r\nEMAIL:d@a.example\r\n"),
    "N family|N given|EMAIL\n1|Petit|Zoé\n6|Durand||d@a.example" },
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

/* A file of another encoding, with and without a mark. */
static void
test_encodings (void)
{
  static const struct
  {
    const char *charset;
    const char *mark;
  } encodings[] = { { "UTF-8", "\xef\xbb\xbf" },
                    { "WINDOWS-1252", "" },
                    { "UTF-16LE", "\xff\xfe" } };

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
  {
    const char *card = CARD ("N:Lefèvre;Zoé\r\nORG:Œuvre & Fils\r\n");
    gsize length;
    g_autofree char *text =
        g_convert (card, -1, encodings[i].charset, "UTF-8", NULL, &length, NULL);
    g_autoptr (GByteArray) bytes = g_byte_array_new ();
    g_byte_array_append (bytes, (const guint8 *) encodings[i].mark,
                         (guint) strlen (encodings[i].mark));
    g_byte_array_append (bytes, (const guint8 *) text, (guint) length);
    g_autofree char *rows = fixture_read (bytes->data, bytes->len, NULL);
    g_assert_cmpstr (rows, ==, "N family|N given|ORG\n1|Lefèvre|Zoé|Œuvre & Fils");
  }
}

static void
test_known_fields (void)
{
  static const PalierField fields[] = { PALIER_FIELD_LAST_NAME, PALIER_FIELD_FIRST_NAME,
                                        PALIER_FIELD_EMAIL,     PALIER_FIELD_MOBILE,
                                        PALIER_FIELD_PHONE,     PALIER_FIELD_NONE };
  g_autoptr (PalierReader) reader =
      fixture_open (CARD ("N:Petit;Zoé\r\nEMAIL:z@a.example\r\nTEL;TYPE=CELL:0612345678\r\n"
                          "TEL:0240000000\r\nTEL;TYPE=FAX:0240000001\r\n"));
  PalierField field;

  g_assert_cmpstr (palier_reader_get_format (reader), ==, "vcard");
  g_assert_cmpint (palier_reader_get_header_row (reader), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
  {
    g_assert_true (palier_reader_get_known_field (reader, i, &field));
    g_assert_cmpint (field, ==, fields[i]);
  }
  g_assert_false (palier_reader_get_known_field (reader, G_N_ELEMENTS (fields), &field));
}

/* A picture of 20 MB on one line and folded, beside a name. */
static void
test_long (void)
{
  g_autoptr (GString) text = g_string_new ("BEGIN:VCARD\r\nN:Petit\r\nPHOTO;ENCODING=b:");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "%01000d%s", 0, i % 2 == 0 ? "\r\n " : "");
  g_string_append (text, "\r\nEMAIL:p@a.example\r\nEND:VCARD\r\n");
  g_autofree char *rows = fixture_read (text->str, text->len, NULL);

  g_assert_cmpstr (rows, ==, "N family|EMAIL\n1|Petit|p@a.example");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vcard/cases", test_cases);
  g_test_add_func ("/vcard/encodings", test_encodings);
  g_test_add_func ("/vcard/known-fields", test_known_fields);
  g_test_add_func ("/vcard/long", test_long);
  return g_test_run ();
}
