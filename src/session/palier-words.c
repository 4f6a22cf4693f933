/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields and their values in the user's language. */
#include "palier-words.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-custom.h"
#include "palier-words-table.h"

static const PalierWords field_words[] = {
  { "kind", N_ ("Kind") },
  { "company", N_ ("Company") },
  { "title", N_ ("Title") },
  { "first_name", N_ ("First name") },
  { "last_name", N_ ("Last name") },
  { "full_name", N_ ("Full name") },
  { "job", N_ ("Position") },
  { "email", N_ ("E-mail") },
  { "email_consent", N_ ("Consent by e-mail") },
  { "email_consent_date", N_ ("Date of the consent by e-mail") },
  { "phone", N_ ("Phone") },
  { "mobile", N_ ("Mobile") },
  { "other_emails", N_ ("Other e-mails") },
  { "other_phones", N_ ("Other phones") },
  { "website", N_ ("Website") },
  { "linkedin", N_ ("LinkedIn") },
  { "siret", N_ ("SIRET") },
  { "siren", N_ ("SIREN") },
  { "naf", N_ ("NAF code") },
  { "street", N_ ("Street") },
  { "postal_code", N_ ("Postal code") },
  { "city", N_ ("Town") },
  { "insee_code", N_ ("INSEE code") },
  { "country", N_ ("Country") },
  { "birthdate", N_ ("Date of birth") },
  { "creation_date", N_ ("Founded on") },
  { "staff", N_ ("Staff") },
  { "team_size", N_ ("Team size") },
  { "specializations", N_ ("Specialisations") },
  { "property_types", N_ ("Property types") },
  { "zones", N_ ("Areas") },
  { "tools", N_ ("Tools in use") },
  { "portals", N_ ("Portals") },
  { "active_listings", N_ ("Active listings") },
  { "social_active_at", N_ ("Last post on social media") },
  { "site_https", N_ ("Site in https") },
  { "site_fast", N_ ("Site answers within 2 s") },
  { "site_mobile", N_ ("Site made for phones") },
  { "site_listings", N_ ("Listings on the site") },
  { "site_form", N_ ("Form on the site") },
  { "site_fresh", N_ ("Site updated this year") },
  { "market_position", N_ ("Market position") },
  { "growth", N_ ("Growth") },
  { "project", N_ ("Project") },
  { "horizon_months", N_ ("Horizon (months)") },
  { "estimated_value_cents", N_ ("Estimated value") },
  { "surface_m2", N_ ("Surface (m²)") },
  { "stage", N_ ("Stage") },
  { "owner", N_ ("In charge") },
  { "source", N_ ("Source") },
  { "source_date", N_ ("Date of the source") },
  { "source_cost_cents", N_ ("Cost of the source") },
  { "legal_basis", N_ ("Legal basis") },
  { "last_sign_at", N_ ("Last sign") },
  { "tags", N_ ("Tags") },
  { "notes", N_ ("Notes") },
  { "custom", N_ ("Other data") },
  { "created_at", N_ ("Added on") },
};

static const PalierWords choice_words[] = {
  { "agency", N_ ("Agency") },
  { "person", N_ ("Person") },
  { "residential", N_ ("Residential") },
  { "commercial", N_ ("Commercial") },
  { "luxury", N_ ("Luxury") },
  { "rental", N_ ("Rental") },
  { "apartment", N_ ("Flat") },
  { "house", N_ ("House") },
  { "land", N_ ("Land") },
  { "leader", N_ ("Leader") },
  { "challenger", N_ ("Challenger") },
  { "follower", N_ ("Follower") },
  { "growing", N_ ("Growing") },
  { "stable", N_ ("Stable") },
  { "declining", N_ ("Declining") },
  { "sell", N_ ("Sell") },
  { "let", N_ ("Let") },
  { "buy", N_ ("Buy") },
  { "other", N_ ("Other") },
  { "legitimate_interest", N_ ("Legitimate interest") },
  { "consent", N_ ("Consent") },
  { "contract", N_ ("Contract") },
  { "yes", N_ ("Yes") },
  { "no", N_ ("No") },
  { "prospect", N_ ("Prospect") },
  { "contacted", N_ ("Contacted") },
  { "engaged", N_ ("Engaged") },
  { "qualified", N_ ("Qualified") },
  { "demo", N_ ("Meeting fixed") },
  { "opportunity", N_ ("Opportunity") },
  { "customer", N_ ("Customer") },
  { "lost", N_ ("Lost") },
  { "opted-out", N_ ("Opted out") },
};

