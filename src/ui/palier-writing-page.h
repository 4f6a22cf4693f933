/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A page of the preferences: which service writes beside the built-in composer, and how. What is
 * changed is kept when typing pauses, before a test, and when the page goes. */
#define PALIER_TYPE_WRITING_PAGE (palier_writing_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierWritingPage, palier_writing_page, PALIER, WRITING_PAGE,
                      AdwPreferencesPage)

void palier_writing_page_set_session (PalierWritingPage *self, PalierSession *session);
void palier_writing_page_close (PalierWritingPage *self);

G_END_DECLS
