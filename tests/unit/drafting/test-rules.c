/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Pain points follow from what is known and from nothing else. 2. Other facts that follow from
 * facts. 3. What is about a natural person is marked. 4. A template asks for the facts it shows. */
#include <string.h>

#include "palier-draft-template.h"
#include "test-people.h"

#define NB "\u00a0"

static const char *
display (const PalierDraftContext *context, const char *key)
{
  return palier_draft_context_display (context, key);
}

static void
set_all (PalierProspect *p, const char *lines)
{
  g_auto (GStrv) all = g_strsplit (lines, ";", -1);

  for (gsize i = 0; all[i] != NULL; i++)
  {
    g_auto (GStrv) pair = g_strsplit (all[i], "=", 2);
    g_autofree char *value = g_strdelimit (g_strdup (pair[1]), ",", '\n');
    palier_prospect_set (p, palier_field_from_name (pair[0]), value);
  }
}

static PalierDraftContext *
context_of (const char *lines, const GPtrArray *more, gint64 now_ms)
{
  g_autoptr (PalierProspect) p = palier_prospect_new ();
  g_autoptr (PalierProfile) profile = writer_new ();

  set_all (p, lines);
  return palier_draft_context_new (&(PalierDraftInput) {
      .prospect = p, .profile = profile, .more_facts = more, .today_ms = now_ms });
}

static void
test_pains (void)
{
#define SITE "site_fast=no;site_mobile=no;site_listings=no;site_form=no;site_fresh=no"
#define WEB ";website=https://a.example"
  static const struct
  {
    const char *lines, *out, *detail;
  } cases[] = {
    { "kind=agency", NULL, NULL },
    { "kind=agency;company=Orpi;city=Lyon;tools=Hektor;portals=pap,seloger,bienici", NULL, NULL },
    { "kind=agency;" SITE ";site_https=no", "l’absence de site propre à votre agence",
      "no_site: website" },
    { "kind=agency;" SITE, NULL, NULL },
    { "kind=agency;site_fast=no", NULL, NULL },
    { "kind=agency;site_fast=no" WEB, "un site lent à s’afficher", "slow_site: site_fast" },
    { "kind=agency;site_fast=yes" WEB, NULL, NULL },
    { "kind=agency;site_mobile=no;site_form=no;site_listings=no" WEB,
      "un site peu lisible sur un téléphone et un site sans annonces",
      "no_mobile: site_mobile; no_listings: site_listings" },
    { "kind=agency;portals=aucun", "l’absence de vos annonces sur les portails",
      "no_portal: portals" },
    { "kind=agency;portals=leboncoin,pap", "une diffusion limitée à Leboncoin et PAP",
      "few_portals: portals" },
    { "kind=agency;tools=Aucun", "un suivi des contacts sans logiciel dédié", "no_crm: tools" },
    { "kind=agency;tools=Excel", "un suivi des contacts tenu avec Excel", "spreadsheet: tools" },
    { "kind=agency;tools=Excel,Hektor", NULL, NULL },
    { "kind=agency;growth=declining", "un volume d’annonces en recul", "falling_volume: growth" },
    { "kind=agency;growth=growing", NULL, NULL },
    { "kind=agency;social_active_at=2026-01-05", "une présence discrète sur les réseaux sociaux",
      "silent: social_active_at" },
    { "kind=agency;social_active_at=2026-08-05", NULL, NULL },
    { "kind=agency;social_active_at=yesterday", NULL, NULL },
    { "kind=person;portals=aucun;growth=declining", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierDraftContext) context = context_of (cases[i].lines, NULL, NOW);
    const PalierFact *fact = palier_draft_context_find (context, "pain_points");
    g_assert_cmpstr (fact != NULL ? fact->display : NULL, ==, cases[i].out);
    g_assert_cmpstr (fact != NULL ? fact->detail : NULL, ==, cases[i].detail);
    if (fact != NULL)
      g_assert_cmpstr (fact->source, ==, "computed");
  }
}

static void
give (GPtrArray *more, const char *key, const char *words)
{
  PalierFact *fact = palier_fact_new ();

  fact->key = g_strdup (key);
  fact->value = g_strdup (words);
  fact->display = g_strdup (words);
  fact->source = g_strdup ("reference");
  g_ptr_array_add (more, fact);
}

static void
test_computed (void)
{
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  const gint64 month_ms = G_GINT64_CONSTANT (86400000) * 31;
  static const char lines[] = "kind=agency;portals=pap;active_listings=24";
  g_autoptr (PalierDraftContext) bare = context_of ("kind=agency", NULL, NOW + 2 * month_ms);
  g_autoptr (PalierDraftContext) known = context_of (lines, NULL, NOW);

  g_assert_null (display (bare, "market_trends"));
  g_assert_null (display (bare, "specific_benefit"));
  g_assert_null (display (bare, "urgency_trigger"));
  g_assert_cmpstr (display (known, "urgency_trigger"), ==, "en cette rentrée");
  g_assert_cmpstr (display (known, "specific_benefit"), ==,
                   "montrer vos 24" NB "annonces au-delà de PAP");
  g_assert_cmpstr (palier_draft_context_find (known, "specific_benefit")->detail, ==,
                   "active_listings, portals");
  give (more, "market_price_m2", "3" NB "450" NB "€");
  give (more, "market_period", "l'année 2025");
  g_autoptr (PalierDraftContext) market = context_of (lines, more, NOW);
  g_assert_cmpstr (display (market, "market_trends"), ==,
                   "le prix médian s’établit à 3" NB "450" NB "€ sur l’année 2025");
  give (more, "market_trends", "tout est dit");
  g_autoptr (PalierDraftContext) given = context_of (lines, more, NOW);
  g_assert_cmpstr (display (given, "market_trends"), ==, "tout est dit");
}

