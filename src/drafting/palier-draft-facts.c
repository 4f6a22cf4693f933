/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of the prospect, as facts. Flags (a fact with an empty display) only steer
 * conditions of templates. */
#include "palier-draft-facts.h"

#include <string.h>

#include "palier-draft-agency.h"
#include "palier-draft-place.h"
#include "palier-draft-written.h"
#include "palier-fold.h"
#include "palier-french.h"

/* One prospect being read. */
typedef struct
{
  const PalierDraftInput *input;
  const PalierProspect *prospect;
  GPtrArray *facts;
  const char *source;
  gint64 at_ms;
} Reader;

/* @display: (transfer full) (nullable): nothing is added for NULL; "" makes a flag */
void
palier_draft_facts_add (GPtrArray *facts, const char *key, const char *value, char *display,
                        const char *source, const char *detail, gint64 at_ms)
{
  PalierField field = palier_field_from_name (key);
  PalierFact *fact;

  if (display == NULL)
    return;
  fact = palier_fact_new ();
  fact->key = g_strdup (key);
  fact->value = g_strdup (value != NULL ? value : display);
  fact->display = display;
  fact->source = g_strdup (source);
  fact->detail = g_strdup (detail);
  fact->at_ms = at_ms;
  fact->personal = field != PALIER_FIELD_NONE && palier_field_info (field)->personal;
  g_ptr_array_add (facts, fact);
}

static const char *
get (const Reader *self, PalierField field)
{
  return palier_prospect_get (self->prospect, field);
}

/* A fact straight from the record. */
static void
add (Reader *self, const char *key, const char *value, char *display)
{
  palier_draft_facts_add (self->facts, key, value, display, self->source,
                          get (self, PALIER_FIELD_SOURCE), self->at_ms);
}

static void
add_computed (Reader *self, const char *key, char *display, const char *formula)
{
  palier_draft_facts_add (self->facts, key, NULL, display, "computed", formula, self->at_ms);
}

static void
add_flag (Reader *self, const char *key, gboolean holds, const char *formula)
{
  palier_draft_facts_add (self->facts, key, "yes", holds ? g_strdup ("") : NULL, "computed",
                          formula, self->at_ms);
}

#define LIST_MAX 3
/* Points of the digital sub-score from which an agency is at home with these tools. */
#define MATURITY_MEDIUM 40
#define MATURITY_HIGH 70
#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* What a form holds where there is nothing. */
gboolean
palier_draft_says_none (const char *word)
{
  static const char *const nothing[] = { "aucun", "aucune", "non", "neant", "rien", "sans", "n/a",
                                         "na",    "-",      "/",   "?",     "",     NULL };
  g_autofree char *folded = palier_fold (word);

  return g_strv_contains (nothing, folded);
}

/* "SeLoger et Leboncoin"; the first three of more, so that a sentence stays one. */
static void
add_set (Reader *self, const char *key, PalierField field)
{
  g_auto (GStrv) all = palier_prospect_dup_set (self->prospect, field);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (gsize i = 0; all[i] != NULL && n < LIST_MAX; i++)
  {
    if (palier_draft_says_none (all[i]))
      continue;
    g_strv_builder_take (builder, field == PALIER_FIELD_ZONES
                                      ? palier_draft_zone (all[i])
                                      : palier_draft_written (field, all[i]));
    n++;
  }
  g_auto (GStrv) words = g_strv_builder_end (builder);
  if (words[0] != NULL)
    add (self, key, get (self, field), palier_french_list ((const char *const *) words));
}

/* All from @first on are about a natural person. */
static void
mark_personal (GPtrArray *facts, guint first)
{
  for (guint i = first; i < facts->len; i++)
    ((PalierFact *) facts->pdata[i])->personal = TRUE;
}

static void
add_people (Reader *self)
{
  const char *title = get (self, PALIER_FIELD_TITLE);
  const char *last_name = get (self, PALIER_FIELD_LAST_NAME);

  add (self, "salutation", last_name, palier_draft_salutation (title, last_name));
  add (self, "letter_salutation", title, palier_draft_letter_salutation (title));
  mark_personal (self->facts, self->facts->len - 2);
  if (last_name != NULL)
    add (self, "last_name", last_name, palier_french_value (last_name));
  if (get (self, PALIER_FIELD_FIRST_NAME) != NULL)
    add (self, "first_name", NULL, palier_french_value (get (self, PALIER_FIELD_FIRST_NAME)));
}

