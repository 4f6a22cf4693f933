/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-file.h"
#include "palier-import-near.h"
#include "palier-import-source.h"

G_BEGIN_DECLS

/* What a draft was found to be, and what became of it. */
typedef struct
{
  PalierImportVerdict verdict;
  PalierDecision decision;
  guint64 other_line; /* 0: none */
  gint64 other_n;     /* 0: none */
  const char *reason; /* (nullable): static */
  double probability; /* that both are one, where it was weighed; else 0 */
} PalierJudgement;

/* What a user decides about rows, for the whole file. */
typedef struct
{
  PalierDuplicates duplicates;
  PalierImportEdits *edits;                     /* (nullable) */
  PalierColumnPolicy policies[PALIER_N_FIELDS]; /* on prospects that are in the base */
} PalierImportWill;

/* The last stations of an import: a batch of drafts → judged against the base → written in an open
 * changeset, or only counted. Its functions run in a fiber. */
typedef struct
{
  PalierCore *core;
  PalierImportWill will;
  gboolean dry; /* judge only */
  PalierId changeset;
  gboolean has_suppressions;
  guint n_base;       /* prospects before the first row came in */
  GHashTable *apart;  /* of them, whom the user told apart: palier_apart_set_new() */
  char *learned;      /* (nullable): what a search has learned of them */
  GArray *judgements; /* (element-type PalierJudgement): of the last batch's drafts */
  /* (element-type guint32): what row n of the base each draft became; 0: none */
  GArray *rows_of_file;
  GArray *lines;   /* of drafts, where they do not follow one another */
  GArray *origins; /* (element-type PalierOriginRange): not yet written */

  gint64 earlier_at_ms; /* when the same bytes were imported before; 0: never */
  guint64 created;
  guint64 updated;
  guint64 merged;
  guint64 unchanged;
  guint64 suppressed;
  guint64 n_in_file;
  guint64 n_in_base;
  GArray *known;      /* (element-type PalierKnownRow): the first ones */
  guint64 n_unsure;   /* kept beside one that they may be the same as */
  GArray *unsure;     /* (element-type PalierUnsurePair): the first ones of these */
  GArray *told_apart; /* (element-type PalierApart): by the user, of single rows */
} PalierImportTarget;

gboolean palier_import_target_begin (PalierImportTarget *self, PalierCore *core, const char *label,
                                     const PalierImportWill *will, gboolean dry,
                                     PalierNearProgress progress, gpointer data, GError **error);
gboolean palier_import_target_take (PalierImportTarget *self, PalierImportBatch *batch,
                                    gint64 now_ms, GError **error);
gboolean
palier_import_target_publish (PalierImportTarget *self, PalierImportFile *file, GError **error);
gboolean palier_import_target_write_origins (PalierImportTarget *self, GError **error);
guint64 palier_import_target_line_of (PalierImportTarget *self, guint32 draft);
void palier_import_target_give_up (PalierImportTarget *self);
void palier_import_target_give_up_behind (PalierImportTarget *self);
void palier_import_target_clear (PalierImportTarget *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierImportTarget, palier_import_target_clear)

G_END_DECLS
