/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-key.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-drafting-resources.h"
#include "palier-french.h"

/* The common names of message generators, which many templates are written with, and ours. */
static const struct
{
  const char *alias, *key;
} aliases[] = {
  { "agencyName", "company" },
  { "firstName", "first_name" },
  { "currentTools", "tools" },
  { "painPoints", "pain_points" },
  { "marketTrends", "market_trends" },
  { "competitorExample", "competitor_example" },
  { "specificBenefit", "specific_benefit" },
  { "urgencyTrigger", "urgency_trigger" },
};

/**
 * palier_draft_key_resolve:
 * @key: as a template names a fact
 *
 * Returns: (nullable) (transfer none): the fact's own key: small letters, digits and _; an alias is
 *   resolved. %NULL: there can be no such fact
 */
const char *
palier_draft_key_resolve (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (strcmp (aliases[i].alias, key) == 0)
      return aliases[i].key;
  return *key != '\0' && key[strspn (key, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' ? key
                                                                                            : NULL;
}

static gpointer
load (gpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      palier_drafting_get_resource (), "/fr/immo_ai/Palier/drafting/keys.txt", 0, &error);
  g_autoptr (PalierDraftSource) keys = palier_draft_source_new ();

  g_assert_no_error (error);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *typed = palier_french_typography (g_strchomp (text));
  g_auto (GStrv) lines = g_strsplit (typed, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
  {
    g_auto (GStrv) parts = g_strsplit (lines[i], "|", 3);
    g_assert (g_strv_length (parts) == 3);
    palier_draft_source_add_variable (keys, g_strstrip (parts[0]), g_strstrip (parts[1]),
                                      g_strstrip (parts[2]));
  }
  return g_ptr_array_ref (keys->variables);
}

/**
 * palier_draft_keys:
 *
 * Returns: (transfer none) (element-type PalierDraftVariable): the facts that a text may ask for,
 *   with French words for who writes a template; the example of what only steers conditions is ""
 */
const GPtrArray *
palier_draft_keys (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load, NULL);
}

/* Whether a text may ask for it. */
gboolean
palier_draft_key_is_listed (const char *key)
{
  const GPtrArray *keys = palier_draft_keys ();

  for (guint i = 0; i < keys->len; i++)
    if (strcmp (((const PalierDraftVariable *) keys->pdata[i])->key, key) == 0)
      return TRUE;
  return FALSE;
}
