/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What a campaign would do if it began now: a calendar of what leaves, and what is kept back. */
#define PALIER_TYPE_REHEARSAL_PAGE (palier_rehearsal_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierRehearsalPage, palier_rehearsal_page, PALIER, REHEARSAL_PAGE,
                      AdwNavigationPage)

AdwNavigationPage *palier_rehearsal_page_new (PalierSession *session, PalierCampaign *campaign);

G_END_DECLS
