/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-prospect-service.h"

G_BEGIN_DECLS

/* A group of a pane whose rows are made anew each time. */
GtkWidget *palier_pane_rows_new (const char *title, const char *subtitle);
void palier_pane_rows_clear (GPtrArray *rows, AdwPreferencesGroup *group);
void palier_pane_rows_add (GPtrArray *rows, AdwPreferencesGroup *group, GtkWidget *row);

void palier_pane_rows_explain (GPtrArray *rows, AdwPreferencesGroup *group,
                               const PalierExplanation *explanation, gboolean person);
void palier_pane_rows_list_custom (GPtrArray *rows, AdwPreferencesGroup *group,
                                   const PalierProspect *prospect);

G_END_DECLS
