/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-export-bar.h"

G_BEGIN_DECLS

/* Asks for a format and the columns, then for a file, and lets a bar do the rest. */
#define PALIER_TYPE_EXPORT_DIALOG (palier_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PalierExportDialog, palier_export_dialog, PALIER, EXPORT_DIALOG, AdwDialog)

void palier_export_dialog_present (PalierExportBar *bar, PalierSession *session, PalierQuery *query,
                                   GArray *numbers, guint n);

G_END_DECLS
