/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The texts of an answer while its JSON is still coming: what is in the strings "subject" and
 * "body" of each object so far. Pure; what comes may be anything. */
typedef struct _PalierAiPartial PalierAiPartial;

#define PALIER_AI_PARTIAL_OBJECTS 8

PalierAiPartial *palier_ai_partial_new (void);
void palier_ai_partial_free (PalierAiPartial *self);

void palier_ai_partial_feed (PalierAiPartial *self, const char *text);
guint palier_ai_partial_get_count (const PalierAiPartial *self);
const char *palier_ai_partial_get_subject (const PalierAiPartial *self, guint index);
const char *palier_ai_partial_get_body (const PalierAiPartial *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiPartial, palier_ai_partial_free)

G_END_DECLS