static void
add_company (Reader *self)
{
  const char *raw = get (self, PALIER_FIELD_COMPANY);

  if (raw == NULL)
    return;
  g_autofree char *value = palier_french_value (raw);
  g_autofree char *company = palier_french_firm_case (value);
  add (self, "company", raw, g_strdup (company));
  add_computed (self, "company_at", palier_french_at_firm (company), "company");
  add_computed (self, "company_of", palier_french_of_firm (company), "company");
}

static void
add_city (Reader *self)
{
  const PalierProfile *profile = self->input->profile;
  const char *raw = get (self, PALIER_FIELD_CITY);
  g_autofree char *district = NULL;

  if (raw == NULL)
    return;
  g_autofree char *city = palier_draft_city (raw, get (self, PALIER_FIELD_POSTAL_CODE), &district);
  if (*city == '\0')
    return;
  g_autofree char *same = palier_draft_spelling_of_sender (profile, city);
  g_autofree char *covered = palier_draft_spelling_in_zones (profile->zones, raw, city);
  const char *shown = same != NULL ? same : covered != NULL ? covered : city;
  add (self, "city", raw, g_strdup (shown));
  add_computed (self, "city_in", palier_french_in_place (shown), "city");
  add_computed (self, "city_of", palier_french_of_place (shown), "city");
  add_computed (self, "district", g_strdup (district), "postal_code");
  add_flag (self, "same_city", same != NULL, "city = sender_city");
  add_flag (self, "covers_city", same == NULL && covered != NULL, "city in sender_zones");
}

static void
add_activity (Reader *self)
{
  gint64 listings = palier_prospect_get_integer (self->prospect, PALIER_FIELD_ACTIVE_LISTINGS, 0);

  add_set (self, "portals", PALIER_FIELD_PORTALS);
  add_set (self, "tools", PALIER_FIELD_TOOLS);
  add_set (self, "zones", PALIER_FIELD_ZONES);
  add_set (self, "specializations", PALIER_FIELD_SPECIALIZATIONS);
  add_set (self, "property_types", PALIER_FIELD_PROPERTY_TYPES);
  if (listings >= 2)
  {
    g_autofree char *number = palier_french_count (listings);
    add (self, "active_listings", get (self, PALIER_FIELD_ACTIVE_LISTINGS),
         g_strconcat (number, PALIER_HARD_SPACE "annonces", NULL));
  }
}

static void
add_project_words (Reader *self)
{
  static const struct
  {
    const char *key, *flag, *words;
  } projects[] = { { "sell", "project_sell", "votre projet de vente" },
                   { "let", "project_let", "votre projet de mise en location" },
                   { "buy", "project_buy", "votre projet d\u2019achat" },
                   { "other", "project_other", "votre projet immobilier" } };

  for (gsize i = 0; i < G_N_ELEMENTS (projects); i++)
    if (g_strcmp0 (get (self, PALIER_FIELD_PROJECT), projects[i].key) == 0)
    {
      add (self, "project", projects[i].key, g_strdup (projects[i].words));
      add_flag (self, projects[i].flag, TRUE, "project");
    }
}

/* The horizon, from when it was noted: what was three months off in March is one month off in May.
 * 0: not known, or over. */
static gint64
months_left (const Reader *self)
{
  gint64 months = palier_prospect_get_integer (self->prospect, PALIER_FIELD_HORIZON_MONTHS, 0);
  gint64 passed_ms = self->at_ms != 0 ? self->input->today_ms - self->at_ms : 0;

  return MAX (months - MAX (passed_ms, 0) / (30 * DAY_MS), 0);
}

static void
add_project (Reader *self)
{
  gint64 surface = palier_prospect_get_integer (self->prospect, PALIER_FIELD_SURFACE_M2, 0);
  gint64 months = months_left (self);

  add_project_words (self);
  if (surface > 0)
  {
    g_autofree char *number = palier_french_number (surface);
    add (self, "surface", get (self, PALIER_FIELD_SURFACE_M2),
         g_strconcat (number, PALIER_HARD_SPACE "m\u00b2", NULL));
  }
  if (months > 0)
  {
    gboolean years = months % 12 == 0;
    g_autofree char *number = palier_french_count (years ? months / 12 : months);
    const char *unit = !years ? "mois" : months == 12 ? "an" : "ans";
    add (self, "horizon", get (self, PALIER_FIELD_HORIZON_MONTHS),
         g_strdup_printf ("d\u2019ici %s %s", number, unit));
  }
}

