/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables of what goes in and what a French reader sees: 1. Numbers, money, dates, phones. 2. Places
 * after de and à. 3. Firms. 4. Lists, capitals, values. 5. The words of templates. */
#include <string.h>

#include "palier-french.h"

#define NN "\u202f"
#define NB "\u00a0"

typedef struct
{
  const char *in, *out;
} Case;

static void
check_all (const Case *cases, gsize n, char *(*form) (const char *) )
{
  for (gsize i = 0; i < n; i++)
  {
    g_autofree char *out = form (cases[i].in);
    g_assert_cmpstr (out, ==, cases[i].out);
  }
}

static void
test_numbers (void)
{
  static const struct
  {
    gint64 in;
    const char *number, *count, *euros;
  } cases[] = {
    { 0, "0", "0", "0" NB "€" },
    { 1, "1", "un", "0,01" NB "€" },
    { 12, "12", "douze", "0,12" NB "€" },
    { 999, "999", "999", "9,99" NB "€" },
    { 1000, "1" NN "000", "1" NN "000", "10" NB "€" },
    { 1234567, "1" NN "234" NN "567", "1" NN "234" NN "567", "12" NN "345,67" NB "€" },
    { -1000, "\u22121" NN "000", "\u22121" NN "000", "\u221210" NB "€" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *number = palier_french_number (cases[i].in);
    g_autofree char *count = palier_french_count (cases[i].in);
    g_autofree char *euros = palier_french_euros (cases[i].in);
    g_assert_cmpstr (number, ==, cases[i].number);
    g_assert_cmpstr (count, ==, cases[i].count);
    g_assert_cmpstr (euros, ==, cases[i].euros);
  }
  g_autofree char *least = palier_french_number (G_MININT64);
  g_assert_true (g_str_has_suffix (least, "808"));
}

static void
test_dates (void)
{
  static const Case dates[] = { { "2026-03-03", "3" NB "mars 2026" },
                                { "2026-08-01", "1\u1d49\u02b3" NB "août 2026" },
                                { "2026-02-30", NULL },
                                { "3/3/2026", NULL } };
  static const Case phones[] = { { "+33199001234", "01" NB "99" NB "00" NB "12" NB "34" },
                                 { "+3222345678", "+3222345678" } };

  check_all (dates, G_N_ELEMENTS (dates), palier_french_iso_date);
  check_all (phones, G_N_ELEMENTS (phones), palier_french_phone);
  /* 22:30 UTC on 31 December is the next day, and year, in Paris only at 23:00. */
  g_autofree char *before = palier_french_date (G_GINT64_CONSTANT (1798756200000));
  g_autofree char *after = palier_french_date (G_GINT64_CONSTANT (1798758000000));
  g_assert_cmpstr (before, ==, "31" NB "décembre 2026");
  g_assert_cmpstr (after, ==, "1\u1d49\u02b3" NB "janvier 2027");
}

static void
test_places (void)
{
  static const Case of[] = {
    { "Paris", "de Paris" },       { "Orléans", "d’Orléans" },
    { "Écully", "d’Écully" },      { "Le Havre", "du Havre" },
    { "Les Lilas", "des Lilas" },  { "La Rochelle", "de La Rochelle" },
    { "Lens", "de Lens" },         { "L’Haÿ-les-Roses", "de L’Haÿ-les-Roses" },
    { "Hyères", "d’Hyères" },      { "Honfleur", "de Honfleur" },
    { "Houilles", "de Houilles" }, { "Hénin-Beaumont", "d’Hénin-Beaumont" },
    { "Yvetot", "d’Yvetot" },      { "Yutz", "de Yutz" },
    { "Yerres", "d’Yerres" },      { "Œting", "d’Œting" },
    { "Ermont", "d’Ermont" },      { "Lespinasse", "de Lespinasse" },
    { "Hem", "de Hem" },           { "Hambach", "d’Hambach" },
  };
  static const Case in[] = {
    { "Paris", "à Paris" },       { "Le Havre", "au Havre" },
    { "Les Lilas", "aux Lilas" }, { "La Rochelle", "à La Rochelle" },
    { "Orléans", "à Orléans" },   { "Levallois", "à Levallois" },
  };

  check_all (of, G_N_ELEMENTS (of), palier_french_of_place);
  check_all (in, G_N_ELEMENTS (in), palier_french_in_place);
}

static void
test_firms (void)
{
  static const Case at[] = {
    { "Agence du Port", "à l’Agence du Port" },
    { "Cabinet Martin", "au Cabinet Martin" },
    { "Étude Le Goff", "à l’Étude Le Goff" },
    { "Orpi Centre", "chez Orpi Centre" },
    { "Le Comptoir immobilier", "au Comptoir immobilier" },
    { "Agencement Sud", "chez Agencement Sud" },
    { "L’Agence des Lices", "à l’Agence des Lices" },
    { "L’Adresse", "chez L’Adresse" },
    { "Le Toit Bleu", "chez Le Toit Bleu" },
  };
  static const Case of[] = {
    { "Agence du Port", "de l’Agence du Port" },
    { "Cabinet Martin", "du Cabinet Martin" },
    { "Étude Le Goff", "de l’Étude Le Goff" },
    { "L’Agence des Lices", "de l’Agence des Lices" },
    { "Le Comptoir immobilier", "du Comptoir immobilier" },
    { "Le Toit Bleu", "du Toit Bleu" },
    { "Les Terrasses", "des Terrasses" },
    { "Orpi Centre", "d’Orpi Centre" },
    { "IAD France", "d’IAD France" },
    { "Square & Habitat", "de Square & Habitat" },
    { "Immobilière d’Anjou", "d’Immobilière d’Anjou" },
    { "L’Adresse du Mail", "de L’Adresse du Mail" },
    { "Century 21 Hoche", "de Century 21 Hoche" },
    { "Hestia Immobilier", "d’Hestia Immobilier" },
  };
  static const Case cases[] = {
    { "AGENCE DU PORT", "Agence du Port" },
    { "IAD FRANCE", "IAD France" },
    { "Square & Habitat", "Square & Habitat" },
    { "CENTURY 21 HOCHE", "Century 21 Hoche" },
    { "ORPI", "ORPI" },
    { "DE LA CATHÉDRALE TRANSACTIONS SAS", "De la Cathédrale Transactions" },
    { "des Lices & Associés sarl", "Des Lices & Associés" },
    { "SAS", "SAS" },
    { "Immobilière EI", "Immobilière" },
  };

  check_all (at, G_N_ELEMENTS (at), palier_french_at_firm);
  check_all (of, G_N_ELEMENTS (of), palier_french_of_firm);
  check_all (cases, G_N_ELEMENTS (cases), palier_french_firm_case);
}

static void
test_values (void)
{
  static const Case values[] = {
    { "  L'Agence \n du\tPort ", "L’Agence du Port" },
    { "{{city}} 100 %", "{{city}} 100 %" },
    { "a\x01z", "a z" },
    { "", "" },
  };
  static const Case capitals[] = { { "à Orléans", "À Orléans" }, { "école", "École" }, { "", "" } };
  static const char *const three[] = { "a", "b", "c", NULL };
  g_autofree char *all = palier_french_list (three);
  g_autofree char *two = palier_french_list (three + 1);
  g_autofree char *one = palier_french_list (three + 2);
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *cut = palier_french_value (long_text);

  check_all (values, G_N_ELEMENTS (values), palier_french_value);
  check_all (capitals, G_N_ELEMENTS (capitals), palier_french_sentence_case);
  g_assert_cmpstr (all, ==, "a, b et c");
  g_assert_cmpstr (two, ==, "b et c");
  g_assert_cmpstr (one, ==, "c");
  g_assert_cmpuint (strlen (cut), <=, 400);
}

static void
test_typography (void)
{
  static const Case cases[] = {
    { "l'acte ; oui ?", "l’acte" NN "; oui" NN "?" },
    { "voici : « stop »", "voici" NB ": «" NB "stop" NB "»" },
    { "5 % de 3 €", "5" NB "% de 3" NB "€" },
    { "rien", "rien" },
  };

  check_all (cases, G_N_ELEMENTS (cases), palier_french_typography);
}

/* What a text message costs no more for stays; French letters that would make it dear lose their
 * accent. */
static void
test_plain (void)
{
  static const Case cases[] = {
    { "à l’Agence é è ù ì ò ä ö ü ñ ß É Ç", "à l'Agence é è ù ì ò ä ö ü ñ ß É Ç" },
    { "Benoît François, Noël, dès août", "Benoit Francois, Noel, dès aout" },
    { "«" NB "oui" NB "», «" NN "non" NN "», « a »", "\"oui\", \"non\", \" a \"" },
    { "12" NN "345" NB "€ … – cœur", "12 345 € ... - coeur" },
    { "Paris" NB "8\u1d49, 1\u1d49\u02b3 août", "Paris 8e, 1er aout" },
    { "À Évreux, ÊTRE", "A Évreux, ETRE" },
    { "łódź", "łodz" },
    { "", "" },
  };

  check_all (cases, G_N_ELEMENTS (cases), palier_french_plain);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/french/numbers", test_numbers);
  g_test_add_func ("/drafting/french/dates", test_dates);
  g_test_add_func ("/drafting/french/places", test_places);
  g_test_add_func ("/drafting/french/firms", test_firms);
  g_test_add_func ("/drafting/french/values", test_values);
  g_test_add_func ("/drafting/french/typography", test_typography);
  g_test_add_func ("/drafting/french/plain", test_plain);
  return g_test_run ();
}
