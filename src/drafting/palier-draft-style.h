/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PALIER_DRAFT_TONE_SOBER,
  PALIER_DRAFT_TONE_WARM,
  PALIER_DRAFT_TONE_DIRECT,
} PalierDraftTone;

typedef enum
{
  PALIER_DRAFT_LENGTH_NORMAL,
  PALIER_DRAFT_LENGTH_SHORT,
  PALIER_DRAFT_LENGTH_LONG,
} PalierDraftLength;

/* How a text is to read, whatever it says. */
typedef struct
{
  PalierDraftTone tone;
  PalierDraftLength length;
} PalierDraftStyle;

gboolean palier_draft_tone_from_name (const char *name, PalierDraftTone *out);
gboolean palier_draft_length_from_name (const char *name, PalierDraftLength *out);
gboolean palier_draft_style_holds (PalierDraftStyle self, const char *word, gboolean *holds);
char *palier_draft_style_voice (PalierDraftStyle self, const char *text, guint64 seed);

G_END_DECLS
