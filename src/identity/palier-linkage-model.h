/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-comparison.h"

G_BEGIN_DECLS

/* What agreement is worth, learned from the user's own data without labels (Fellegi and Sunter
 * 1969; expectation and maximisation as Winkler 1988), with two hidden variables instead of one:
 * whether two records are of one person, and whether they are of one firm or household. So what
 * colleagues share speaks for the firm, not for the person. */
typedef struct _PalierLinkageModel PalierLinkageModel;

PalierLinkageModel *
palier_linkage_model_new (guint n_features, double n_records, gboolean of_firms);
void palier_linkage_model_free (PalierLinkageModel *self);

/* A pair of records that are strangers as good as surely: what chance gives. */
void palier_linkage_model_add_stranger (PalierLinkageModel *self, const PalierComparison *pair);
/* A pair that shares a key. @weight: how many such pairs it stands for. */
void palier_linkage_model_add_candidate (PalierLinkageModel *self, const PalierComparison *pair,
                                         double weight);
void palier_linkage_model_learn (PalierLinkageModel *self, double n_pairs);
void palier_linkage_model_assume (PalierLinkageModel *self, double n_pairs);

double palier_linkage_model_score (const PalierLinkageModel *self, const PalierComparison *pair);
double palier_linkage_model_weigh (const PalierLinkageModel *self, const PalierComparison *pair,
                                   guint feature);
double palier_linkage_model_weigh_alone (const PalierLinkageModel *self,
                                         const PalierComparison *pair, guint feature);
gboolean
palier_linkage_model_is_move (const PalierLinkageModel *self, const PalierComparison *pair);
double
palier_linkage_model_weigh_person (const PalierLinkageModel *self, const PalierComparison *pair);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLinkageModel, palier_linkage_model_free)

G_END_DECLS
