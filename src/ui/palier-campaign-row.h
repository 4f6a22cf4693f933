/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A campaign in a list, and something that one can begin from. */
GtkWidget *palier_campaign_row_new (PalierCampaign *campaign);
GtkWidget *palier_campaign_row_new_start (const char *title, const char *subtitle, const char *icon,
                                          const char *action, const char *target);

G_END_DECLS
