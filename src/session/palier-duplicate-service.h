/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-changeset.h"
#include "palier-duplicate.h"
#include "palier-import.h"

G_BEGIN_DECLS

/* Prospects that are one: found over the whole base, reviewed, merged, or told apart for good. */
#define PALIER_TYPE_DUPLICATE_SERVICE (palier_duplicate_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierDuplicateService, palier_duplicate_service, PALIER, DUPLICATE_SERVICE,
                      GObject)

/* From here on a cluster is worth showing. */
#define PALIER_DUPLICATES_PROPOSED 0.6
/* From here on it may be merged without looking: pre-checked. */
#define PALIER_DUPLICATES_SURE 0.95

/* Called on the caller's thread, some ten times a second. @fraction: 0 to 1. */
typedef void (*PalierDuplicateProgress) (double fraction, gpointer data);

/* → PALIER_TYPE_DUPLICATES_FOUND */
DexFuture *
palier_duplicate_service_find (PalierDuplicateService *self, double threshold, GArray *unsure,
                               PalierDuplicateProgress progress, gpointer data,
                               GDestroyNotify destroy, GCancellable *cancellable);
/* → PALIER_TYPE_MERGE_PLAN */
DexFuture *
palier_duplicate_service_plan (PalierDuplicateService *self, const PalierId *ids, gsize n_ids);
/* → PALIER_TYPE_CHANGESET */
DexFuture *palier_duplicate_service_merge (PalierDuplicateService *self, PalierMergePlan *plan);
/* → PALIER_TYPE_CHANGESET (nullable): one for all */
DexFuture *palier_duplicate_service_merge_all (PalierDuplicateService *self, GPtrArray *clusters,
                                               PalierDuplicateProgress progress, gpointer data,
                                               GDestroyNotify destroy, GCancellable *cancellable);
/* → TRUE */
DexFuture *palier_duplicate_service_keep_apart (PalierDuplicateService *self, const PalierId *ids,
                                                gsize n_ids);
/* → PALIER_TYPE_ORIGINS: the rows of files that the prospects @ns (element-type gint64) are from */
DexFuture *palier_duplicate_service_origins (PalierDuplicateService *self, GArray *ns);

/* What the plan makes of them: (transfer full). Nothing is written. */
PalierProspect *palier_merge_plan_preview (const PalierMergePlan *plan);

G_END_DECLS
