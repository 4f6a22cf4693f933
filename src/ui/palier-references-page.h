/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What the user may tell of his customers. */
#define PALIER_TYPE_REFERENCES_PAGE (palier_references_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierReferencesPage, palier_references_page, PALIER, REFERENCES_PAGE, AdwBin)

GtkWidget *palier_references_page_new (PalierSession *session);

G_END_DECLS
