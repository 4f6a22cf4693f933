/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-context.h"

G_BEGIN_DECLS

/* How a text message is sent: parts are paid one by one. */
typedef struct
{
  guint parts;
  guint units;   /* septets, or UTF-16 units where @wide */
  gboolean wide; /* UCS-2: a letter is in none of the tables of GSM 7 bit */
} PalierDraftParts;

void palier_draft_sms_parts (const char *text, PalierDraftParts *out);
guint palier_draft_count_words (const char *text, gsize length);
void palier_draft_check_length (const PalierDraftContext *context, const char *subject,
                                const char *body, gsize length, GPtrArray *checks);
void
palier_draft_check_sender (const PalierDraftContext *context, const char *body, GPtrArray *checks);

G_END_DECLS
