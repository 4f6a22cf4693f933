/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-composer-choices.h"
#include "palier-composer-page.h"
#include "palier-message-card.h"

G_BEGIN_DECLS

struct _PalierComposerPage
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  PalierId prospect;
  PalierMessage *message; /* (nullable): the one to show alone */
  PalierMessageCard *chosen;

  AdwWindowTitle *title;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GCancellable *running; /* (nullable): what is being written anew */
  AdwBanner *fallback;
  PalierComposerChoices *choices;
  GtkWidget *writing;
  GtkBox *cards;
  GtkWidget *actions;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  GtkWidget *test_button;
  GtkWidget *withdraw_button;
  GtkWidget *approve_button;
  GtkWidget *send_button;
};

/* One thing to do with one card, in a fiber. */
typedef struct
{
  PalierComposerPage *page;
  PalierMessageCard *card;
} PalierComposerDeed;

PalierMessageService *palier_composer_messages (PalierComposerPage *self);
void palier_composer_spawn (PalierComposerPage *self, PalierMessageCard *card, DexFiberFunc fiber);

/* The buttons that fit the chosen variant: palier-composer-page.c */
void palier_composer_show_actions (PalierComposerPage *self);

/* What is done with a variant: palier-composer-deeds.c */
void palier_composer_on_edited_cb (PalierMessageCard *card, PalierComposerPage *self);
void palier_composer_on_choice_cb (PalierComposerPage *self);
void palier_composer_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
