/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What an import would do, counted before it does it, and the button that does it. */
#define PALIER_TYPE_IMPORT_BAR (palier_import_bar_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportBar, palier_import_bar, PALIER, IMPORT_BAR, AdwBin)

void
palier_import_bar_show (PalierImportBar *self, const PalierImportCounts *counts, gboolean reading);

G_END_DECLS
