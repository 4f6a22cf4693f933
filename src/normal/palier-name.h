/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

/* A person's name in its parts; each NULL where the text does not hold it. */
typedef struct
{
  char *title; /* "M.", "Mme", "M. et Mme", "Dr", "Me", "Pr" */
  char *first_name;
  char *last_name;
  gboolean doubtful; /* which is the first name was not to be told */
} PalierNameParts;

void palier_name_parts_clear (PalierNameParts *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierNameParts, palier_name_parts_clear)

char *palier_name_case (const char *text);
void palier_name_split (const char *text, PalierNameParts *out);
char *palier_name_title (const char *text, PalierReading *verdict);
gboolean palier_name_is_first_name (const char *word);
char *palier_city_case (const char *text);

G_END_DECLS
