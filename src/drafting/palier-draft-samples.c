/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invented prospects that a template is tried on: one of whom all is known, one of whom little is,
 * and one whose names are long. */
#include "palier-draft-samples.h"

#include "palier-draft-context.h"
#include "palier-draft-key.h"

/* 15 September 2026, noon UTC: what is tried today is tried alike tomorrow. */
#define TODAY_MS (G_GINT64_CONSTANT (1789473600) * 1000)

typedef struct
{
  PalierField field;
  const char *values[3]; /* whole, bare, long */
} Row;

#define N_SAMPLES 3
#define WHOLE 0

static const Row agency_rows[] = {
  { PALIER_FIELD_COMPANY,
    { "Agence du Port", "Cabinet Martin", "Compagnie immobilière de l'Estuaire et du Littoral" } },
  { PALIER_FIELD_SPECIALIZATIONS, { "luxury\nresidential", NULL, "commercial\nrental" } },
  { PALIER_FIELD_PROPERTY_TYPES, { "apartment\nhouse", NULL, "commercial\nland" } },
  { PALIER_FIELD_PORTALS, { "leboncoin\nseloger", NULL, "bienici\nleboncoin\nlogic-immo" } },
  { PALIER_FIELD_TOOLS, { "Apimo", NULL, NULL } },
  { PALIER_FIELD_ZONES, { "Nantes\nRezé", NULL, "Montigny-le-Bretonneux\nVoisins" } },
  { PALIER_FIELD_ACTIVE_LISTINGS, { "42", NULL, "1240" } },
  { PALIER_FIELD_TEAM_SIZE, { "2-5", NULL, "20+" } },
  { PALIER_FIELD_WEBSITE, { "https://agenceduport.example", NULL, NULL } },
  { PALIER_FIELD_SITE_FAST, { "no", NULL, "yes" } },
  { PALIER_FIELD_SITE_MOBILE, { "no", NULL, "yes" } },
};

static const Row person_rows[] = {
  { PALIER_FIELD_PROJECT, { "sell", NULL, "let" } },
  { PALIER_FIELD_HORIZON_MONTHS, { "6", NULL, "18" } },
  { PALIER_FIELD_SURFACE_M2, { "92", NULL, "1250" } },
  { PALIER_FIELD_PROPERTY_TYPES, { "house", NULL, "apartment" } },
};

static const Row rows[] = {
  { PALIER_FIELD_TITLE, { "Mme", NULL, "M. et Mme" } },
  { PALIER_FIELD_FIRST_NAME, { "Jeanne", NULL, "Marie-Christine" } },
  { PALIER_FIELD_LAST_NAME, { "Le Goff", NULL, "de La Rochefoucauld" } },
  { PALIER_FIELD_CITY, { "Nantes", NULL, "Saint-Quentin-en-Yvelines" } },
  { PALIER_FIELD_POSTAL_CODE, { "44000", NULL, "78180" } },
  { PALIER_FIELD_SOURCE, { "Salon de l'immobilier", "Salon", "Annuaire professionnel" } },
  { PALIER_FIELD_SOURCE_DATE, { "2026-06-12", "2026-06-12", "2026-06-12" } },
  { PALIER_FIELD_LEGAL_BASIS,
    { "legitimate_interest", "legitimate_interest", "legitimate_interest" } },
};

/* What no record of a prospect holds. */
static const char *const others[] = { "market_price_m2", "market_sales",       "market_period",
                                      "market_trends",   "competitor_example", NULL };

static void
fill (PalierProspect *prospect, const Row *table, gsize n, guint sample)
{
  for (gsize i = 0; i < n; i++)
    palier_prospect_set (prospect, table[i].field, table[i].values[sample]);
}

static PalierProspect *
make_prospect (gboolean person, guint sample)
{
  PalierProspect *prospect = palier_prospect_new ();
  PalierId id = { { [0] = 1, [6] = 0x70, [8] = 0x80, [15] = (guint8) sample } };

  palier_prospect_set_id (prospect, &id);
  palier_prospect_set (prospect, PALIER_FIELD_KIND, person ? "person" : "agency");
  palier_prospect_set (prospect, PALIER_FIELD_EMAIL, "contact@agenceduport.example");
  fill (prospect, rows, G_N_ELEMENTS (rows), sample);
  if (person)
    fill (prospect, person_rows, G_N_ELEMENTS (person_rows), sample);
  else
    fill (prospect, agency_rows, G_N_ELEMENTS (agency_rows), sample);
  return prospect;
}

static PalierProfile *
make_profile (void)
{
  PalierProfile *profile = palier_profile_new ();

  profile->agency_name = g_strdup ("Agence du Parc");
  profile->first_name = g_strdup ("Claire");
  profile->last_name = g_strdup ("Morel");
  profile->email = g_strdup ("claire.morel@agenceduparc.example");
  profile->phone = g_strdup ("+33261910007");
  profile->street = g_strdup ("12 rue de l'Écu");
  profile->postal_code = g_strdup ("44000");
  profile->city = g_strdup ("Nantes");
  profile->siret = g_strdup ("12345678200010");
  profile->card = g_strdup ("CPI 4401 2021 000 000 123 délivrée par la CCI de Nantes");
  profile->zones = g_strdup ("Nantes\nOrvault");
  profile->privacy_url = g_strdup ("https://agenceduparc.example/confidentialite");
  return profile;
}

static void
add_fact (GPtrArray *facts, const char *key, const char *display)
{
  PalierFact *fact = palier_fact_new ();

  fact->key = g_strdup (key);
  fact->value = g_strdup (display);
  fact->display = g_strdup (display);
  fact->source = g_strdup ("user");
  fact->at_ms = TODAY_MS;
  g_ptr_array_add (facts, fact);
}

/* What is no fact is filled in by hand, for whomever. */
static GPtrArray *
make_facts (const PalierDraftSource *source, guint sample)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free);
  const GPtrArray *keys = palier_draft_keys ();

  for (guint i = 0; sample == WHOLE && i < keys->len; i++)
  {
    const PalierDraftVariable *key = keys->pdata[i];
    if (g_strv_contains (others, key->key))
      add_fact (facts, key->key, key->example);
  }
  for (guint i = 0; i < source->variables->len; i++)
  {
    const PalierDraftVariable *variable = source->variables->pdata[i];
    if (!palier_draft_key_is_listed (variable->key))
      add_fact (facts, variable->key, variable->example);
  }
  return facts;
}

/* (transfer full) (element-type PalierDraftContext): of the kind, step and channel that @source is
 * for */
GPtrArray *
palier_draft_samples_new (const PalierDraftSource *source)
{
  GPtrArray *samples = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_draft_context_free);
  g_autoptr (PalierProfile) profile = make_profile ();

  for (guint i = 0; i < N_SAMPLES; i++)
  {
    g_autoptr (PalierProspect) prospect = make_prospect (source->person, i);
    g_autoptr (GPtrArray) facts = make_facts (source, i);
    g_ptr_array_add (samples, palier_draft_context_new (&(PalierDraftInput) {
                                  .prospect = prospect,
                                  .profile = profile,
                                  .more_facts = facts,
                                  .today_ms = TODAY_MS,
                                  .channel = source->channel,
                                  .follow_up = source->follow_up,
                                  .consent = source->person,
                                  .consent_ms = TODAY_MS,
                              }));
  }
  return samples;
}
