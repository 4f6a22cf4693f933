/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What is done with a whole template, or with files of them. @widget is told what came of it, and
 * asked to show what is new ("templates.open", by identifier). */
void palier_template_duplicate (GtkWidget *widget, PalierSession *session, const char *id);
void palier_template_export (GtkWidget *widget, PalierSession *session, const char *id);
void palier_template_remove (GtkWidget *widget, PalierSession *session, const char *id);
void palier_template_choose_files (GtkWidget *widget, PalierSession *session);
void palier_template_import (GtkWidget *widget, PalierSession *session, GFile *const *files,
                             guint n_files);

G_END_DECLS