/* The words of @code; the code itself where the table has none, so that nothing is ever blank. */
const char *
palier_words_look_up (const PalierWords *table, gsize length, const char *code)
{
  for (gsize i = 0; code != NULL && i < length; i++)
    if (strcmp (table[i].code, code) == 0)
      return _ (table[i].words);
  return code != NULL ? g_intern_string (code) : "";
}

/* Returns: (transfer full): with a capital at its beginning */
char *
palier_words_sentence (const char *words)
{
  g_autoptr (GString) sentence = g_string_new (NULL);

  if (*words == '\0')
    return g_strdup ("");
  g_string_append_unichar (sentence, g_unichar_toupper (g_utf8_get_char (words)));
  g_string_append (sentence, g_utf8_next_char (words));
  return g_string_free (g_steal_pointer (&sentence), FALSE);
}

const char *
palier_words_field (PalierField field)
{
  return PALIER_WORDS (field_words, palier_field_name (field));
}

/* @key: one of the field's closed list; other texts come back as they are. */
const char *
palier_words_choice (PalierField field, const char *key)
{
  PalierFieldType type = palier_field_info (field)->type;
  gboolean closed = palier_field_info (field)->choices != NULL || type == PALIER_TYPE_YES_NO;
  return closed ? PALIER_WORDS (choice_words, key) : g_intern_string (key);
}

const char *
palier_words_stage (PalierStage stage)
{
  return PALIER_WORDS (choice_words, palier_stage_name (stage));
}

static char *words_of_phone (const char *e164);

static char *
words_of_set (PalierField field, const char *value)
{
  g_auto (GStrv) keys = g_strsplit (value, "\n", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (char **key = keys; *key != NULL; key++)
    if (field == PALIER_FIELD_OTHER_PHONES)
      g_strv_builder_take (words, words_of_phone (*key));
    else
      g_strv_builder_add (words, palier_field_info (field)->choices != NULL
                                     ? palier_words_choice (field, *key)
                                     : *key);
  g_auto (GStrv) all = g_strv_builder_end (words);
  return g_strjoinv (", ", all);
}

/* "Étage: 3\nDigicode: …" */
static char *
words_of_custom (const char *value)
{
  g_auto (GStrv) names = palier_custom_dup_names (value);
  g_autoptr (GString) words = g_string_new (NULL);

  for (char **name = names; *name != NULL; name++)
  {
    g_autofree char *text = palier_custom_dup_text (value, *name);
    g_string_append_printf (words, _ ("%s%s: %s"), words->len > 0 ? "\n" : "", *name, text);
  }
  return g_string_free (g_steal_pointer (&words), FALSE);
}

static char *
words_of_day (const char *iso)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *text = g_strconcat (iso, "T00:00:00Z", NULL);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (text, utc);
  return day != NULL ? g_date_time_format (day, "%x") : g_strdup (iso);
}

static char *
words_of_time (const char *ms_text)
{
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_local (g_ascii_strtoll (ms_text, NULL, 10) / 1000);
  return time != NULL ? g_date_time_format (time, "%x") : g_strdup (ms_text);
}

/* French numbers are read in pairs: +33612345678 → 06 12 34 56 78. */
static char *
words_of_phone (const char *e164)
{
  if (!g_str_has_prefix (e164, "+33") || strlen (e164) != 12)
    return g_strdup (e164);
  const char *n = e164 + 3;
  return g_strdup_printf ("0%c %.2s %.2s %.2s %.2s", n[0], n + 1, n + 3, n + 5, n + 7);
}

static char *
words_of_number (PalierField field, const char *value)
{
  gint64 number = g_ascii_strtoll (value, NULL, 10);
  if (g_str_has_suffix (palier_field_name (field), "_cents"))
    return g_strdup_printf ("%'" G_GINT64_FORMAT "\u00a0€", number / 100);
  return g_strdup_printf ("%'" G_GINT64_FORMAT, number);
}

/**
 * palier_words_value:
 * @value: (nullable): canonical text of @field
 *
 * Returns: (transfer full): as a reader in this locale expects it; empty for unknown
 */
char *
palier_words_value (PalierField field, const char *value)
{
  if (value == NULL)
    return g_strdup ("");
  switch (palier_field_info (field)->type)
  {
  case PALIER_TYPE_SET:
    return words_of_set (field, value);
  case PALIER_TYPE_JSON:
    return words_of_custom (value);
  case PALIER_TYPE_DATE:
    return words_of_day (value);
  case PALIER_TYPE_TIME:
    return words_of_time (value);
  case PALIER_TYPE_PHONE:
    return words_of_phone (value);
  case PALIER_TYPE_INTEGER:
    return words_of_number (field, value);
  case PALIER_TYPE_CHOICE:
  case PALIER_TYPE_YES_NO:
    return g_strdup (palier_words_choice (field, value));
  default:
    return g_strdup (value);
  }
}
