/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-claim.h"

G_BEGIN_DECLS

/* What may be said: the claims of all facts, by the readers that a text is read with. */
typedef struct _PalierDraftGround PalierDraftGround;

PalierDraftGround *palier_draft_ground_new (const GPtrArray *facts, gint64 today_ms);
void palier_draft_ground_free (PalierDraftGround *self);

const GDate *palier_draft_ground_get_today (const PalierDraftGround *self);
gboolean
palier_draft_ground_bears_out (const PalierDraftGround *self, const GArray *claims, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftGround, palier_draft_ground_free)

G_END_DECLS
