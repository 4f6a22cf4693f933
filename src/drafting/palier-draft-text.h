/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-context.h"

G_BEGIN_DECLS

/* The tree of one text of a template. */
typedef struct _PalierDraftText PalierDraftText;

#define PALIER_DRAFT_TEXT_MAX (16 * 1024)
#define PALIER_DRAFT_TEXT_DEPTH 8

PalierDraftText *palier_draft_text_parse (const char *source, guint first_line, GError **error);
void palier_draft_text_free (PalierDraftText *self);
char *palier_draft_text_render (const PalierDraftText *self, const PalierDraftContext *context);
void palier_draft_text_add_keys (const PalierDraftText *self, const PalierDraftContext *context,
                                 GHashTable *keys);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftText, palier_draft_text_free)

G_END_DECLS
