/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The facts' words, so that a text can be read without them. */
typedef struct _PalierDraftMasks PalierDraftMasks;

PalierDraftMasks *palier_draft_masks_new (const GPtrArray *facts);
void palier_draft_masks_free (PalierDraftMasks *self);

char *palier_draft_mask (const PalierDraftMasks *self, const char *text, gboolean only_figures);

G_END_DECLS
