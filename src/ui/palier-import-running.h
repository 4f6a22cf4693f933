/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* An import under way: how far it is, how long it will take, and how to stop it. */
#define PALIER_TYPE_IMPORT_RUNNING (palier_import_running_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportRunning, palier_import_running, PALIER, IMPORT_RUNNING, AdwBin)

void palier_import_running_start (PalierImportRunning *self, guint64 n_rows);
void palier_import_running_show (PalierImportRunning *self, guint64 rows, double fraction);

G_END_DECLS
