/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is done with a variant: kept, approved, tested, sent, withdrawn; each in a fiber. */
#include <glib/gi18n.h>

#include "palier-composer-private.h"
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
palier_composer_spawn (PalierComposerPage *self, PalierMessageCard *card, PalierApproval approval,
                       DexFiberFunc fiber)
{
  PalierComposerDeed *deed = g_new0 (PalierComposerDeed, 1);

  deed->page = g_object_ref (self);
  deed->card = g_object_ref (card);
  deed->approval = approval;
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
  g_autofree char *subject = palier_message_card_dup_subject (deed->card);
  g_autofree char *body = palier_message_card_dup_body (deed->card);
  g_autoptr (PalierMessage) message = NULL;

  if (!palier_message_card_is_edited (deed->card))
    return TRUE;
  message = dex_await_boxed (palier_message_service_edit (
                                 palier_composer_messages (deed->page),
                                 &palier_message_card_get_message (deed->card)->id, subject, body),
                             error);
  if (message)
    palier_message_card_set_message (deed->card, message);
  return message != NULL;
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
  palier_composer_spawn (self, card, 0, keep_fiber);
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

static void approve (PalierComposerPage *self, PalierMessageCard *card, PalierApproval approval);

static void
on_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PalierComposerDeed *deed = data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "approve"))
    approve (deed->page, deed->card, PALIER_APPROVE_CONFIRMED);
  deed_free (deed);
}

static void
ask_confirmation (PalierComposerDeed *deed, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Approve Despite These Findings?"), words);
  PalierComposerDeed *next = g_new0 (PalierComposerDeed, 1);

  next->page = g_object_ref (deed->page);
  next->card = g_object_ref (deed->card);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Mend the Text"),
                                  "approve", _ ("_Approve Anyway"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "approve",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (deed->page), NULL,
                           on_confirmed_cb, next);
}

static DexFuture *
approve_fiber (gpointer data)
{
  PalierComposerDeed *deed = data;
  g_autoptr (GError) error = NULL;
  gboolean ok =
      await_kept (deed, &error)
      && dex_await (palier_message_service_approve (
                        palier_composer_messages (deed->page),
                        &palier_message_card_get_message (deed->card)->id, deed->approval),
                    &error);

  if (!ok && g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CHECKS))
    ask_confirmation (deed, error);
  else if (!ok)
    palier_shell_report (GTK_WIDGET (deed->page), error);
  else
    palier_shell_toast (GTK_WIDGET (deed->page), _ ("Message approved"));
  await_refresh (deed);
  return NULL;
}

static void
approve (PalierComposerPage *self, PalierMessageCard *card, PalierApproval approval)
{
  palier_composer_spawn (self, card, approval, approve_fiber);
}

static void
on_approve_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (widget);

  if (self->chosen)
    approve (self, self->chosen, PALIER_APPROVE_CHECKED);
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
  palier_composer_spawn (self, self->chosen, 0, test_fiber);
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
    palier_composer_spawn (self, self->chosen, 0, send_fiber);
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
    palier_composer_spawn (self, self->chosen, 0, withdraw_fiber);
}

void
palier_composer_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.approve", NULL, on_approve_cb);
  gtk_widget_class_install_action (widget_class, "composer.test", NULL, on_test_cb);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_cb);
  gtk_widget_class_install_action (widget_class, "composer.withdraw", NULL, on_withdraw_cb);
}
