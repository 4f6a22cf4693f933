/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Asks where to, and writes the rows of a file that are to be mended, with the reasons. */
void palier_problems_export_start (GtkWidget *widget, PalierImportService *imports,
                                   PalierPreview *preview, PalierImportEdits *edits);

G_END_DECLS
