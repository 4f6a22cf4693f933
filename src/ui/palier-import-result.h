/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What an import did, what can be done next, and how it is taken back. */
#define PALIER_TYPE_IMPORT_RESULT (palier_import_result_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportResult, palier_import_result, PALIER, IMPORT_RESULT, AdwBin)

void palier_import_result_set_session (PalierImportResult *self, PalierSession *session);
void palier_import_result_show (PalierImportResult *self, const PalierImportSummary *summary);
void palier_import_result_set_waiting (PalierImportResult *self, guint n_files);

G_END_DECLS
