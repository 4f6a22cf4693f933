/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-duplicate-service.h"

G_BEGIN_DECLS

/* In a fiber. (transfer full) (nullable) */
PalierMergePlan *palier_merger_plan (PalierCore *core, GArray *ids, GError **error);

/* Plans that are written at once, as one changeset. */
typedef struct _PalierMergeBatch PalierMergeBatch;

PalierMergeBatch *palier_merge_batch_new (void);
void palier_merge_batch_free (PalierMergeBatch *self);
void palier_merge_batch_add (PalierMergeBatch *self, PalierMergePlan *plan);
DexFuture *palier_merge_batch_write (PalierMergeBatch *self, PalierCore *core);
DexFuture *
palier_merge_batch_stage (PalierMergeBatch *self, PalierCore *core, const PalierId *changeset);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMergeBatch, palier_merge_batch_free)

G_END_DECLS
