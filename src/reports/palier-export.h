/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-prospect.h"

G_BEGIN_DECLS

#define PALIER_REPORTS_ERROR (palier_reports_error_quark ())
GQuark palier_reports_error_quark (void);

typedef enum
{
  PALIER_REPORTS_ERROR_WRITE,    /* the file cannot be written: the message names it and why */
  PALIER_REPORTS_ERROR_TOO_LONG, /* more rows than a sheet holds */
} PalierReportsError;

/* Gives the next row. Returns: %TRUE with *row set (transfer full), or with *row %NULL at the end;
 * %FALSE with an error, which ends the export. */
typedef gboolean (*PalierExportNext) (gpointer data, PalierProspect **row, GError **error);

/* One column. */
typedef struct
{
  PalierField field;
  const char *header; /* in the user's language */
  const char *custom; /* (nullable): of PALIER_FIELD_CUSTOM: which of its texts */
} PalierExportColumn;

/* A file for people has words for the keys of choices; without them the file has the keys, and can
 * be read back as it is. */
typedef const char *(*PalierExportWord) (PalierField field, const char *key);

typedef struct
{
  const PalierExportColumn *columns;
  gsize n_columns;
  const char *sheet_name; /* (nullable): of an XLSX file */
  PalierExportNext next;
  gpointer data;
  PalierExportWord word; /* (nullable) */
} PalierExport;

gint64 palier_export_csv (const PalierExport *export, GOutputStream *out, GCancellable *cancellable,
                          GError **error);
gint64 palier_export_xlsx (const PalierExport *export, const char *path, GCancellable *cancellable,
                           GError **error);
gint64 palier_export_vcard (const PalierExport *export, GOutputStream *out,
                            GCancellable *cancellable, GError **error);
gsize palier_export_default_columns (PalierField fields[PALIER_N_FIELDS]);

G_END_DECLS
