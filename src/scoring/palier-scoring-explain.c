/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind each point, as codes and canonical values. */
#include <math.h>

#include "palier-scoring-measure-private.h"

static char *
number_text (double value, const char *format)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  return isnan (value) ? NULL : g_strdup (g_ascii_formatd (buffer, sizeof buffer, format, value));
}

static char *
consent_text (const PalierCase *subject)
{
  GString *channels = g_string_new (NULL);

  for (int i = 0; i < PALIER_N_CHANNELS; i++)
    if (subject->history->consent[i] == PALIER_SIGNAL_YES)
      g_string_append_printf (channels, "%s%s", channels->len > 0 ? " " : "",
                              palier_channel_name (i));
  if (channels->len == 0)
    g_string_append (channels, palier_signal_name (palier_case_consent (subject)));
  return g_string_free (channels, FALSE);
}

static char *
recency_text (const PalierCase *subject)
{
  gint64 age_ms = MAX (subject->now_ms - subject->last_sign_ms, 0);

  return subject->last_sign_ms == 0 ? NULL
                                    : g_strdup_printf ("%" G_GINT64_FORMAT, age_ms / PALIER_DAY_MS);
}

/* A field's value, or what was typed where it could not be read. */
static char *
field_text (const PalierCase *subject, PalierField field)
{
  const char *value = palier_prospect_get (subject->prospect, field);

  return g_strdup (value != NULL ? value : palier_prospect_get_original (subject->prospect, field));
}

static char *
choice_or_share (const PalierCase *subject, PalierField field, double share)
{
  const char *noted = palier_prospect_get (subject->prospect, field);

  return noted != NULL ? g_strdup (noted) : number_text (share, "%.3f");
}

static char *
size_text (const PalierCase *subject)
{
  const char *staff = palier_prospect_get (subject->prospect, PALIER_FIELD_STAFF);

  return g_strdup (staff != NULL ? staff
                                 : palier_prospect_get (subject->prospect, PALIER_FIELD_TEAM_SIZE));
}

/* (nullable): the value found, in the unit of its criterion: checks passed of six, sales a year,
 * shares of 1, days since the last sign, else the field's own. */
static char *
value_text (const PalierCase *subject, PalierCriterion criterion)
{
  const PalierScoringMarket *market = subject->market;

  switch (criterion)
  {
  case PALIER_CRITERION_WEBSITE:
    if (subject->has_website == PALIER_SIGNAL_NO)
      return g_strdup ("no");
    return field_text (subject, PALIER_FIELD_WEBSITE);
  case PALIER_CRITERION_SITE_QUALITY:
    return subject->site_known > 0 ? g_strdup_printf ("%d", subject->site_passed) : NULL;
  case PALIER_CRITERION_SIZE:
    return size_text (subject);
  case PALIER_CRITERION_VOLUME:
    return number_text (palier_case_sales (subject), "%.0f");
  case PALIER_CRITERION_POSITION:
    return choice_or_share (subject, PALIER_FIELD_MARKET_POSITION, market->listing_share);
  case PALIER_CRITERION_GROWTH:
    return choice_or_share (subject, PALIER_FIELD_GROWTH, market->growth);
  case PALIER_CRITERION_CONSENT:
    return consent_text (subject);
  case PALIER_CRITERION_SOURCE:
    return field_text (subject, PALIER_FIELD_SOURCE);
  case PALIER_CRITERION_SEASON:
    return number_text (palier_scoring_season (subject->parameters, subject->now_ms), "%.2f");
  case PALIER_CRITERION_MARKET:
    return number_text (market->volume_change, "%.3f");
  case PALIER_CRITERION_ADOPTION:
    return number_text (market->adoption_share, "%.3f");
  case PALIER_CRITERION_RECENCY:
    return recency_text (subject);
  case PALIER_CRITERION_PORTALS:
  case PALIER_CRITERION_SOCIAL:
  case PALIER_CRITERION_EMAIL:
  case PALIER_CRITERION_MOBILE:
  case PALIER_CRITERION_ADDRESS:
  case PALIER_CRITERION_PROJECT:
  case PALIER_CRITERION_PROPERTY_VALUE:
  case PALIER_CRITERION_HORIZON:
    return field_text (subject, palier_criterion_field (criterion));
  case PALIER_N_CRITERIA:
    break;
  }
  return NULL;
}

/**
 * palier_scoring_explain:
 *
 * Returns: (transfer full) (element-type PalierReason): one for every criterion asked of this kind,
 *   by sub-score; where it is not known, no value and no points
 */
GPtrArray *
palier_scoring_explain (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                        const PalierScoringMarket *market, const PalierScoringHistory *history,
                        gint64 now_ms)
{
  GPtrArray *reasons = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_reason_free);
  PalierCase subject = palier_case (parameters, prospect, market, history, now_ms);
  PalierScoring scoring;

  palier_scoring_evaluate (parameters, prospect, market, history, now_ms, &scoring);
  for (int i = 0; i < PALIER_N_CRITERIA; i++)
  {
    if (scoring.possible[i] <= 0)
      continue;
    PalierReason *reason = palier_reason_new ();
    reason->part = palier_criterion_part (i);
    reason->criterion = g_strdup (palier_criterion_name (i));
    reason->known = !isnan (scoring.points[i]);
    reason->value = reason->known ? value_text (&subject, i) : NULL;
    reason->source = g_strdup (palier_criterion_source (i));
    reason->points = reason->known ? scoring.points[i] : 0;
    reason->possible = scoring.possible[i];
    g_ptr_array_add (reasons, reason);
  }
  return reasons;
}