/* Each fact of a person; of an agency those of who works there; the sender's own; no other. */
static void
test_personal (void)
{
  static const struct
  {
    const char *key;
    gboolean agency, person;
  } cases[] = {
    { "salutation", TRUE, TRUE },    { "letter_salutation", TRUE, TRUE },
    { "last_name", TRUE, TRUE },     { "first_name", TRUE, TRUE },
    { "consent_date", TRUE, TRUE },  { "unsubscribe_url", TRUE, TRUE },
    { "city", FALSE, TRUE },         { "city_in", FALSE, TRUE },
    { "source", FALSE, TRUE },       { "surface", FALSE, TRUE },
    { "horizon", FALSE, TRUE },      { "project", FALSE, TRUE },
    { "project_sell", FALSE, TRUE }, { "pace_direct", FALSE, TRUE },
    { "company", FALSE, FALSE },     { "portals", FALSE, FALSE },
    { "pain_points", FALSE, FALSE }, { "market_sales", FALSE, FALSE },
    { "sender_name", TRUE, TRUE },   { "sender_email", TRUE, TRUE },
    { "sender_phone", TRUE, TRUE },  { "sender_company", FALSE, FALSE },
    { "today", FALSE, FALSE },
  };
  g_autoptr (PalierProfile) profile = writer_new ();
  g_autoptr (PalierScore) score = palier_score_new ();
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);

  score->band = PALIER_BAND_HOT;
  give (more, "market_sales", "412 ventes");
  for (int person = 0; person <= 1; person++)
  {
    g_autoptr (PalierProspect) p = palier_prospect_new ();
    set_all (p, "title=Mme;last_name=Roy;first_name=Zoé;city=Lyon;source=Salon;project=sell;"
                "surface_m2=80;horizon_months=3;source_date=2026-09-01;company=Orpi;portals=pap");
    palier_prospect_set (p, PALIER_FIELD_KIND, person ? "person" : "agency");
    g_autoptr (PalierDraftContext) context = palier_draft_context_new (
        &(PalierDraftInput) { .prospect = p,
                              .profile = profile,
                              .score = score,
                              .more_facts = more,
                              .today_ms = NOW,
                              .consent = TRUE,
                              .consent_ms = NOW,
                              .unsubscribe_url = "https://a.example/u/1" });
    for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const PalierFact *fact = palier_draft_context_find (context, cases[i].key);
      gboolean expected = person ? cases[i].person : cases[i].agency;
      if (fact != NULL && (fact->personal != FALSE) != expected
          && !(person && g_str_equal (cases[i].key, "company")))
        g_error ("%s of %s", cases[i].key, person ? "a person" : "an agency");
    }
  }
}

static void
test_needed (void)
{
  static const char file[] =
      "key: a\nkind: agency\nstep: first\nangle: service\nsubject: {{agencyName}}\n\n"
      "{{?city}}À {{city}}{{#}}, {{portals}}{{|}}, {{painPoints}}{{/}}{{:}}{{tools}}{{/}}"
      "{{?!company}}{{first_name}}{{/}}{{?email}}x{{/}}";
  static const char *const all[] = { "company", "city",       "portals", "pain_points",
                                     "tools",   "first_name", "email",   NULL };
  static const char *const needed[] = { "company", "city", "portals", "pain_points", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDraftTemplate) template = palier_draft_template_parse (file, -1, &error);
  g_autoptr (PalierDraftContext) context = context_of (
      "kind=agency;company=Orpi;city=Lyon;portals=pap;tools=Hektor;first_name=Zoé", NULL, NOW);

  g_assert_no_error (error);
  g_auto (GStrv) keys = palier_draft_template_dup_keys (template);
  g_autoptr (GPtrArray) facts = palier_draft_template_dup_needed (template, context);
  g_assert_cmpuint (g_strv_length (keys), ==, g_strv_length ((char **) all));
  for (gsize i = 0; all[i] != NULL; i++)
    g_assert_true (g_strv_contains ((const char *const *) keys, all[i]));
  g_assert_cmpuint (facts->len, ==, g_strv_length ((char **) needed));
  for (guint i = 0; i < facts->len; i++)
  {
    const PalierFact *fact = facts->pdata[i];
    g_assert_true (g_strv_contains (needed, fact->key));
    g_assert_false (fact->personal);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drafting/rules/pains", test_pains);
  g_test_add_func ("/drafting/rules/computed", test_computed);
  g_test_add_func ("/drafting/rules/personal", test_personal);
  g_test_add_func ("/drafting/rules/needed", test_needed);
  return g_test_run ();
}
