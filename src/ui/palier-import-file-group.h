/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import-service.h"

G_BEGIN_DECLS

/* The file, and how it is read: guessed, shown, changeable.
 *
 * Signals: "changed" (): the user wants it read otherwise. */
#define PALIER_TYPE_IMPORT_FILE_GROUP (palier_import_file_group_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportFileGroup, palier_import_file_group, PALIER, IMPORT_FILE_GROUP,
                      AdwPreferencesGroup)

void palier_import_file_group_reset (PalierImportFileGroup *self);
void palier_import_file_group_show (PalierImportFileGroup *self, const char *name,
                                    const PalierPreview *preview);
PalierImportFormat palier_import_file_group_get_format (PalierImportFileGroup *self);

G_END_DECLS
