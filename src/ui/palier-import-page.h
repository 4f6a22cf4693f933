/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* From a file to prospects: read, put right by hand, seen, stored, and undone. */
#define PALIER_TYPE_IMPORT_PAGE (palier_import_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierImportPage, palier_import_page, PALIER, IMPORT_PAGE, AdwBin)

GtkWidget *palier_import_page_new (PalierSession *session);
void palier_import_page_open (PalierImportPage *self, GFile **files, guint n);
void palier_import_page_paste (PalierImportPage *self);
void palier_import_page_choose (PalierImportPage *self);

G_END_DECLS
