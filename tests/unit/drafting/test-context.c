/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Facts of one agency and one person, with display, source and date. 2. Cities. 3. Salutations.
 * 4. The horizon runs down. 5. Personalisation. 6. The type of an agency, by its name. */
#include "palier-draft-context.h"
#include "palier-draft-facts.h"
#include "palier-draft-place.h"
#include "test-people.h"

#define NN "\u202f"
#define NB "\u00a0"

static PalierDraftContext *
context_of (PalierProspect *prospect)
{
  g_autoptr (PalierProfile) profile = writer_new ();

  return palier_draft_context_new (
      &(PalierDraftInput) { .prospect = prospect, .profile = profile, .today_ms = NOW });
}

static void
test_facts (void)
{
  static const struct
  {
    const char *key, *display;
  } cases[] = {
    { "company", "Agence du Port" },
    { "company_at", "à l’Agence du Port" },
    { "salutation", "Bonjour Madame Le Goff" },
    { "city", "Le Havre" },
    { "city_in", "au Havre" },
    { "city_of", "du Havre" },
    { "portals", "Bien’ici, Leboncoin et SeLoger" },
    { "tools", "Hektor" },
    { "zones", "Paris" NB "8\u1d49 et Sanvic" },
    { "active_listings", "1" NN "240" NB "annonces" },
    { "source_date", "3" NB "mars 2026" },
    { "sender_place", "à l’Agence du Parc, à Orléans" },
    { "sender_phone", "02" NB "61" NB "91" NB "00" NB "07" },
    { "surface", NULL },
    { "same_city", NULL },
  };
  g_autoptr (PalierProspect) p = palier_prospect_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (p, PALIER_FIELD_COMPANY, "AGENCE DU PORT");
  palier_prospect_set (p, PALIER_FIELD_TITLE, "Mme");
  palier_prospect_set (p, PALIER_FIELD_LAST_NAME, "LE GOFF");
  palier_prospect_set (p, PALIER_FIELD_CITY, "LE HAVRE CEDEX 2");
  palier_prospect_set (p, PALIER_FIELD_PORTALS, "bienici\nleboncoin\nseloger\nz-portail");
  palier_prospect_set (p, PALIER_FIELD_TOOLS, "Aucun\nHEKTOR");
  palier_prospect_set (p, PALIER_FIELD_ZONES, "Paris 8\nSanvic");
  palier_prospect_set (p, PALIER_FIELD_ACTIVE_LISTINGS, "1240");
  palier_prospect_set (p, PALIER_FIELD_SOURCE, "Salon");
  palier_prospect_set (p, PALIER_FIELD_SOURCE_DATE, "2026-03-03");
  g_autoptr (PalierDraftContext) context = context_of (p);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (palier_draft_context_display (context, cases[i].key), ==, cases[i].display);
  const PalierFact *fact = palier_draft_context_find (context, "active_listings");
  g_assert_cmpstr (fact->value, ==, "1240");
  g_assert_cmpstr (fact->source, ==, "import");
  g_assert_cmpstr (fact->detail, ==, "Salon");
  g_assert_cmpint (fact->at_ms, ==, G_GINT64_CONSTANT (1772539200000));
  g_assert_true (palier_draft_context_find (context, "salutation")->personal);
  g_assert_false (fact->personal);
}

