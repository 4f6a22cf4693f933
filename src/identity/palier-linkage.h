/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-comparison.h"

G_BEGIN_DECLS

/* Who is whom among many records: candidates, comparison, learned weights, clusters. */
typedef struct _PalierLinkage PalierLinkage;

/* Under this probability a pair is not even kept. */
#define PALIER_LINKAGE_LEAST 0.2
/* From here on a pair is proposed; it is also the best guess where nobody is asked. */
#define PALIER_LINKAGE_PROPOSED 0.6
/* From here on it is merged without asking. */
#define PALIER_LINKAGE_SURE 0.95

typedef struct
{
  guint32 a, b; /* a < b */
  float bits;   /* the odds that they are one; see palier_linkage_probability() */
} PalierLink;

/* Why: a feature that both have, how far it agrees, and the bits that this adds. */
typedef struct
{
  const char *field;
  PalierLevel agreement;
  double weight;
} PalierEvidence;

/* Records that are one, as far as can be told. */
typedef struct
{
  GArray *members; /* (element-type guint32), ascending */
  double score;    /* the probability of the weakest link that holds them together */
  PalierLink link; /* that link */
} PalierCluster;

/* @fraction: 0 to 1. FALSE stops. */
typedef gboolean (*PalierLinkageProgress) (double fraction, gpointer data);

PalierLinkage *palier_linkage_new (PalierRecords *records, guint64 seed);
void palier_linkage_free (PalierLinkage *self);
void palier_linkage_set_across (PalierLinkage *self, guint32 first_of_second);
void palier_linkage_forbid (PalierLinkage *self, guint32 a, guint32 b);
void palier_linkage_assume (PalierLinkage *self, double n_base, const char *learned);
double palier_linkage_judge (PalierLinkage *self, guint32 a, guint32 b);
gboolean palier_linkage_run (PalierLinkage *self, PalierLinkageProgress progress, gpointer data);

char *palier_linkage_dup_learned (const PalierLinkage *self);
const PalierLink *palier_linkage_get_links (const PalierLinkage *self, guint *n);
GPtrArray *palier_linkage_cluster (PalierLinkage *self, double threshold);
guint palier_linkage_explain (PalierLinkage *self, guint32 a, guint32 b,
                              PalierEvidence out[PALIER_MAX_FEATURES]);
double palier_linkage_probability (double bits);
void palier_cluster_free (PalierCluster *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLinkage, palier_linkage_free)

G_END_DECLS
