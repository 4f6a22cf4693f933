/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-language.h"

#define RANGES_MOST 16

static const char *const codes[] = { NULL, "fr", "en" };

/* Returns: (nullable): of two letters */
const char *
palier_language_code (PalierLanguage language)
{
  return codes[language];
}

/* @code: (nullable): also with a region behind */
PalierLanguage
palier_language_from_code (const char *code)
{
  for (guint i = PALIER_LANGUAGE_FRENCH; code != NULL && i < G_N_ELEMENTS (codes); i++)
    if (g_ascii_strncasecmp (code, codes[i], 2) == 0)
      return i;
  return PALIER_LANGUAGE_UNKNOWN;
}

/* @header: (nullable): of an Accept-Language. Returns: of those that we speak, the one that stands
 * first */
PalierLanguage
palier_language_accepted (const char *header)
{
  g_auto (GStrv) ranges = g_strsplit (header != NULL ? header : "", ",", RANGES_MOST);
  PalierLanguage language = PALIER_LANGUAGE_UNKNOWN;

  for (guint i = 0; language == PALIER_LANGUAGE_UNKNOWN && ranges[i] != NULL; i++)
    language = palier_language_from_code (g_strstrip (ranges[i]));
  return language;
}