static void
test_cities (void)
{
  static const struct
  {
    const char *city, *code, *out, *district;
  } cases[] = {
    { "Paris", "75008", "Paris" NB "8\u1d49", "8\u1d49" NB "arrondissement" },
    { "PARIS 16", "75116", "Paris" NB "16\u1d49", "16\u1d49" NB "arrondissement" },
    { "Paris", NULL, "Paris", NULL },
    { "Paris", "75000", "Paris", NULL },
    { "LYON 1ER", "69001", "Lyon" NB "1\u1d49\u02b3", "1\u1d49\u02b3" NB "arrondissement" },
    { "Marseille", "13016", "Marseille" NB "16\u1d49", "16\u1d49" NB "arrondissement" },
    { "Parisot", "75008", "Parisot", NULL },
    { "SAINT-DENIS", "93200", "Saint-Denis", NULL },
    { "Orléans cedex", "45058", "Orléans", NULL },
    { "L'HAŸ-LES-ROSES", "94240", "L’Haÿ-les-Roses", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *district = NULL;
    g_autofree char *out = palier_draft_city (cases[i].city, cases[i].code, &district);
    g_assert_cmpstr (out, ==, cases[i].out);
    g_assert_cmpstr (district, ==, cases[i].district);
  }
}

/* A town in capitals gets its accents back from the sender, who works there. */
static void
test_spelling (void)
{
  static const struct
  {
    const char *city, *shown, *in, *same, *covers;
  } cases[] = {
    { "ORLEANS", "Orléans", "à Orléans", "", NULL },
    { "OLIVET", "Olivet", "à Olivet", NULL, "" },
    { "Saran", "Saran", "à Saran", NULL, "" },
    { "GAP", "Gap", "à Gap", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = palier_prospect_new ();
    palier_prospect_set (p, PALIER_FIELD_CITY, cases[i].city);
    g_autoptr (PalierDraftContext) context = context_of (p);
    g_assert_cmpstr (palier_draft_context_display (context, "city"), ==, cases[i].shown);
    g_assert_cmpstr (palier_draft_context_display (context, "city_in"), ==, cases[i].in);
    g_assert_cmpstr (palier_draft_context_display (context, "same_city"), ==, cases[i].same);
    g_assert_cmpstr (palier_draft_context_display (context, "covers_city"), ==, cases[i].covers);
  }
}

static void
test_salutations (void)
{
  static const struct
  {
    const char *title, *last_name, *out;
  } cases[] = {
    { "Mme", "DURAND", "Bonjour Madame Durand" },
    { "M.", "d'Alembert", "Bonjour Monsieur d’Alembert" },
    { "M. et Mme", "Roy", "Bonjour Madame et Monsieur Roy" },
    { "Me", "Roy", "Bonjour Maître Roy" },
    { NULL, "Roy", "Bonjour" },
    { "Mme", NULL, "Bonjour" },
    { "Chef", "Roy", "Bonjour" },
    { "Mme", "M. PEYRAT Aurélie", "Bonjour" },
    { "M.", "Durand / Petit", "Bonjour" },
    { "M.", "DUBOIS Jean", "Bonjour" },
    { "M.", "DE LA TOUR", "Bonjour Monsieur de La Tour" },
    { "M.", "de La Tour", "Bonjour Monsieur de La Tour" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *out = palier_draft_salutation (cases[i].title, cases[i].last_name);
    g_assert_cmpstr (out, ==, cases[i].out);
  }
}

/* A letter greets by the title alone. */
static void
test_letters (void)
{
  static const char *const cases[][2] = {
    { "Mme", "Madame" },
    { "Mlle", "Madame" },
    { "M.", "Monsieur" },
    { "Me", "Maître" },
    { "M. et Mme", "Madame, Monsieur" },
    { NULL, "Madame, Monsieur" },
    { "Dr", "Docteur" },
    { "Chef", "Madame, Monsieur" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *out = palier_draft_letter_salutation (cases[i][0]);
    g_assert_cmpstr (out, ==, cases[i][1]);
  }
}

static void
test_horizon (void)
{
  static const struct
  {
    const char *months, *noted, *out;
  } cases[] = {
    { "3", NULL, "d’ici trois mois" },
    { "3", "2026-09-10", "d’ici trois mois" },
    { "3", "2026-07-10", "d’ici un mois" },
    { "3", "2026-05-10", NULL },
    { "18", "2026-09-10", "d’ici 18 mois" },
    { "0", NULL, NULL },
    { "12", NULL, "d’ici un an" },
    { "24", "2026-09-10", "d’ici deux ans" },
    { "3", "2027-01-01", "d’ici trois mois" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = palier_prospect_new ();
    palier_prospect_set (p, PALIER_FIELD_KIND, "person");
    palier_prospect_set (p, PALIER_FIELD_HORIZON_MONTHS, cases[i].months);
    palier_prospect_set (p, PALIER_FIELD_SOURCE_DATE, cases[i].noted);
    g_autoptr (PalierDraftContext) context = context_of (p);
    g_assert_cmpstr (palier_draft_context_display (context, "horizon"), ==, cases[i].out);
  }
}

static void
test_personalization (void)
{
  static const struct
  {
    const char *text;
    int score;
  } cases[] = {
    { "Bonjour,", 13 },
    { "Bonjour, à Lyon", 25 },
    { "Bonjour, à Lyonnaise", 13 },
    { "Bonjour, à Lyon, chez Orpi, 24" NB "annonces sur PAP", 100 },
    { "rien", 0 },
  };
  g_autoptr (PalierProspect) p = palier_prospect_new ();

  palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
  palier_prospect_set (p, PALIER_FIELD_COMPANY, "Orpi");
  palier_prospect_set (p, PALIER_FIELD_CITY, "Lyon");
  palier_prospect_set (p, PALIER_FIELD_PORTALS, "pap");
  palier_prospect_set (p, PALIER_FIELD_ACTIVE_LISTINGS, "24");
  g_autoptr (PalierDraftContext) context = context_of (p);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (palier_draft_context_personalization (context, cases[i].text), ==,
                     cases[i].score);
}

static void
test_agency_types (void)
{
  static const struct
  {
    const char *company, *type;
  } cases[] = {
    { "Agence du Port", "independent" },      { "ORPI Agence du Port", "network" },
    { "Orpiment Immobilier", "independent" }, { "Century 21 - Le Port", "network" },
    { "RE/MAX Littoral", "network" },         { "Laforêt Le Havre", "network" },
    { "Guy-Hoquet l’immobilier", "network" }, { "La Forêt Bleue", "independent" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierProspect) p = palier_prospect_new ();
    palier_prospect_set (p, PALIER_FIELD_KIND, "agency");
    palier_prospect_set (p, PALIER_FIELD_COMPANY, cases[i].company);
    g_autoptr (PalierDraftContext) context = context_of (p);
    g_assert_cmpstr (palier_draft_context_find (context, "agency_type")->value, ==, cases[i].type);
    palier_prospect_set (p, PALIER_FIELD_KIND, "person");
    g_autoptr (PalierDraftContext) other = context_of (p);
    g_assert_null (palier_draft_context_find (other, "agency_type"));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/context/facts", test_facts);
  g_test_add_func ("/drafting/context/cities", test_cities);
  g_test_add_func ("/drafting/context/spelling", test_spelling);
  g_test_add_func ("/drafting/context/salutations", test_salutations);
  g_test_add_func ("/drafting/context/letters", test_letters);
  g_test_add_func ("/drafting/context/horizon", test_horizon);
  g_test_add_func ("/drafting/context/personalization", test_personalization);
  g_test_add_func ("/drafting/context/agency-types", test_agency_types);
  return g_test_run ();
}
