/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What kind of file prospects are written to. */
typedef enum
{
  PALIER_EXPORT_CSV,
  PALIER_EXPORT_XLSX,
  PALIER_EXPORT_VCARD,
  PALIER_N_EXPORT_FORMATS
} PalierExportFormat;

const char *palier_export_format_name (PalierExportFormat format);
const char *palier_export_format_suffix (PalierExportFormat format);
PalierExportFormat palier_export_format_from_path (const char *path);
gboolean palier_export_format_from_name (const char *name, PalierExportFormat *format);
char *palier_export_format_complete (PalierExportFormat format, const char *path);

G_END_DECLS
