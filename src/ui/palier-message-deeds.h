/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-message-card.h"
#include "palier-session.h"

G_BEGIN_DECLS

/* What is done with the text of a card. The first two in a fiber. */
gboolean
palier_message_keep (PalierMessageCard *card, PalierMessageService *service, GError **error);
PalierChangeset *
palier_message_approve (PalierMessageCard *card, PalierMessageService *service, GError **error);

void palier_message_offer_wordings (PalierMessageCard *card, PalierMessageService *service);
void palier_message_name_template (PalierMessageCard *card, PalierTemplateService *service);
void palier_message_show_verdict (const PalierMessageVerdict *verdict, const GError *error,
                                  GtkImage *icon, GtkLabel *words);

G_END_DECLS
