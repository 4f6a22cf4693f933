/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filters in words. */
#include <glib/gi18n.h>
#include <string.h>

#include "palier-gazetteer.h"
#include "palier-words.h"

/* The name of a key, as the head of a choice. */
const char *
palier_words_filter_key (PalierFilterKey key)
{
  static const char *const words[] = {
    [PALIER_FILTER_KIND] = N_ ("Kind"),
    [PALIER_FILTER_BAND] = N_ ("Score"),
    [PALIER_FILTER_STAGE] = N_ ("Stage"),
    [PALIER_FILTER_DEPARTMENT] = N_ ("Département"),
    [PALIER_FILTER_TOWN] = N_ ("Town"),
    [PALIER_FILTER_EMAIL] = N_ ("E-mail"),
    [PALIER_FILTER_PHONE] = N_ ("Phone"),
    [PALIER_FILTER_WEBSITE] = N_ ("Website"),
    [PALIER_FILTER_CONSENT] = N_ ("Consent"),
    [PALIER_FILTER_CONTACTED] = N_ ("Written to"),
    [PALIER_FILTER_REPLIED] = N_ ("Reply"),
    [PALIER_FILTER_PROJECT] = N_ ("Project"),
    [PALIER_FILTER_SOURCE] = N_ ("Source"),
    [PALIER_FILTER_TAG] = N_ ("Tag"),
    [PALIER_FILTER_LEGAL_BASIS] = N_ ("Legal basis"),
    [PALIER_FILTER_IMPORT] = N_ ("Import"),
    [PALIER_FILTER_SHARED] = N_ ("Shared With the Agency"),
  };

  return _ (words[key]);
}

static const struct
{
  PalierFilterKey key;
  const char *value;
  const char *words;
} values[] = {
  { PALIER_FILTER_KIND, "agency", NC_ ("segment", "agencies") },
  { PALIER_FILTER_KIND, "person", NC_ ("segment", "persons") },
  { PALIER_FILTER_BAND, "hot", NC_ ("segment", "hot") },
  { PALIER_FILTER_BAND, "warm", NC_ ("segment", "warm") },
  { PALIER_FILTER_BAND, "cold", NC_ ("segment", "cold") },
  { PALIER_FILTER_EMAIL, "yes", NC_ ("segment", "with e-mail") },
  { PALIER_FILTER_EMAIL, "no", NC_ ("segment", "without e-mail") },
  { PALIER_FILTER_PHONE, "yes", NC_ ("segment", "with phone") },
  { PALIER_FILTER_PHONE, "no", NC_ ("segment", "without phone") },
  { PALIER_FILTER_WEBSITE, "yes", NC_ ("segment", "with website") },
  { PALIER_FILTER_WEBSITE, "no", NC_ ("segment", "without website") },
  { PALIER_FILTER_CONSENT, "given", NC_ ("segment", "consent given") },
  { PALIER_FILTER_CONSENT, "withdrawn", NC_ ("segment", "consent withdrawn") },
  { PALIER_FILTER_CONSENT, "none", NC_ ("segment", "no consent recorded") },
  { PALIER_FILTER_CONTACTED, "yes", NC_ ("segment", "written to") },
  { PALIER_FILTER_CONTACTED, "no", NC_ ("segment", "never written to") },
  { PALIER_FILTER_REPLIED, "yes", NC_ ("segment", "replied") },
  { PALIER_FILTER_REPLIED, "no", NC_ ("segment", "without reply") },
  { PALIER_FILTER_SHARED, "yes", NC_ ("segment", "shared") },
  { PALIER_FILTER_SHARED, "no", NC_ ("segment", "kept on this computer") },
};

static PalierField
field_of (PalierFilterKey key)
{
  switch ((int) key)
  {
  case PALIER_FILTER_STAGE:
    return PALIER_FIELD_STAGE;
  case PALIER_FILTER_PROJECT:
    return PALIER_FIELD_PROJECT;
  case PALIER_FILTER_LEGAL_BASIS:
    return PALIER_FIELD_LEGAL_BASIS;
  default:
    return PALIER_FIELD_NONE;
  }
}

/* Returns: (transfer full): one value of a filter: "without website", "Yvelines" */
char *
palier_words_filter_value (PalierFilterKey key, const char *value)
{
  const char *words = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].key == key && strcmp (values[i].value, value) == 0)
      return g_strdup (g_dpgettext2 (NULL, "segment", values[i].words));
  if (field_of (key) != PALIER_FIELD_NONE)
    words = palier_words_choice (field_of (key), value);
  if (key == PALIER_FILTER_DEPARTMENT)
    words = palier_department_name (value);
  if (key == PALIER_FILTER_IMPORT)
    words = C_ ("segment", "from one import");
  if (key == PALIER_FILTER_TAG)
    return g_strconcat ("#", value, NULL);
  return g_strdup (words != NULL ? words : value);
}

/* Returns: (transfer full): one term: "hot or warm", "not: #vip" */
char *
palier_words_filter_term (const PalierFilterTerm *term)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (char **value = term->values; *value != NULL; value++)
  {
    g_autofree char *one = palier_words_filter_value (term->key, *value);
    g_string_append_printf (words, "%s%s", words->len > 0 ? C_ ("segment", " or ") : "", one);
  }
  if (term->negated)
    /* Translators: of a filter: those who are not so */
    return g_strdup_printf (C_ ("segment", "not: %s"), words->str);
  return g_string_free (g_steal_pointer (&words), FALSE);
}

/* Returns: (transfer full): "Agencies, without website, Yvelines" */
char *
palier_words_filter (const PalierFilter *filter)
{
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < filter->terms->len; i++)
  {
    g_autofree char *term = palier_words_filter_term (filter->terms->pdata[i]);
    g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", term);
  }
  if (words->len == 0)
    return g_strdup (_ ("Everyone"));
  return palier_words_sentence (words->str);
}
