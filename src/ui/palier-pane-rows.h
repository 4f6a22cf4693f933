/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-prospect-service.h"

G_BEGIN_DECLS

/* A group of a pane whose rows are made anew each time. */
void palier_pane_rows_clear (GPtrArray *rows, AdwPreferencesGroup *group);
void palier_pane_rows_add (GPtrArray *rows, AdwPreferencesGroup *group, GtkWidget *row);

void palier_pane_rows_explain (GPtrArray *rows, AdwPreferencesGroup *group,
                               const PalierExplanation *explanation, gboolean person);
void palier_pane_rows_list_custom (GPtrArray *rows, AdwPreferencesGroup *group,
                                   const PalierProspect *prospect);
void palier_pane_rows_tell (GPtrArray *rows, AdwPreferencesGroup *group, GPtrArray *events,
                            const char *search, gint64 now_ms);

G_END_DECLS
