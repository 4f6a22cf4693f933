/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with a variant: kept, approved, tested, sent, withdrawn; each in a fiber. */
#include <glib/gi18n.h>

#include "palier-composer-private.h"
#include "palier-message-deeds.h"
#include "palier-shell.h"

static void
deed_free (gpointer data)
{
  PalierComposerDeed *self = data;

  g_object_unref (self->page);
  g_object_unref (self->card);
  g_free (self);
}

void
palier_composer_spawn (PalierComposerPage *self, PalierMessageCard *card, DexFiberFunc fiber)
{
  PalierComposerDeed *deed = g_new0 (PalierComposerDeed, 1);

  deed->page = g_object_ref (self);
  deed->card = g_object_ref (card);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, deed, deed_free));
}

PalierMessageService *
palier_composer_messages (PalierComposerPage *self)
{
  return palier_session_get_messages (self->session);
}

/* ---- keeping what was typed */

static gboolean
await_kept (PalierComposerDeed *deed, GError **error)
{
  return palier_message_keep (deed->card, palier_composer_messages (deed->page), error);
}

static DexFuture *
keep_fiber (gpointer data)
{
  PalierComposerDeed *deed = data;
  g_autoptr (GError) error = NULL;

  if (!await_kept (deed, &error))
    palier_shell_report (GTK_WIDGET (deed->page), error);
  return NULL;
}

void
palier_composer_on_edited_cb (PalierMessageCard *card, PalierComposerPage *self)
{
  palier_composer_spawn (self, card, keep_fiber);
}

/* Who leaves the page right after a word has not waited for the pause that keeps it. */
void
palier_composer_keep_edited (PalierComposerPage *self)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
    if (palier_message_card_is_edited (PALIER_MESSAGE_CARD (card)))
      palier_composer_spawn (self, PALIER_MESSAGE_CARD (card), keep_fiber);
}

/* Reads the message again after something was done with it. */
static void
await_refresh (PalierComposerDeed *deed)
{
  g_autoptr (PalierMessage) message = dex_await_boxed (
      palier_message_service_get (palier_composer_messages (deed->page),
                                  &palier_message_card_get_message (deed->card)->id),
      NULL);

  if (message)
    palier_message_card_set_message (deed->card, message);
  if (deed->page->chosen == deed->card)
    palier_composer_show_actions (deed->page);
}

/* ---- approving */

static DexFuture *
approve_fiber (gpointer data)
{
  PalierComposerDeed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset =
      palier_message_approve (deed->card, palier_composer_messages (deed->page), &error);

  if (error != NULL)
    palier_shell_report (GTK_WIDGET (deed->page), error);
  else if (changeset != NULL)
    palier_shell_toast_undo (GTK_WIDGET (deed->page), _ ("Message approved"), &changeset->id);
  await_refresh (deed);
  return NULL;
}

static void
on_approve_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (widget);

  if (self->chosen)
    palier_composer_spawn (self, self->chosen, approve_fiber);
}

/* ---- testing, sending, withdrawing */

static DexFuture *
test_fiber (gpointer data)
{
  PalierComposerDeed *deed = data;
  g_autoptr (GError) error = NULL;
  gboolean ok = await_kept (deed, &error)
                && dex_await (palier_message_service_send_test (
                                  palier_composer_messages (deed->page),
                                  &palier_message_card_get_message (deed->card)->id),
                              &error);

  gtk_widget_set_sensitive (deed->page->test_button, TRUE);
  if (ok)
    palier_shell_toast (GTK_WIDGET (deed->page), _ ("Test sent to your own address"));
  else
    palier_shell_report (GTK_WIDGET (deed->page), error);
  return NULL;
}

static void
on_test_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (widget);

  if (self->chosen == NULL)
    return;
  gtk_widget_set_sensitive (self->test_button, FALSE);
  palier_composer_spawn (self, self->chosen, test_fiber);
}

static DexFuture *
send_fiber (gpointer data)
{
  PalierComposerDeed *deed = data;
  PalierId id = palier_message_card_get_message (deed->card)->id;
  g_autoptr (GError) error = NULL;

  if (dex_await (palier_message_service_send (palier_composer_messages (deed->page), &id, 1, 0),
                 &error))
    palier_shell_toast (GTK_WIDGET (deed->page), _ ("The message is on its way"));
  else
    palier_shell_report (GTK_WIDGET (deed->page), error);
  await_refresh (deed);
  return NULL;
}

static void
on_send_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (widget);

  if (self->chosen)
    palier_composer_spawn (self, self->chosen, send_fiber);
}

static DexFuture *
withdraw_fiber (gpointer data)
{
  PalierComposerDeed *deed = data;
  PalierId id = palier_message_card_get_message (deed->card)->id;
  g_autoptr (GError) error = NULL;

  if (dex_await (palier_message_service_withdraw (palier_composer_messages (deed->page), &id),
                 &error))
    palier_shell_toast (GTK_WIDGET (deed->page), _ ("Message withdrawn"));
  else
    palier_shell_report (GTK_WIDGET (deed->page), error);
  await_refresh (deed);
  return NULL;
}

static void
on_withdraw_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (widget);

  if (self->chosen)
    palier_composer_spawn (self, self->chosen, withdraw_fiber);
}

static void
on_cancel_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_composer_cancel (PALIER_COMPOSER_PAGE (widget));
}

void
palier_composer_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.approve", NULL, on_approve_cb);
  gtk_widget_class_install_action (widget_class, "composer.test", NULL, on_test_cb);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_cb);
  gtk_widget_class_install_action (widget_class, "composer.withdraw", NULL, on_withdraw_cb);
  gtk_widget_class_install_action (widget_class, "composer.cancel", NULL, on_cancel_cb);
}
