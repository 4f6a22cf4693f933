/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Long work at the foot of the page it was begun on: how far it is, how long it takes yet, and a
 * button that cancels it. Other pages may be looked at meanwhile. */
#define PALIER_TYPE_WORK_BAR (palier_work_bar_get_type ())
G_DECLARE_FINAL_TYPE (PalierWorkBar, palier_work_bar, PALIER, WORK_BAR, AdwBin)

GtkWidget *palier_work_bar_new (const char *page);
GCancellable *palier_work_bar_begin (PalierWorkBar *self, const char *title);
void palier_work_bar_show (PalierWorkBar *self, guint64 done, guint64 of, const char *words);
void palier_work_bar_end (PalierWorkBar *self);
gboolean palier_work_bar_is_busy (PalierWorkBar *self);

G_END_DECLS
