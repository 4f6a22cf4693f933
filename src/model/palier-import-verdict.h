/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What a row of a file is, beside the rows before it and beside the base. */
typedef enum
{
  PALIER_VERDICT_NEW,
  PALIER_VERDICT_IN_FILE,        /* the same as an earlier row */
  PALIER_VERDICT_IN_BASE,        /* the same as a prospect of the base */
  PALIER_VERDICT_UNSURE_IN_FILE, /* shares something with an earlier row, and may be another */
  PALIER_VERDICT_UNSURE_IN_BASE,
  PALIER_VERDICT_SUPPRESSED, /* asked not to be written to: never comes back */
  PALIER_VERDICT_NOTHING,    /* the row holds nothing to store */
  PALIER_N_VERDICTS
} PalierImportVerdict;

/* What becomes of a row. */
typedef enum
{
  PALIER_DECISION_KEEP,  /* a prospect of its own, beside the other */
  PALIER_DECISION_MERGE, /* into the other, by the policies of the columns */
  PALIER_DECISION_SKIP,  /* left out; the other stays as it is */
  PALIER_N_DECISIONS
} PalierDecision;

/* Whether there is another one to decide about. */
static inline gboolean
palier_verdict_is_double (PalierImportVerdict verdict)
{
  return verdict >= PALIER_VERDICT_IN_FILE && verdict <= PALIER_VERDICT_UNSURE_IN_BASE;
}

/* The rows of a file, counted before anything is written. Until `complete` they grow. */
typedef struct
{
  guint64 rows;                        /* with those that hold nothing */
  guint64 verdicts[PALIER_N_VERDICTS]; /* rows of each */
  guint64 created;                     /* rows that would become prospects of their own */
  guint64 merged;                      /* rows that would go into another one */
  guint64 left_out;                    /* rows of which nothing would be kept */
  guint64 to_mend;                     /* rows with a problem */
  guint64 doubles;                     /* rows with another one to decide about */
  double fraction;                     /* of the file, 0 to 1 */
  gboolean complete;
} PalierImportCounts;

/* Problems of one kind in one column: what "apply all" is about. */
typedef struct
{
  int column;          /* from 0; -1: whole rows */
  char *code;          /* as in PalierProblem */
  guint64 n;           /* so far */
  guint64 n_proposals; /* of those, with a proposal that can be applied */
  char *value;         /* (nullable): an example, and what is proposed for it */
  char *proposal;      /* (nullable) */
  gboolean accepted;   /* the proposals are applied */
} PalierProblemGroup;

PalierProblemGroup *palier_problem_group_new (int column, const char *code);
void palier_problem_group_free (PalierProblemGroup *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierProblemGroup, palier_problem_group_free)

G_END_DECLS
