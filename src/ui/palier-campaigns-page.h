/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Campaigns by their state, what one can begin from, and one campaign to be put together. */
#define PALIER_TYPE_CAMPAIGNS_PAGE (palier_campaigns_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierCampaignsPage, palier_campaigns_page, PALIER, CAMPAIGNS_PAGE, AdwBin)

GtkWidget *palier_campaigns_page_new (PalierSession *session);
void palier_campaigns_page_import (PalierCampaignsPage *self, GFile **files, guint n);

G_END_DECLS
