/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-message.h"

G_BEGIN_DECLS

/* One variant of a message: edited in place, with its checks and the source of each fact.
 *
 * Signals: "edited" (): the user stopped typing, see palier_message_card_dup_subject() and _body();
 * "chosen" (): this variant is the one that is meant; "reword" (paragraph): another wording of it
 * is wanted, counted as palier_message_service_rewrite_paragraph() does. */
#define PALIER_TYPE_MESSAGE_CARD (palier_message_card_get_type ())
G_DECLARE_FINAL_TYPE (PalierMessageCard, palier_message_card, PALIER, MESSAGE_CARD, GtkBox)

GtkWidget *palier_message_card_new (PalierMessage *message, PalierMessageCard *group);
void palier_message_card_set_message (PalierMessageCard *self, PalierMessage *message);
void palier_message_card_set_template (PalierMessageCard *self, const char *name);
PalierMessage *palier_message_card_get_message (PalierMessageCard *self);
void palier_message_card_choose (PalierMessageCard *self);
void palier_message_card_set_alone (PalierMessageCard *self);
void palier_message_card_edit (PalierMessageCard *self);
void palier_message_card_focus (PalierMessageCard *self);
void palier_message_card_preview (PalierMessageCard *self, const char *subject, const char *body);
void palier_message_card_end_preview (PalierMessageCard *self);
GCancellable *palier_message_card_begin_rewording (PalierMessageCard *self);
void palier_message_card_grow_paragraph (PalierMessageCard *self, const char *text);
void palier_message_card_end_rewording (PalierMessageCard *self);
void palier_message_card_take (PalierMessageCard *self, PalierMessage *message);
gboolean palier_message_card_is_edited (PalierMessageCard *self);
char *palier_message_card_dup_subject (PalierMessageCard *self);
char *palier_message_card_dup_body (PalierMessageCard *self);

G_END_DECLS
