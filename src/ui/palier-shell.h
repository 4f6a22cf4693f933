/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palier-composer-trail.h"
#include "palier-session.h"

G_BEGIN_DECLS

/* What pages ask of the window they stand in. Each finds it from @widget and does nothing when that
 * is in no window any more: work that ends after its page was closed has nobody to tell. */
void palier_shell_toast (GtkWidget *widget, const char *text);
void palier_shell_toast_undo (GtkWidget *widget, const char *text, const PalierId *changeset);
void
palier_shell_toast_page (GtkWidget *widget, const char *text, const char *label, const char *page);
void palier_shell_report (GtkWidget *widget, const GError *error);
void palier_shell_show_page (GtkWidget *widget, const char *name);
void palier_shell_set_progress (GtkWidget *widget, const char *page, double fraction);
void
palier_shell_write_to (GtkWidget *widget, const PalierId *prospect, PalierComposerTrail *trail);
void palier_shell_review (GtkWidget *widget, const PalierId *made_by, const char *notice,
                          const char *details);
void palier_shell_find_duplicates (GtkWidget *widget, GArray *unsure);
void palier_shell_spawn (GtkWidget *widget, DexFiberFunc fiber);

G_END_DECLS
