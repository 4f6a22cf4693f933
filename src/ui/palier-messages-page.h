/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-composer-trail.h"
#include "palier-review-page.h"

G_BEGIN_DECLS

/* All messages by what is to be done with them, and the composer. */
#define PALIER_TYPE_MESSAGES_PAGE (palier_messages_page_get_type ())
G_DECLARE_FINAL_TYPE (PalierMessagesPage, palier_messages_page, PALIER, MESSAGES_PAGE, AdwBin)

GtkWidget *palier_messages_page_new (PalierSession *session);
void palier_messages_page_write_to (PalierMessagesPage *self, const PalierId *prospect,
                                    PalierComposerTrail *trail);
PalierReviewPage *palier_messages_page_review (PalierMessagesPage *self, const PalierId *made_by);

G_END_DECLS
