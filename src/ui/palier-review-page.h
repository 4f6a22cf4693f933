/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Drafts, one at a time: each is approved, edited or skipped, by a key or a button. They are read
 * one by one, so that it does not matter how many there are. */
#define PALIER_TYPE_REVIEW_PAGE (palier_review_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierReviewPage, palier_review_page, PALIER, REVIEW_PAGE, AdwNavigationPage)

AdwNavigationPage *palier_review_page_new (PalierSession *session, const PalierId *made_by);
void palier_review_page_tell (PalierReviewPage *self, const char *notice, const char *details);

G_END_DECLS
