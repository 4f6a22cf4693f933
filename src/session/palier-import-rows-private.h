/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-items.h"
#include "palier-import-rows.h"

G_BEGIN_DECLS

struct _PalierImportRows
{
  GObject parent;
  PalierCore *core;
  PalierPreview *preview;
  PalierImportOptions options; /* owned; its edits are the rows' */
  PalierImportFilter filter;
  PalierImportScan *scan;    /* whose rows are shown */
  PalierImportScan *next;    /* (nullable): that will take its place */
  GCancellable *cancellable; /* of the latest scan */
  guint n_items;
  PalierImportItems *items;
  guint scan_source;
  guint count_source;
  gboolean complete;
  GError *error; /* (nullable) */
};

/* What is shown: palier-import-rows.c */
void palier_import_rows_grow (PalierImportRows *self);
void palier_import_rows_announce (PalierImportRows *self, PalierImportScan *before,
                                  PalierImportFilter filter);
void palier_import_rows_drop_shown (PalierImportRows *self);
void palier_import_rows_set_complete (PalierImportRows *self, gboolean complete);
void palier_import_rows_set_error (PalierImportRows *self, const GError *error);
void palier_import_rows_tell_counted (PalierImportRows *self);

/* What it is made of: palier-import-rows-scan.c */
PalierImportScan *palier_import_rows_start_scan (PalierImportRows *self);
void palier_import_rows_scan_again (PalierImportRows *self);
void palier_import_rows_drop_scans (PalierImportRows *self);

G_END_DECLS
