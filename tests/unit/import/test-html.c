/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Tables as programs write them, and as they break them, to rows. 2. What Excel, LibreOffice and
 * Google Sheets put on the clipboard. 3. Several tables, those within others. 4. Pages without one.
 * 5. Pages that never end a tag, a comment, a row. */
#include <time.h>

#include "reader-fixture.h"

#define TABLE(rows) "<table>" rows "</table>"
#define HEAD "<tr><th>Nom</th><th>Ville</th></tr>"

static const struct
{
  const char *text;
  const char *rows;
} cases[] = {
  { TABLE (HEAD "<tr><td>Petit</td><td>Brest</td></tr>"), "Nom|Ville\n2|Petit|Brest" },
  /* Tags that are left out, in capitals, with attributes in all ways of quoting. */
  { TABLE ("<tr><th>Nom<th>Ville<tr><td>Petit<td>Brest"), "Nom|Ville\n2|Petit|Brest" },
  { "<TABLE BORDER=1><TR><TD ALIGN='x>y'>Nom<TD class=\"a b\">Ville<TR><TD/>Petit</TD><TD>Brest",
    "Nom|Ville\n2|Petit|Brest" },
  { TABLE ("<thead>" HEAD "</thead><tbody><tr><td>Petit</td><td>Brest</td></tbody>"),
    "Nom|Ville\n2|Petit|Brest" },
  { TABLE ("<td>Nom</td><td>Ville</td><tr><td>Petit</td><td>Brest</td></tr>"),
    "Nom|Ville\n2|Petit|Brest" },
  /* Spans: columns stay blank, rows are repeated, and what follows moves aside. */
  { TABLE ("<tr><td>Agence<td colspan=2>Adresse<td>Tél<tr><td>Port<td>44000<td>Nantes<td>02"),
    "Agence|Adresse||Tél\n2|Port|44000|Nantes|02" },
  { TABLE ("<tr><td>Agence<td>E-mail<tr><td rowspan=3>Port<td>a@p.example<tr><td>b@p.example"
           "<tr><td>c@p.example<tr><td>Quai<td>d@q.example"),
    "Agence|E-mail\n2|Port|a@p.example\n3|Port|b@p.example\n4|Port|c@p.example\n"
    "5|Quai|d@q.example" },
  { TABLE (HEAD "<tr><td colspan='-2' rowspan='99999999'>Petit</td><td>x</td></tr>"),
    "Nom|Ville\n2|Petit|x" },
  { TABLE (HEAD "<tr><td colspan=x rowspan=0>Petit</td><td>x</td></tr>"), "Nom|Ville\n2|Petit|x" },
  /* Text: spaces run together, line ends, entities, comments, scripts. */
  { TABLE (HEAD "<tr><td> Petit \n et  <b>Fils</b> </td><td>a<br>b<p>c</p></td></tr>"),
    "Nom|Ville\n2|Petit et Fils|a\nb\nc" },
  { TABLE (HEAD "<tr><td>&Eacute;t&eacute; &amp; C&#176; &#x152;&nbsp;</td>"
                "<td>&lt;x&gt;&nope;&#0;&#1114112;&&amp</td></tr>"),
    "Nom|Ville\n2|Été & C° Œ|<x>&nope;��&&amp" },
  { TABLE (HEAD "<tr><td>a<!-- </td> -->b<script>'</td>'</script>c</td>"
                "<td><style>td{}</style>1 < 2</td></tr>"),
    "Nom|Ville\n2|abc|1 < 2" },
  { TABLE (HEAD "<tr style='display:none'><td>Petit<td>Brest"), "Nom|Ville\n2h|Petit|Brest" },
  /* The clipboard of Excel: a head of its own, digits behind a rounded number. */
  { "Version:1.0\r\nStartHTML:00000097\r\nEndHTML:00000500\r\nStartFragment:00000131\r\n"
    "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table>"
    "<!--StartFragment--><tr height=20><td>Nom</td><td>SIRET</td></tr>"
    "<tr><td>Port</td><td x:num=\"73282932000074\">7,32829E+13</td></tr>"
    "<!--EndFragment--></table></body></html>",
    "Nom|SIRET\n2|Port|73282932000074" },
  /* Of LibreOffice. */
  { "<!DOCTYPE html>\n<html><head><meta http-equiv=\"content-type\"/><style>body,td{}</style>"
    "</head><body><table cellspacing=\"0\"><colgroup width=\"85\"></colgroup>"
    "<tr><td height=\"17\" align=\"left\"><font face=\"Arial\">Nom</font></td>"
    "<td>N°</td></tr><tr><td>Port</td><td sdval=\"45363\" sdnum=\"1036;\">12/03/24</td></tr>"
    "</table></body></html>",
    "Nom|N°\n2|Port|12/03/24" },
  /* Of Google Sheets. */
  { "<meta charset='utf-8'><google-sheets-html-origin><style type=\"text/css\"><!--td {}--></style>"
    "<table dir=\"ltr\"><colgroup><col width=\"100\"/></colgroup><tbody><tr style=\"height:21px;\">"
    "<td data-sheets-value=\"{&quot;1&quot;:2,&quot;2&quot;:&quot;Nom&quot;}\">Nom</td><td>Tél</td>"
    "</tr><tr><td>Zoé</td><td>06 12 34 56 78</td></tr></tbody></table>",
    "Nom|Tél\n2|Zoé|06 12 34 56 78" },
  /* What never ends. */
  { TABLE (HEAD "<tr><td>Petit<td><!-- Brest"), "Nom|Ville\n2|Petit" },
  { "<table>" HEAD "<tr><td>Petit<td>Brest <", "Nom|Ville\n2|Petit|Brest <" },
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

static void
test_tables (void)
{
  const char *page = "<html><body><table><tr><td>Menu</td><td>x</td></tr></table>"
                     "<table><tr><td>Nom</td><td>E-mail</td></tr>"
                     "<tr><td>Zoé<table><tr><td>dedans</td></tr></table></td>"
                     "<td>z@a.example</td></tr></table></body></html>";
  g_autofree char *best = fixture_read (page, strlen (page), NULL);
  g_autofree char *first = fixture_read_sheet (page, strlen (page), "1", NULL);
  g_autofree char *inner = fixture_read_sheet (page, strlen (page), "3", NULL);
  g_autoptr (PalierReader) reader = fixture_open (page);

  g_assert_cmpstr (best, ==, "Nom|E-mail\n2|Zoé|z@a.example");
  g_assert_cmpstr (first, ==, "|\n1|Menu|x");
  g_assert_cmpstr (inner, ==, "\n1|dedans");
  g_assert_cmpstr (palier_reader_get_format (reader), ==, "html");
  g_assert_cmpstr (palier_reader_get_sheet (reader), ==, "2");
  g_assert_cmpuint (g_strv_length (palier_reader_get_sheets (reader)), ==, 3);
}

static void
test_none (void)
{
  static const char *const pages[] = { "<!DOCTYPE html><html><body><p>Bonjour</p></body></html>",
                                       "<html><!-- <table> --></html>",
                                       "<html><script>'<table>'</script></html>" };

  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (fixture_read (pages[i], strlen (pages[i]), &error));
    g_assert_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_WEB_PAGE);
  }
}

/* A megabyte of beginnings of which none comes to an end: each is text, and it takes no time. */
static void
test_endless (void)
{
  static const char *const beginnings[] = { "<a ", "<!--", "<!-->",   "<a b=\"",
                                            "&#",  "<td>", "<table>", "<script>" };

  for (gsize i = 0; i < G_N_ELEMENTS (beginnings); i++)
  {
    g_autoptr (GString) page = g_string_new ("<table>" HEAD "<tr><td>Petit<td>");
    clock_t begin = clock ();
    while (page->len < 1024 * 1024)
      g_string_append (page, beginnings[i]);
    g_autofree char *rows = fixture_read (page->str, page->len, NULL);
    g_assert_nonnull (rows);
    g_test_message ("%s: %d ms", beginnings[i],
                    (int) ((clock () - begin) / (CLOCKS_PER_SEC / 1000)));
    g_assert_cmpint (clock () - begin, <, 10 * CLOCKS_PER_SEC);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/html/cases", test_cases);
  g_test_add_func ("/html/tables", test_tables);
  g_test_add_func ("/html/none", test_none);
  g_test_add_func ("/html/endless", test_endless);
  return g_test_run ();
}
