/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-import-file.h"
#include "palier-import-rows.h"
#include "palier-import.h"

G_BEGIN_DECLS

/* A file of contacts on its way into the base: inspect, put right, count, run. */
#define PALIER_TYPE_IMPORT_SERVICE (palier_import_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportService, palier_import_service, PALIER, IMPORT_SERVICE, GObject)

#define PALIER_HEADER_GUESS (-2)
#define PALIER_HEADER_NONE (-1)

/* How to read the file; what is not said is guessed. */
typedef struct
{
  const char *encoding;  /* (nullable): as iconv names it */
  const char *delimiter; /* (nullable): one character */
  const char *sheet;     /* (nullable) */
  int header_row;        /* from 0, PALIER_HEADER_NONE or PALIER_HEADER_GUESS */
} PalierImportFormat;

#define PALIER_IMPORT_FORMAT_GUESS ((PalierImportFormat) { NULL, NULL, NULL, PALIER_HEADER_GUESS })

/* What is asked once for a file; it feeds the notice of art. 14 RGPD. */
typedef struct
{
  const char *legal_basis;     /* (nullable): legitimate_interest, consent, contract */
  const char *source;          /* (nullable): where the file is from, in the user's words */
  const char *source_date;     /* (nullable): YYYY-MM-DD */
  PalierDuplicates duplicates; /* of rows that are surely the same as another one */
  PalierImportEdits *edits;    /* (nullable): of palier_import_rows_get_edits() */
} PalierImportOptions;

/* What becomes of columns that nobody placed. */
typedef enum
{
  PALIER_UNMAPPED_FIELDS, /* custom texts by the column's title */
  PALIER_UNMAPPED_NOTES,  /* lines of the notes */
  PALIER_UNMAPPED_DROP,
} PalierUnmapped;

/* Called on the caller's thread, some ten times a second. @fraction: of the file, 0 to 1; while
 * @rows is 0, of making the base ready to be compared with. */
typedef void (*PalierImportProgress) (guint64 rows, double fraction, gpointer data);

/* → PALIER_TYPE_PREVIEW */
DexFuture *palier_import_service_inspect (PalierImportService *self, const char *path,
                                          const PalierImportFormat *format, GPtrArray *mapping,
                                          GCancellable *cancellable);
/* → PALIER_TYPE_PREVIEW, with the counts of the whole file */
DexFuture *
palier_import_service_count (PalierImportService *self, PalierPreview *preview,
                             const PalierImportOptions *options, PalierImportProgress progress,
                             gpointer data, GDestroyNotify destroy, GCancellable *cancellable);
/* → PALIER_TYPE_IMPORT_SUMMARY */
DexFuture *
palier_import_service_run (PalierImportService *self, PalierPreview *preview,
                           const PalierImportOptions *options, PalierImportProgress progress,
                           gpointer data, GDestroyNotify destroy, GCancellable *cancellable);
/* All rows of the file as they would be stored. */
PalierImportRows *palier_import_service_rows (PalierImportService *self, PalierPreview *preview,
                                              const PalierImportOptions *options);
/* → int64: rows written */
DexFuture *palier_import_service_export_problems (PalierImportService *self, PalierPreview *preview,
                                                  PalierImportEdits *edits, const char *path,
                                                  GCancellable *cancellable);

/* Seconds that are left, by what was done since the beginning; -1: not to be told yet. */

/* Pure helpers of the page. */
void palier_preview_keep_unmapped (PalierPreview *preview, PalierUnmapped how);
gboolean
palier_preview_set_policy (PalierPreview *preview, const char *column, PalierColumnPolicy policy);
void palier_preview_map (PalierPreview *preview, guint column, PalierField field);
GPtrArray *palier_import_load_mapping (const char *path, GError **error);
GPtrArray *
palier_import_parse_mapping (const char *text, gssize length, const char *origin, GError **error);
char *palier_import_mapping_to_json (GPtrArray *columns);
char *palier_preview_to_json (const PalierPreview *preview);
char *palier_import_summary_to_json (const PalierImportSummary *summary);

G_END_DECLS
