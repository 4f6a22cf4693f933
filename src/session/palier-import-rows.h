/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-duplicate.h"
#include "palier-import-edits.h"
#include "palier-import.h"
#include "palier-prospect.h"

G_BEGIN_DECLS

/* One row of a file, as it would be stored. Only its line is known until the page on which it
 * stands has been read (then notify::prospect); what it shows is replaced, never changed in place.
 *
 * Properties, read-only: "line" (guint64); "prospect" (PALIER_TYPE_PROSPECT), NULL also where the
 * row holds nothing to store. */
#define PALIER_TYPE_IMPORT_ROW (palier_import_row_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportRow, palier_import_row, PALIER, IMPORT_ROW, GObject)

gboolean palier_import_row_is_read (PalierImportRow *self);
/* Its place among all rows of the file; G_MAXUINT until it is read */
guint palier_import_row_get_index (PalierImportRow *self);
guint64 palier_import_row_get_line (PalierImportRow *self);
PalierProspect *palier_import_row_get_prospect (PalierImportRow *self); /* (nullable) */
/* The cells as the file has them: (nullable) (array zero-terminated=1) */
const char *const *palier_import_row_get_cells (PalierImportRow *self);
/* The cell as it is taken: mended, or as in the file; "" where the row is too short. */
const char *palier_import_row_get_cell (PalierImportRow *self, guint column);
gboolean palier_import_row_is_mended (PalierImportRow *self, guint column);
GPtrArray *
palier_import_row_get_problems (PalierImportRow *self); /* (element-type PalierProblem) */

PalierImportVerdict palier_import_row_get_verdict (PalierImportRow *self);
/* Whom it is, or may be: the line of an earlier row; 0: one of the base, or none */
guint64 palier_import_row_get_other_line (PalierImportRow *self);
/* That row, or the prospect of the base: (nullable) */
PalierProspect *palier_import_row_get_other (PalierImportRow *self);
/* In what the two agree: (transfer full) (element-type PalierDuplicateEvidence), without weights,
 * which one file alone does not tell; empty where there is no other */
GArray *palier_import_row_compare (PalierImportRow *self);
/* Code of what they share: email, phone, siret, linkedin, name; (nullable) */
const char *palier_import_row_get_reason (PalierImportRow *self);
PalierDecision palier_import_row_get_decision (PalierImportRow *self);

typedef enum
{
  PALIER_DUPLICATES_MERGE, /* into the other, by the policies of the columns */
  PALIER_DUPLICATES_SKIP,  /* left out */
  PALIER_DUPLICATES_KEEP,  /* a prospect of its own */
} PalierDuplicates;

typedef enum
{
  PALIER_IMPORT_ALL,
  PALIER_IMPORT_TO_MEND,
  PALIER_IMPORT_DOUBLES,
} PalierImportFilter;

/* A GListModel of PalierImportRow over a whole file of any size: the first rows are there at once,
 * the others as they are read. Rows that nobody looks at stand in an encrypted file without a name.
 * Every change (a cell, a decision, another mapping) shows at once on the rows that are looked at;
 * counts and verdicts follow when the file has been gone through again.
 *
 * With another filter the items of the places that both have stay, and are of other rows: a view
 * keeps its widgets, and what it had selected is looked for by palier_import_rows_find().
 *
 * Properties, read-only: "complete" (gboolean); "error" (G_TYPE_ERROR), NULL while all is well.
 * Signals: "counted" (): counts or groups moved; at most ten times a second. */
#define PALIER_TYPE_IMPORT_ROWS (palier_import_rows_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportRows, palier_import_rows, PALIER, IMPORT_ROWS, GObject)

PalierPreview *palier_import_rows_get_preview (PalierImportRows *self);
void palier_import_rows_set_preview (PalierImportRows *self, PalierPreview *preview);
void palier_import_rows_set_duplicates (PalierImportRows *self, PalierDuplicates duplicates);
void palier_import_rows_set_filter (PalierImportRows *self, PalierImportFilter filter);
gboolean palier_import_rows_find (PalierImportRows *self, guint index, guint *position);

const PalierImportCounts *palier_import_rows_get_counts (PalierImportRows *self);
/* (element-type PalierProblemGroup): the most frequent first */
GPtrArray *palier_import_rows_get_groups (PalierImportRows *self);
gboolean palier_import_rows_is_complete (PalierImportRows *self);
const GError *palier_import_rows_get_error (PalierImportRows *self); /* (nullable) */

/* Mending; @text: (nullable): NULL: as the file has it. What is stored keeps the file's text beside
 * it. */
void palier_import_rows_mend (PalierImportRows *self, guint64 line, guint column, const char *text);
void palier_import_rows_mend_alike (PalierImportRows *self, guint column, const char *raw,
                                    const char *text);
/* → int64: in how many of the rows read so far @raw stands in @column */
DexFuture *palier_import_rows_count_alike (PalierImportRows *self, guint column, const char *raw);
void
palier_import_rows_accept (PalierImportRows *self, int column, const char *code, gboolean accept);
void palier_import_rows_decide (PalierImportRows *self, guint64 line, PalierDecision decision);
void palier_import_rows_decide_all (PalierImportRows *self, PalierImportVerdict verdict,
                                    PalierDecision decision);
/* All of these, for PalierImportOptions. */
PalierImportEdits *palier_import_rows_get_edits (PalierImportRows *self);

G_END_DECLS