static void
add_provenance (Reader *self)
{
  const PalierDraftInput *input = self->input;
  const char *source = get (self, PALIER_FIELD_SOURCE);
  guint first;

  if (source != NULL)
    add (self, "source", source, palier_french_value (source));
  add (self, "source_date", get (self, PALIER_FIELD_SOURCE_DATE),
       palier_french_iso_date (get (self, PALIER_FIELD_SOURCE_DATE)));
  first = self->facts->len;
  palier_draft_facts_add (self->facts, "consent", "yes", input->consent ? g_strdup ("") : NULL,
                          "event", NULL, input->consent_ms);
  add_flag (self, "customer", g_strcmp0 (get (self, PALIER_FIELD_LEGAL_BASIS), "contract") == 0,
            "legal_basis");
  if (input->consent && input->consent_ms != 0)
    palier_draft_facts_add (self->facts, "consent_date", NULL,
                            palier_french_date (input->consent_ms), "event", NULL,
                            input->consent_ms);
  mark_personal (self->facts, first);
}

/* What segments of templates ask for. */
static void
add_segments (Reader *self)
{
  const PalierScore *score = self->input->score;
  const char *team_size = get (self, PALIER_FIELD_TEAM_SIZE);
  const char *company = get (self, PALIER_FIELD_COMPANY);

  if (company != NULL && !palier_prospect_is_person (self->prospect))
    palier_draft_facts_add (self->facts, "agency_type", palier_draft_agency_type (company),
                            g_strdup (""), "computed", "company", self->at_ms);
  if (team_size != NULL)
    add (self, "team_size", team_size, g_strdup (""));
  if (score != NULL && score->confidences[PALIER_SUBSCORE_DIGITAL] > 0)
  {
    double points = score->parts[PALIER_SUBSCORE_DIGITAL];
    palier_draft_facts_add (self->facts, "digital_maturity",
                            points < MATURITY_MEDIUM ? "low"
                            : points < MATURITY_HIGH ? "medium"
                                                     : "high",
                            g_strdup (""), "computed", "score", self->at_ms);
  }
}

/* How directly to ask: a hot prospect for a moment now, a cold one for a sign at most. */
static void
add_pace (Reader *self)
{
  const PalierScore *score = self->input->score;

  add_flag (self, "pace_direct", score != NULL && score->band == PALIER_BAND_HOT, "score");
  add_flag (self, "pace_soft", score != NULL && score->band == PALIER_BAND_COLD, "score");
}

static void
add_given (Reader *self)
{
  const GPtrArray *more = self->input->more_facts;

  for (guint i = 0; more != NULL && i < more->len; i++)
  {
    const PalierFact *fact = more->pdata[i];
    palier_draft_facts_add (self->facts, fact->key, fact->value,
                            palier_french_value (fact->display), fact->source, fact->detail,
                            fact->at_ms);
    if (fact->personal)
      mark_personal (self->facts, self->facts->len - 1);
  }
}

/* It names the reader to who follows it. */
static void
add_link (Reader *self)
{
  if (self->input->unsubscribe_url == NULL)
    return;
  palier_draft_facts_add (self->facts, "unsubscribe_url", NULL,
                          g_strdup (self->input->unsubscribe_url), "profile", NULL, 0);
  mark_personal (self->facts, self->facts->len - 1);
}

/* When the record's values were so: at the date of its source, else when it came. 0: not known. */
static gint64
noted_ms (const PalierProspect *prospect)
{
  const char *date = palier_prospect_get (prospect, PALIER_FIELD_SOURCE_DATE);
  g_autofree char *iso = g_strconcat (date != NULL ? date : "", "T12:00:00Z", NULL);
  g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (iso, NULL);

  if (at != NULL)
    return g_date_time_to_unix (at) * 1000;
  return palier_prospect_get_integer (prospect, PALIER_FIELD_CREATED_AT, 0);
}

/* All facts of one message: (transfer full) (element-type PalierFact); flags among them. */
GPtrArray *
palier_draft_facts_collect (const PalierDraftInput *input)
{
  const char *source = palier_prospect_get (input->prospect, PALIER_FIELD_SOURCE);
  Reader reader = {
    .input = input,
    .prospect = input->prospect,
    .facts = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_fact_free),
    .source = source != NULL ? "import" : "user",
    .at_ms = noted_ms (input->prospect),
  };

  add_people (&reader);
  add_company (&reader);
  add_city (&reader);
  if (palier_prospect_is_person (input->prospect))
    add_project (&reader);
  else
  {
    add_activity (&reader);
    add_segments (&reader);
  }
  add_provenance (&reader);
  add_pace (&reader);
  if (palier_prospect_is_person (input->prospect))
    mark_personal (reader.facts, 0);
  add_given (&reader);
  add_link (&reader);
  palier_draft_facts_add_sender (reader.facts, input->profile);
  palier_draft_facts_add (reader.facts, "today", NULL, palier_french_date (input->today_ms),
                          "computed", "date", input->today_ms);
  return reader.facts;
}
