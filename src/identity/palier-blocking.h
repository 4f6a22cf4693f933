/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-records.h"

G_BEGIN_DECLS

/* Which pairs are worth comparing: those that share one of some twenty keys. What many records
 * share is bounded: of a large block each record meets only its neighbours by name, so that the
 * pairs grow with the records and not with their square. */
typedef struct _PalierBlocking PalierBlocking;

/* Called for a pair; FALSE ends the visit. */
typedef gboolean (*PalierPairFunc) (guint32 a, guint32 b, gpointer data);

PalierBlocking *palier_blocking_new (PalierRecords *records);
void palier_blocking_free (PalierBlocking *self);
guint palier_blocking_get_n_passes (const PalierBlocking *self);
gboolean
palier_blocking_visit (PalierBlocking *self, guint pass, PalierPairFunc visit, gpointer data);
void palier_blocking_sample (PalierBlocking *self, guint pass, guint one_in, PalierPairFunc visit,
                             gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierBlocking, palier_blocking_free)

G_END_DECLS
