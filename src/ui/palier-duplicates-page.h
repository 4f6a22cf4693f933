/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Prospects of the whole base that seem to be one: the surest first, merged together or reviewed
 * one by one. */
#define PALIER_TYPE_DUPLICATES_PAGE (palier_duplicates_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierDuplicatesPage, palier_duplicates_page, PALIER, DUPLICATES_PAGE, AdwBin)

GtkWidget *palier_duplicates_page_new (PalierSession *session);
void palier_duplicates_page_search (PalierDuplicatesPage *self, GArray *unsure);

G_END_DECLS
