/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-hit.h"
#include "palier-journal.h"

G_BEGIN_DECLS

/* Takes hits, durably, and brings them to the store. */
typedef struct _PalierHits PalierHits;

PalierHits *
palier_hits_new (PalierStore *store, const char *directory, gboolean near, GError **error);
void palier_hits_stop (PalierHits *self);
void palier_hits_free (PalierHits *self);

void
palier_hits_add (PalierHits *self, const PalierHit *hit, PalierJournalDone done, gpointer data);
guint64 palier_hits_get_waiting (PalierHits *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHits, palier_hits_free)

G_END_DECLS
