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

/* ---- writing anew */

/* Returns: (transfer full) (nullable) (element-type PalierId): the variants shown, once what was
 * typed into them is stored: it comes back by undoing */
static GArray *
await_all_kept (PalierComposerPage *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
  {
    PalierMessageCard *one = PALIER_MESSAGE_CARD (card);
    if (!palier_message_keep (one, palier_composer_messages (self), error))
      return NULL;
    g_array_append_val (ids, palier_message_card_get_message (one)->id);
  }
  return g_steal_pointer (&ids);
}

static void
on_grown (guint index, const char *subject, const char *body, gpointer data)
{
  PalierComposerPage *self = data;
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (guint i = 0; card != NULL && i < index; i++)
    card = gtk_widget_get_next_sibling (card);
  if (card != NULL)
    palier_message_card_preview (PALIER_MESSAGE_CARD (card), subject, body);
}

static void
show_running (PalierComposerPage *self, gboolean running)
{
  gtk_widget_set_visible (self->writing, running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), !running);
  gtk_widget_set_sensitive (self->actions, !running);
}

/* What a card showed of a text on its way goes again. */
static void
end_previews (PalierComposerPage *self)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
    palier_message_card_end_preview (PALIER_MESSAGE_CARD (card));
}

static PalierWritten *
await_written (PalierComposerPage *self, GArray *ids, GError **error)
{
  PalierWriteOrder order = { .replaces = ids, .grown = on_grown, .data = self };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PalierWritten *written;

  palier_composer_choices_get (self->choices, &order);
  order.cancellable = cancellable;
  g_set_object (&self->running, cancellable);
  show_running (self, TRUE);
  written = dex_await_boxed (
      palier_message_service_write (palier_composer_messages (self), &self->prospect, &order),
      error);
  show_running (self, FALSE);
  g_clear_object (&self->running);
  end_previews (self);
  return written;
}

static DexFuture *
rewrite_fiber (gpointer data)
{
  PalierComposerPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = await_all_kept (self, &error);
  g_autoptr (PalierWritten) written = ids != NULL ? await_written (self, ids, &error) : NULL;

  if (written == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  adw_banner_set_title (self->fallback, written->words != NULL ? written->words : "");
  adw_banner_set_revealed (self->fallback, written->words != NULL);
  palier_shell_toast_undo (GTK_WIDGET (self), _ ("Written anew"), &written->changeset->id);
  return NULL;
}

static void
on_cancel_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_cancellable_cancel (PALIER_COMPOSER_PAGE (widget)->running);
}

/* The new variants are shown as the base tells of them, as the former are when it is undone. */
void
palier_composer_on_choice_cb (PalierComposerPage *self)
{
  if (self->running == NULL)
    palier_shell_spawn (GTK_WIDGET (self), rewrite_fiber);
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

void
palier_composer_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.approve", NULL, on_approve_cb);
  gtk_widget_class_install_action (widget_class, "composer.test", NULL, on_test_cb);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_cb);
  gtk_widget_class_install_action (widget_class, "composer.withdraw", NULL, on_withdraw_cb);
  gtk_widget_class_install_action (widget_class, "composer.cancel", NULL, on_cancel_cb);
}
