/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-target.h"
#include "palier-scratch.h"

G_BEGIN_DECLS

/* One going through a whole file without writing: counts, verdicts, and the rows as they came, put
 * by so that any of them can be shown. Of a row a few bits stay in memory. */

/* What is known of a row without mapping it again. */
typedef struct
{
  guint64 line;
  guint64 other_line;
  gint64 other_n;
  const char *reason; /* (nullable): interned */
  guint32 length;     /* of the cells behind it */
  guint16 n_cells;
  guint8 flags;
  guint8 verdict;
  guint8 decision;
  guint8 to_mend;
} PalierScanRow;

typedef struct _PalierImportScan PalierImportScan;

/* Called on the starter's thread after each batch, and once at the end, with @error if it failed.
 * Not called any more after palier_import_scan_stop(). */
typedef void (*PalierScanFunc) (PalierImportScan *scan, const GError *error, gpointer data);

PalierImportScan *
palier_import_scan_start (PalierCore *core, PalierImportSource *source,
                          const PalierImportWill *will, PalierScanFunc func, gpointer data);
void palier_import_scan_stop (PalierImportScan *self);
PalierImportScan *palier_import_scan_ref (PalierImportScan *self);
void palier_import_scan_unref (PalierImportScan *self);

const PalierImportCounts *palier_import_scan_get_counts (PalierImportScan *self);
GPtrArray *palier_import_scan_get_groups (PalierImportScan *self);
GArray *palier_import_scan_get_rows (PalierImportScan *self, PalierImportFilter filter);

/* What a fetched row is, on its way to an item. */
typedef struct
{
  guint index;
  PalierScanRow row;
  char **raw;            /* as in the file */
  char **cells;          /* as taken */
  PalierProspect *draft; /* (nullable) */
  GPtrArray *problems;   /* (element-type PalierProblem) */
} PalierScanContent;

void palier_scan_content_free (PalierScanContent *self);

/* → G_TYPE_PTR_ARRAY of PalierScanContent, in any order. @viewer: the scan by whose mapping and
 * edits the rows are seen. */
DexFuture *palier_import_scan_fetch (PalierImportScan *self, PalierImportScan *viewer,
                                     PalierImportEdits *edits, GArray *indices);

/* The same, of the rows at @lines (element-type guint64) of the file. */
DexFuture *palier_import_scan_fetch_lines (PalierImportScan *self, PalierImportScan *viewer,
                                           PalierImportEdits *edits, GArray *lines);

/* → int64 */
DexFuture *palier_import_scan_count_alike (PalierImportScan *self, guint column, const char *raw);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportScan, palier_import_scan_unref)

G_END_DECLS
