/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed is kept after a pause and before every action, so that the text that is tested,
 * approved or sent is the one on the screen. The bar at the foot acts on the chosen variant. */
#include "palier-composer-page.h"

#include <glib/gi18n.h>

#include "palier-message-card.h"
#include "palier-shell.h"

#define N_VARIANTS 3

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
  GtkBox *cards;
  GtkWidget *actions;
  GtkImage *verdict_icon;
  GtkLabel *verdict;
  GtkWidget *test_button;
  GtkWidget *withdraw_button;
  GtkWidget *approve_button;
  GtkWidget *send_button;
};

G_DEFINE_FINAL_TYPE (PalierComposerPage, palier_composer_page, ADW_TYPE_NAVIGATION_PAGE)

/* One thing to do with one card, in a fiber. */
typedef struct
{
  PalierComposerPage *page;
  PalierMessageCard *card;
  PalierApproval approval;
} Deed;

static void
deed_free (gpointer data)
{
  Deed *self = data;

  g_object_unref (self->page);
  g_object_unref (self->card);
  g_free (self);
}

static void
spawn (PalierComposerPage *self, PalierMessageCard *card, PalierApproval approval,
       DexFiberFunc fiber)
{
  Deed *deed = g_new0 (Deed, 1);

  deed->page = g_object_ref (self);
  deed->card = g_object_ref (card);
  deed->approval = approval;
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, deed, deed_free));
}

static PalierMessageService *
messages (PalierComposerPage *self)
{
  return palier_session_get_messages (self->session);
}

/* ---- the chosen variant */

static const char *
verdict_icon_name (PalierVerdictKind kind)
{
  switch (kind)
  {
  case PALIER_VERDICT_ALLOWED:
    return "palier-done-symbolic";
  case PALIER_VERDICT_NEEDS_NOTICE:
    return "dialog-information-symbolic";
  case PALIER_VERDICT_LATER:
    return "document-open-recent-symbolic";
  case PALIER_VERDICT_BLOCKED:
  default:
    return "dialog-warning-symbolic";
  }
}

static DexFuture *
verdict_fiber (gpointer data)
{
  Deed *deed = data;
  PalierComposerPage *self = deed->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMessageVerdict) verdict =
      dex_await_boxed (palier_message_service_verdict (
                           messages (self), &palier_message_card_get_message (deed->card)->id),
                       &error);
  g_autofree char *trouble = error ? palier_session_error_message (error) : NULL;

  if (deed->card != self->chosen)
    return NULL;
  gtk_label_set_text (self->verdict, verdict ? verdict->words : trouble);
  gtk_image_set_from_icon_name (self->verdict_icon, verdict
                                                        ? verdict_icon_name (verdict->verdict.kind)
                                                        : "dialog-warning-symbolic");
  return NULL;
}

static void
show_actions (PalierComposerPage *self)
{
  PalierMessage *message = palier_message_card_get_message (self->chosen);
  gboolean draft = message->state == PALIER_MESSAGE_DRAFT;
  gboolean approved = message->state == PALIER_MESSAGE_APPROVED;

  gtk_widget_set_visible (self->actions, TRUE);
  gtk_widget_set_visible (self->approve_button, draft);
  gtk_widget_set_visible (self->test_button, draft);
  gtk_widget_set_visible (self->send_button, approved && message->delivery == NULL);
  gtk_widget_set_visible (self->withdraw_button, approved);
}

static void
on_chosen_cb (PalierMessageCard *card, PalierComposerPage *self)
{
  self->chosen = card;
  show_actions (self);
  spawn (self, card, 0, verdict_fiber);
}

/* ---- keeping what was typed */

static gboolean
await_kept (Deed *deed, GError **error)
{
  g_autofree char *subject = palier_message_card_dup_subject (deed->card);
  g_autofree char *body = palier_message_card_dup_body (deed->card);
  g_autoptr (PalierMessage) message = NULL;

  if (!palier_message_card_is_edited (deed->card))
    return TRUE;
  message = dex_await_boxed (
      palier_message_service_edit (
          messages (deed->page), &palier_message_card_get_message (deed->card)->id, subject, body),
      error);
  if (message)
    palier_message_card_set_message (deed->card, message);
  return message != NULL;
}

static DexFuture *
keep_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;

  if (!await_kept (deed, &error))
    palier_shell_report (GTK_WIDGET (deed->page), error);
  return NULL;
}

static void
on_edited_cb (PalierMessageCard *card, PalierComposerPage *self)
{
  spawn (self, card, 0, keep_fiber);
}

/* Reads the message again after something was done with it. */
static void
await_refresh (Deed *deed)
{
  g_autoptr (PalierMessage) message = dex_await_boxed (
      palier_message_service_get (messages (deed->page),
                                  &palier_message_card_get_message (deed->card)->id),
      NULL);

  if (message)
    palier_message_card_set_message (deed->card, message);
  if (deed->page->chosen == deed->card)
    show_actions (deed->page);
}

/* ---- approving */

static void approve (PalierComposerPage *self, PalierMessageCard *card, PalierApproval approval);

static void
on_confirmed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Deed *deed = data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "approve"))
    approve (deed->page, deed->card, PALIER_APPROVE_CONFIRMED);
  deed_free (deed);
}

