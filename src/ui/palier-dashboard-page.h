/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What came of it: figures with what they rest on, the funnel, engagement. */
#define PALIER_TYPE_DASHBOARD_PAGE (palier_dashboard_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierDashboardPage, palier_dashboard_page, PALIER, DASHBOARD_PAGE, AdwBin)

GtkWidget *palier_dashboard_page_new (PalierSession *session);

G_END_DECLS
