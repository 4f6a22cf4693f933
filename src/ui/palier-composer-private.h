/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-composer-choices.h"
#include "palier-composer-page.h"
#include "palier-composer-trail.h"
#include "palier-message-card.h"

G_BEGIN_DECLS

#define PALIER_COMPOSER_VARIANTS 3

struct _PalierComposerPage
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  PalierId prospect;
  PalierMessage *message; /* (nullable): the one to show alone */
  PalierMessageCard *chosen;
  PalierComposerTrail *trail; /* (nullable): who comes before and after */
  gboolean opening;           /* one prospect after the other */

  AdwWindowTitle *title;
  GtkWidget *steps;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GCancellable *running; /* (nullable): what is being written anew */
  DexFuture *work;       /* (nullable): … until it has ended */
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

/* The buttons that fit the chosen variant, and the variants: palier-composer-page.c */
void palier_composer_show_actions (PalierComposerPage *self);
void palier_composer_show_cards (PalierComposerPage *self, GPtrArray *list);
void palier_composer_clear_cards (PalierComposerPage *self);
GPtrArray *palier_composer_await_drafts (PalierComposerPage *self, GError **error);

/* From a prospect to the variants, and on to the next: palier-composer-opening.c */
void palier_composer_open (PalierComposerPage *self);
void palier_composer_install_steps (GtkWidgetClass *widget_class);

/* What is done with a variant: palier-composer-deeds.c */
void palier_composer_keep_edited (PalierComposerPage *self);
void palier_composer_on_edited_cb (PalierMessageCard *card, PalierComposerPage *self);
void palier_composer_install_actions (GtkWidgetClass *widget_class);

/* The variants written anew: palier-composer-writing.c */
GArray *palier_composer_await_kept (PalierComposerPage *self, GError **error);
void palier_composer_write_anew (PalierComposerPage *self);
void palier_composer_cancel (PalierComposerPage *self);

G_END_DECLS
