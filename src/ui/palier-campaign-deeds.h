/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What is done with campaigns besides writing them; what comes of it is said in the window that
 * @widget is in, and what is made is opened by its action "campaigns.open". */
void palier_campaign_begin (GtkWidget *widget, PalierSession *session, const char *key);
void palier_campaign_import (GtkWidget *widget, PalierSession *session, GFile *const *files,
                             guint n_files);
void palier_campaign_choose_files (GtkWidget *widget, PalierSession *session);
void palier_campaign_duplicate (GtkWidget *widget, PalierSession *session, const char *id);
void palier_campaign_export (GtkWidget *widget, PalierSession *session, const char *id);
void palier_campaign_remove (GtkWidget *widget, PalierSession *session, const char *id);

G_END_DECLS
