/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-event.h"
#include "palier-prospect-list.h"

G_BEGIN_DECLS

/* Why a prospect has its score. */
typedef struct
{
  PalierScore *score;
  GPtrArray *reasons; /* (element-type PalierReason): every criterion, in the order of the parts */
  GPtrArray *sentences; /* (element-type utf8): one a reason, in the user's language */
  char *action;         /* the next best action, in words */
} PalierExplanation;

#define PALIER_TYPE_EXPLANATION (palier_explanation_get_type ())
GType palier_explanation_get_type (void);
PalierExplanation *palier_explanation_ref (PalierExplanation *self);
void palier_explanation_free (PalierExplanation *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierExplanation, palier_explanation_free)

/* The prospects of the base. */
#define PALIER_TYPE_PROSPECT_SERVICE (palier_prospect_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierProspectService, palier_prospect_service, PALIER, PROSPECT_SERVICE,
                      GObject)

PalierProspectList *palier_prospect_service_list (PalierProspectService *self, PalierQuery *query);
/* → int64 */
DexFuture *palier_prospect_service_count (PalierProspectService *self, PalierQuery *query);
/* → G_TYPE_PTR_ARRAY of PalierProspectItem, filled */
DexFuture *
palier_prospect_service_find (PalierProspectService *self, PalierQuery *query, guint limit);
/* → PALIER_TYPE_PROSPECT */
DexFuture *palier_prospect_service_get (PalierProspectService *self, const PalierId *id);
/* → PALIER_TYPE_PROSPECT */
DexFuture *palier_prospect_service_update (PalierProspectService *self, const PalierId *id,
                                           PalierField field, const char *text);
/* → PALIER_TYPE_CHANGESET */
DexFuture *
palier_prospect_service_remove (PalierProspectService *self, const PalierId *ids, gsize n_ids);
/* → PALIER_TYPE_SCORE */
DexFuture *palier_prospect_service_score (PalierProspectService *self, const PalierId *id);
/* → int64: how many */
DexFuture *palier_prospect_service_score_all (PalierProspectService *self);
/* → PALIER_TYPE_EXPLANATION */
DexFuture *palier_prospect_service_explain (PalierProspectService *self, const PalierId *id);
/* → G_TYPE_PTR_ARRAY of PalierEvent, newest first */
DexFuture *palier_prospect_service_timeline (PalierProspectService *self, const PalierId *id);
/* → int64: rows written */
DexFuture *palier_prospect_service_export (PalierProspectService *self, PalierQuery *query,
                                           const char *path, GCancellable *cancellable);

G_END_DECLS
