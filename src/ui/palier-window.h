/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-composer-trail.h"
#include "palier-review-page.h"

G_BEGIN_DECLS

/* The window: a sidebar of pages, the page that is open, the sync indicator. */
#define PALIER_TYPE_WINDOW (palier_window_get_type ())
G_DECLARE_FINAL_TYPE (PalierWindow, palier_window, PALIER, WINDOW, AdwApplicationWindow)

PalierWindow *palier_window_new (GtkApplication *application);
void palier_window_set_session (PalierWindow *self, PalierSession *session);
void palier_window_show_trouble (PalierWindow *self, const GError *error);
void palier_window_import (PalierWindow *self, GFile **files, guint n);
void palier_window_set_progress (PalierWindow *self, const char *page, double fraction);
void palier_window_show_page (PalierWindow *self, const char *name);
void palier_window_add_toast (PalierWindow *self, AdwToast *toast);
void
palier_window_write_to (PalierWindow *self, const PalierId *prospect, PalierComposerTrail *trail);
PalierReviewPage *palier_window_review (PalierWindow *self, const PalierId *made_by);
void palier_window_find_duplicates (PalierWindow *self, GArray *unsure);

G_END_DECLS
