/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-blocking.h"
#include "palier-linkage-model.h"
#include "palier-linkage.h"

G_BEGIN_DECLS

struct _PalierLinkage
{
  PalierRecords *records;
  PalierComparer *comparer;
  PalierLinkageModel *persons;
  PalierLinkageModel *firms; /* records that name no person */
  guint64 seed;
  guint32 first_of_second; /* 0: all with all */
  GHashTable *forbidden;   /* set of guint64: a << 32 | b */
  GArray *links;           /* (element-type PalierLink), the surest first, none twice */
};

PalierLinkageModel *palier_linkage_model_of (PalierLinkage *self, guint32 a, guint32 b);
gboolean palier_linkage_is_wanted (PalierLinkage *self, guint32 a, guint32 b);
void palier_linkage_learn (PalierLinkage *self, PalierBlocking *blocking);
gboolean
palier_linkage_get_odds (PalierLinkage *self, guint32 a, guint32 b, double least, double *bits);
double palier_linkage_compare (PalierLinkage *self, guint32 a, guint32 b, PalierComparison *out);
gboolean palier_linkage_are_incompatible (PalierLinkage *self, guint32 a, guint32 b, gboolean dated,
                                          const PalierComparison *pair);
gboolean
palier_linkage_is_move (PalierLinkage *self, guint32 a, guint32 b, const PalierComparison *pair);
double palier_linkage_weigh_person (PalierLinkage *self, guint32 a, guint32 b,
                                    const PalierComparison *pair);

G_END_DECLS
