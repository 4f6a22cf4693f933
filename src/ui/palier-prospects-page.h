/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* The prospects: a table that pages from the base, and beside it the one that is chosen. */
#define PALIER_TYPE_PROSPECTS_PAGE (palier_prospects_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierProspectsPage, palier_prospects_page, PALIER, PROSPECTS_PAGE, AdwBin)

GtkWidget *palier_prospects_page_new (PalierSession *session);
void palier_prospects_page_search (PalierProspectsPage *self);
void palier_prospects_page_add (PalierProspectsPage *self);
void palier_prospects_page_open (PalierProspectsPage *self, gint64 n);

G_END_DECLS
