/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-composer-trail.h"
#include "palier-session.h"

G_BEGIN_DECLS

/* The variants of a message to one prospect side by side: edit, choose, test, approve, send. */
#define PALIER_TYPE_COMPOSER_PAGE (palier_composer_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierComposerPage, palier_composer_page, PALIER, COMPOSER_PAGE,
                      AdwNavigationPage)

AdwNavigationPage *palier_composer_page_new (PalierSession *session, const PalierId *prospect,
                                             PalierMessage *message, PalierComposerTrail *trail);

G_END_DECLS
