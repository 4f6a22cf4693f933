/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-identity.h"
#include "palier-import-service.h"
#include "palier-mapping.h"
#include "palier-reader.h"

G_BEGIN_DECLS

/* The first stations of an import, which need no base: file → rows → drafts, with what is asked
 * once for a file put in, each judged against the rows before it, and scored. One batch at a time,
 * on a pool thread, so that memory is bounded by one batch and what the matcher remembers. */

/* Two of them are in memory at once: one is read while the other is written. */
#define PALIER_IMPORT_BATCH 2000
#define PALIER_IMPORT_MAX_PROBLEMS 1000

/* What is the same for all rows. Texts are owned. */
typedef struct
{
  char *legal_basis; /* (nullable) */
  char *source;
  char *source_date; /* (nullable) */
  char *proof;       /* of consents that the file states */
  gint64 now_ms;
} PalierImportStamp;

/* A row as it came, where rows are to be shown. */
typedef struct
{
  guint64 line;
  gint32 draft;   /* index into the batch's drafts; -1: the row holds nothing to store */
  guint32 start;  /* of its cells in the batch's cells */
  guint32 length; /* of them all, each ended by NUL */
  guint16 n_cells;
  guint8 flags;   /* PalierRowFlags */
  guint8 to_mend; /* a problem that is not put right already */
} PalierImportRawRow;

/* Some rows of the file, in its order; drafts, matches and scores go together. */
typedef struct
{
  GPtrArray *drafts; /* (element-type PalierDraft) */
  GArray *matches;   /* (element-type PalierMatch): with earlier rows of the file */
  GArray *scores;    /* (element-type PalierScoreRow) */
  GArray *raw;       /* (nullable) (element-type PalierImportRawRow): all rows, where asked for */
  GByteArray *cells; /* (nullable) */
  guint32 first;     /* number of the first draft, as PalierMatch counts */
  guint64 rows;      /* of the file so far, with those that hold nothing */
  double fraction;   /* of the file so far */
  gboolean is_last;
} PalierImportBatch;

#define PALIER_TYPE_IMPORT_BATCH (palier_import_batch_get_type ())
GType palier_import_batch_get_type (void);
PalierImportBatch *palier_import_batch_new (guint32 first, gboolean with_cells);
void palier_import_batch_free (PalierImportBatch *self);
void palier_import_batch_keep (PalierImportBatch *self, const PalierRow *row, gboolean is_draft,
                               gboolean to_mend);
void palier_import_batch_score (PalierImportBatch *self, guint index, gint64 now_ms);

typedef struct _PalierImportSource PalierImportSource;

PalierImportSource *
palier_import_source_new (const char *path, const PalierReaderOptions *options, GPtrArray *columns,
                          PalierImportStamp *stamp, GCancellable *cancellable);
void palier_import_source_set_mark (PalierImportSource *self, const PalierFileMark *mark);
void palier_import_source_set_edits (PalierImportSource *self, PalierImportEdits *edits);
void palier_import_source_keep_cells (PalierImportSource *self);
PalierImportSource *palier_import_source_ref (PalierImportSource *self);
void palier_import_source_unref (PalierImportSource *self);
DexFuture *palier_import_source_next (PalierImportSource *self);

/* Between two batches only. */
GPtrArray *palier_import_source_get_problems (PalierImportSource *self);
guint64 palier_import_source_get_n_problems (PalierImportSource *self);
guint64 palier_import_source_get_n_to_mend (PalierImportSource *self);
guint64 palier_import_source_get_n_skipped (PalierImportSource *self);
GPtrArray *palier_import_source_get_groups (PalierImportSource *self);
PalierMapper *palier_import_source_take_viewer (PalierImportSource *self);

PalierDraft *palier_import_source_map_row (PalierImportSource *self, PalierMapper *mapper,
                                           const PalierImportEdits *edits, const PalierRow *row,
                                           GPtrArray *problems);
PalierDraft *palier_import_map_row (PalierMapper *mapper, const PalierImportEdits *edits,
                                    GPtrArray *columns, const PalierRow *row, GPtrArray *problems);
gboolean palier_import_proposal_applies (const PalierProblem *problem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportBatch, palier_import_batch_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportSource, palier_import_source_unref)

G_END_DECLS