static void
ask_confirmation (Deed *deed, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Approve Despite These Findings?"), words);
  Deed *next = g_new0 (Deed, 1);

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
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  gboolean ok =
      await_kept (deed, &error)
      && dex_await (palier_message_service_approve (
                        messages (deed->page), &palier_message_card_get_message (deed->card)->id,
                        deed->approval),
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
  spawn (self, card, approval, approve_fiber);
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
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  gboolean ok =
      await_kept (deed, &error)
      && dex_await (palier_message_service_send_test (
                        messages (deed->page), &palier_message_card_get_message (deed->card)->id),
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
  spawn (self, self->chosen, 0, test_fiber);
}

static DexFuture *
send_fiber (gpointer data)
{
  Deed *deed = data;
  PalierId id = palier_message_card_get_message (deed->card)->id;
  g_autoptr (GError) error = NULL;

  if (dex_await (palier_message_service_send (messages (deed->page), &id, 1, 0), &error))
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
    spawn (self, self->chosen, 0, send_fiber);
}

static DexFuture *
withdraw_fiber (gpointer data)
{
  Deed *deed = data;
  PalierId id = palier_message_card_get_message (deed->card)->id;
  g_autoptr (GError) error = NULL;

  if (dex_await (palier_message_service_withdraw (messages (deed->page), &id), &error))
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
    spawn (self, self->chosen, 0, withdraw_fiber);
}

/* ---- opening */

static PalierMessageCard *
append_card (PalierComposerPage *self, PalierMessage *message, PalierMessageCard *group)
{
  GtkWidget *card = palier_message_card_new (message, group);

  g_signal_connect_object (card, "edited", G_CALLBACK (on_edited_cb), self, 0);
  g_signal_connect_object (card, "chosen", G_CALLBACK (on_chosen_cb), self, 0);
  gtk_widget_set_hexpand (card, TRUE);
  gtk_box_append (self->cards, card);
  return PALIER_MESSAGE_CARD (card);
}

/* The newest N_VARIANTS of @list. */
static void
show_cards (PalierComposerPage *self, GPtrArray *list)
{
  PalierMessageCard *first = NULL;

  for (guint i = 0; i < MIN (list->len, N_VARIANTS); i++)
  {
    PalierMessage *message = g_ptr_array_index (list, i);
    PalierMessageCard *card = append_card (self, message, first);
    if (first == NULL)
      first = card;
    if (message->prospect_name)
      adw_window_title_set_subtitle (self->title, message->prospect_name);
  }
  gtk_stack_set_visible_child_name (self->stack, "cards");
  if (first)
    palier_message_card_choose (first);
}

/* Returns: (transfer full) (nullable): the drafts there are, or new ones */
static GPtrArray *
await_variants (PalierComposerPage *self, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  if (self->message && self->message->state != PALIER_MESSAGE_DRAFT)
  {
    list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
    g_ptr_array_add (list, palier_message_ref (self->message));
    return g_steal_pointer (&list);
  }
  list = dex_await_boxed (palier_message_service_find (messages (self), &self->prospect, "draft"),
                          error);
  if (list == NULL || list->len > 0)
    return g_steal_pointer (&list);
  return dex_await_boxed (
      palier_message_service_draft (messages (self), &self->prospect, N_VARIANTS), error);
}

static void
await_name (PalierComposerPage *self)
{
  g_autoptr (PalierProspect) prospect = dex_await_boxed (
      palier_prospect_service_get (palier_session_get_prospects (self->session), &self->prospect),
      NULL);
  g_autofree char *name = prospect ? palier_prospect_dup_display_name (prospect) : NULL;

  if (name)
    adw_window_title_set_subtitle (self->title, name);
}

static DexFuture *
open_fiber (gpointer data)
{
  PalierComposerPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = await_variants (self, &error);

  if (list && list->len > 0)
  {
    show_cards (self, list);
    await_name (self);
    return NULL;
  }
  if (error)
  {
    g_autofree char *words = palier_session_error_message (error);
    adw_status_page_set_description (self->trouble, words);
  }
  gtk_stack_set_visible_child_name (self->stack, "trouble");
  return NULL;
}

/* ---- overrides */

static void
palier_composer_page_dispose (GObject *object)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (object);

  self->chosen = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_COMPOSER_PAGE);
  g_clear_pointer (&self->message, palier_message_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_composer_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.approve", NULL, on_approve_cb);
  gtk_widget_class_install_action (widget_class, "composer.test", NULL, on_test_cb);
  gtk_widget_class_install_action (widget_class, "composer.send", NULL, on_send_cb);
  gtk_widget_class_install_action (widget_class, "composer.withdraw", NULL, on_withdraw_cb);
}

static void
palier_composer_page_class_init (PalierComposerPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_composer_page_dispose;
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-composer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, cards);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, actions);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, test_button);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, withdraw_button);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, approve_button);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, send_button);
}

static void
palier_composer_page_init (PalierComposerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_composer_page_new:
 * @prospect: to whom
 * @message: (nullable): one that exists; a draft is shown with its other variants, any other alone;
 *   NULL: the prospect's drafts, or new ones
 */
AdwNavigationPage *
palier_composer_page_new (PalierSession *session, const PalierId *prospect, PalierMessage *message)
{
  PalierComposerPage *self = g_object_new (PALIER_TYPE_COMPOSER_PAGE, NULL);

  self->session = g_object_ref (session);
  self->prospect = *prospect;
  self->message = message ? palier_message_ref (message) : NULL;
  palier_shell_spawn (GTK_WIDGET (self), open_fiber);
  return ADW_NAVIGATION_PAGE (self);
}
