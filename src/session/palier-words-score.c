/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores and their explanation in the user's language. */
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "palier-words-table.h"
#include "palier-words.h"

static const PalierWords band_words[] = {
  { "hot", N_ ("Hot") },
  { "warm", N_ ("Warm") },
  { "cold", N_ ("Cold") },
};

static const PalierWords subscore_words[] = {
  { "digital", N_ ("Digital maturity") },
  { "reachability", N_ ("Reachability") },
  { "business", N_ ("Business potential") },
  { "timing", N_ ("Timing") },
};

static const PalierWords criterion_words[] = {
  { "website", N_ ("Has a website") },
  { "site_quality", N_ ("Quality of the website") },
  { "portals", N_ ("Presence on portals") },
  { "social", N_ ("Active on social media") },
  { "size", N_ ("Size of the agency") },
  { "volume", N_ ("Sales a year, estimated") },
  { "position", N_ ("Position in its area") },
  { "growth", N_ ("Growth over a year") },
  { "email", N_ ("E-mail address") },
  { "mobile", N_ ("Mobile number") },
  { "consent", N_ ("Consent to be contacted") },
  { "address", N_ ("Postal address") },
  { "project", N_ ("Project") },
  { "property_value", N_ ("Value of the property") },
  { "horizon", N_ ("Horizon of the project") },
  { "source", N_ ("Quality of the source") },
  { "season", N_ ("Season") },
  { "market", N_ ("Local market") },
  { "adoption", N_ ("Neighbours that are customers") },
  { "recency", N_ ("Last sign") },
};

static const PalierWords action_words[] = {
  { "none", N_ ("Nothing to do") },
  { "leave", N_ ("Do not contact any more") },
  { "ask_consent", N_ ("Ask for the consent, or remove") },
  { "complete_email", N_ ("Complete the e-mail address") },
  { "answer", N_ ("Answer now") },
  { "call", N_ ("Call today") },
  { "write", N_ ("Write a first message") },
  { "wait", N_ ("Wait for the next step") },
  { "log_outcome", N_ ("Note what came of the meeting") },
  { "relaunch", N_ ("Write again") },
  { "complete", N_ ("Complete the record") },
  { "delete", N_ ("Delete: kept for three years without a sign") },
};

static const PalierWords action_reason_words[] = {
  { "nothing_due", N_ ("nothing is due") },
  { "opposed", N_ ("asked not to be contacted") },
  { "no_legal_basis", N_ ("no legal basis on any channel") },
  { "email_wrong", N_ ("the address does not work") },
  { "email_missing", N_ ("no address is known") },
  { "reply_waiting", N_ ("a reply is waiting") },
  { "clicked", N_ ("followed a link these days") },
  { "opened_often", N_ ("opened your message several times") },
  { "hot_never_contacted", N_ ("hot, and never contacted") },
  { "in_sequence", N_ ("a sequence is under way") },
  { "meeting_open", N_ ("a meeting has no outcome yet") },
  { "warm_silent", N_ ("warm, and silent for 30 days") },
  { "retention", N_ ("cold, and silent for three years") },
  { "warm_never_contacted", N_ ("warm, and never contacted") },
  { "to_complete", N_ ("too little is known to judge") },
};

const char *
palier_words_band (PalierBand band)
{
  return PALIER_WORDS (band_words, palier_band_name (band));
}

/* A person's first part is about reaching her, an agency's about its digital tools. */
const char *
palier_words_subscore (PalierSubscore part, gboolean person)
{
  if (person && part == PALIER_SUBSCORE_DIGITAL)
    return PALIER_WORDS (subscore_words, "reachability");
  return PALIER_WORDS (subscore_words, palier_subscore_name (part));
}

const char *
palier_words_criterion (const char *criterion)
{
  return PALIER_WORDS (criterion_words, criterion);
}

static char *
words_of_share (const char *value)
{
  return g_strdup_printf (_ ("%.0f %%"), g_ascii_strtod (value, NULL) * 100);
}

/* Where the user noted none, position and growth are shares of the market. */
static gboolean
is_share (PalierField field, const char *value)
{
  return (field == PALIER_FIELD_MARKET_POSITION || field == PALIER_FIELD_GROWTH)
         && !palier_field_has_choice (field, value);
}

/* The value of a criterion is in the criterion's own unit (palier_scoring_explain). */
static char *
words_of_value (const char *criterion, const char *value)
{
  static const struct
  {
    const char *criterion;
    PalierField field;
  } fields[] = {
    { "website", PALIER_FIELD_WEBSITE },
    { "portals", PALIER_FIELD_PORTALS },
    { "social", PALIER_FIELD_SOCIAL_ACTIVE_AT },
    { "position", PALIER_FIELD_MARKET_POSITION },
    { "growth", PALIER_FIELD_GROWTH },
    { "mobile", PALIER_FIELD_MOBILE },
    { "project", PALIER_FIELD_PROJECT },
    { "property_value", PALIER_FIELD_ESTIMATED_VALUE_CENTS },
  };

  if (g_str_equal (criterion, "site_quality"))
    return g_strdup_printf (_ ("%s of 6 checks passed"), value);
  if (g_str_equal (criterion, "recency"))
  {
    gulong days = strtoul (value, NULL, 10);
    return g_strdup_printf (ngettext ("%lu day ago", "%lu days ago", days), days);
  }
  if (g_str_equal (criterion, "horizon"))
    return g_strdup_printf (_ ("%s months"), value);
  if (g_str_equal (criterion, "season"))
    return words_of_share (value);
  if (g_str_equal (value, "no") || g_str_equal (value, "yes"))
    return g_strdup (g_str_equal (value, "no") ? _ ("No") : _ ("Yes"));
  if (g_str_equal (value, "unknown"))
    return g_strdup (_ ("not known"));
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (g_str_equal (criterion, fields[i].criterion))
      return is_share (fields[i].field, value) ? words_of_share (value)
                                               : palier_words_value (fields[i].field, value);
  return g_strdup (value);
}

/**
 * palier_words_reason:
 *
 * Returns: (transfer full): one sentence: what was looked at, what was found, the points won
 */
char *
palier_words_reason (const PalierReason *reason)
{
  const char *criterion = palier_words_criterion (reason->criterion);

  if (!reason->known)
    return g_strdup_printf (_ ("%s: not known, so it does not count"), criterion);
  if (reason->value == NULL)
    return g_strdup_printf (_ ("%s: %.1f of %.0f points"), criterion, reason->points,
                            reason->possible);
  g_autofree char *value = words_of_value (reason->criterion, reason->value);
  return g_strdup_printf (_ ("%s (%s): %.1f of %.0f points"), criterion, value, reason->points,
                          reason->possible);
}

/* The next best action with its reason; empty where nothing is due. */
char *
palier_words_action (const PalierScore *score)
{
  if (score->action == NULL || g_str_equal (score->action, "none"))
    return g_strdup ("");
  return g_strdup_printf (_ ("%s: %s"), PALIER_WORDS (action_words, score->action),
                          PALIER_WORDS (action_reason_words, score->action_reason));
}
