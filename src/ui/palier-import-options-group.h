/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import-service.h"

G_BEGIN_DECLS

/* What is asked once for a file: where its contacts come from, by what right they are written to,
 * and what becomes of those already known.
 *
 * Signals: "changed" (): what becomes of known contacts. */
#define PALIER_TYPE_IMPORT_OPTIONS_GROUP (palier_import_options_group_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportOptionsGroup, palier_import_options_group, PALIER,
                      IMPORT_OPTIONS_GROUP, AdwPreferencesGroup)

void palier_import_options_group_reset (PalierImportOptionsGroup *self);
PalierImportOptions palier_import_options_group_get (PalierImportOptionsGroup *self);

G_END_DECLS
