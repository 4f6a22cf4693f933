/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* In which the relay speaks to somebody. Whose is unknown is written to in French, and answered in
 * English, which programs read. */
typedef enum
{
  PALIER_LANGUAGE_UNKNOWN,
  PALIER_LANGUAGE_FRENCH,
  PALIER_LANGUAGE_ENGLISH,
} PalierLanguage;

const char *palier_language_code (PalierLanguage language);
PalierLanguage palier_language_from_code (const char *code);
PalierLanguage palier_language_accepted (const char *header);

G_END_DECLS
