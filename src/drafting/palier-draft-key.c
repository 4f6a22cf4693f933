/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-draft-key.h"

#include <string.h>

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
