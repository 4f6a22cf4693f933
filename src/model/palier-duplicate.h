/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"

G_BEGIN_DECLS

/* Why records are held to be one: a field that both have, how far it agrees, and what that says. */
typedef struct
{
  const char *field;     /* a field's name, or that of a column of the user's own; interned */
  const char *agreement; /* exact, near, part, weak, different */
  double weight;         /* bits by which the odds rise or fall; only the field's own share */
} PalierDuplicateEvidence;

typedef struct
{
  PalierId id;
  gint64 n;
} PalierDuplicateMember;

/* Prospects that seem to be one. Evidence is of the two that the score is about: the weakest of the
 * links that hold them together. */
typedef struct
{
  double score;     /* probability, 0 to 1 */
  GArray *members;  /* (element-type PalierDuplicateMember), by n */
  GArray *evidence; /* (element-type PalierDuplicateEvidence), the weightiest first */
} PalierDuplicateCluster;

#define PALIER_TYPE_DUPLICATE_CLUSTER (palier_duplicate_cluster_get_type ())
GType palier_duplicate_cluster_get_type (void);
PalierDuplicateCluster *palier_duplicate_cluster_new (void);
PalierDuplicateCluster *palier_duplicate_cluster_ref (PalierDuplicateCluster *self);
void palier_duplicate_cluster_free (PalierDuplicateCluster *self);

/* What a search through the base found. */
typedef struct
{
  GPtrArray *clusters; /* (element-type PalierDuplicateCluster), the surest first */
  GArray *single;      /* (element-type PalierDuplicateMember): all others, by n */
} PalierDuplicatesFound;

#define PALIER_TYPE_DUPLICATES_FOUND (palier_duplicates_found_get_type ())
GType palier_duplicates_found_get_type (void);
PalierDuplicatesFound *palier_duplicates_found_new (void);
PalierDuplicatesFound *palier_duplicates_found_ref (PalierDuplicatesFound *self);
void palier_duplicates_found_free (PalierDuplicatesFound *self);

/* How prospects may become one: which of them stays, and of which each value is taken. What is not
 * chosen is not lost: addresses and numbers go to other_emails and other_phones, sets are united,
 * and the others stay in the base, hidden behind the one that is kept, until it is undone. */
typedef struct
{
  GPtrArray *prospects;         /* (element-type PalierProspect) */
  guint kept;                   /* index of the one that stays */
  int choices[PALIER_N_FIELDS]; /* index of whose value is taken; -1 where none has one */
} PalierMergePlan;

#define PALIER_TYPE_MERGE_PLAN (palier_merge_plan_get_type ())
GType palier_merge_plan_get_type (void);
PalierMergePlan *palier_merge_plan_new (void);
PalierMergePlan *palier_merge_plan_ref (PalierMergePlan *self);
void palier_merge_plan_free (PalierMergePlan *self);
gboolean palier_merge_plan_differs (const PalierMergePlan *self, PalierField field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDuplicateCluster, palier_duplicate_cluster_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDuplicatesFound, palier_duplicates_found_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMergePlan, palier_merge_plan_free)

G_END_DECLS
