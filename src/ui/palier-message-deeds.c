/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message-deeds.h"

#include "palier-shell.h"

/**
 * palier_message_keep:
 *
 * Stores what was typed, which is checked anew.
 *
 * Returns: whether the base has what the card shows
 */
gboolean
palier_message_keep (PalierMessageCard *card, PalierMessageService *service, GError **error)
{
  g_autofree char *subject = palier_message_card_dup_subject (card);
  g_autofree char *body = palier_message_card_dup_body (card);
  g_autoptr (PalierMessage) message = NULL;

  if (!palier_message_card_is_edited (card))
    return TRUE;
  message =
      dex_await_boxed (palier_message_service_edit (
                           service, &palier_message_card_get_message (card)->id, subject, body),
                       error);
  if (message != NULL)
    palier_message_card_set_message (card, message);
  return message != NULL;
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DexPromise *answer = data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  dex_promise_resolve_boolean (answer, g_str_equal (response, "approve"));
  dex_unref (answer);
}

/* Whether the user takes on what the checks found. */
static gboolean
ask_confirmation (GtkWidget *widget, const GError *findings)
{
  g_autofree char *words = palier_session_error_message (findings);
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Approve Despite These Findings?"), words);
  DexPromise *answer = dex_promise_new ();

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Mend the Text"),
                                  "approve", _ ("_Approve Anyway"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "approve",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, NULL, on_answered_cb,
                           dex_ref (answer));
  return dex_await_boolean (DEX_FUTURE (answer), NULL);
}

/**
 * palier_message_approve:
 *
 * Approves the text that the card shows; where checks stand against it, after asking.
 *
 * Returns: (transfer full): by which it is undone; %NULL with an error, or without one where the
 *   user wants to mend the text first
 */
PalierChangeset *
palier_message_approve (PalierMessageCard *card, PalierMessageService *service, GError **error)
{
  PalierId id = palier_message_card_get_message (card)->id;
  g_autoptr (GError) refusal = NULL;
  PalierChangeset *changeset = NULL;

  if (!palier_message_keep (card, service, error))
    return NULL;
  changeset = dex_await_boxed (
      palier_message_service_approve (service, &id, PALIER_APPROVE_CHECKED), &refusal);
  if (refusal == NULL)
    return changeset;
  if (!g_error_matches (refusal, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_CHECKS))
    return g_propagate_error (error, g_steal_pointer (&refusal)), NULL;
  if (!ask_confirmation (GTK_WIDGET (card), refusal))
    return NULL;
  return dex_await_boxed (palier_message_service_approve (service, &id, PALIER_APPROVE_CONFIRMED),
                          error);
}

typedef struct
{
  PalierMessageCard *card;
  PalierMessageService *service;
  guint paragraph;
} Wording;

static void
wording_free (gpointer data)
{
  Wording *self = data;

  g_object_unref (self->card);
  g_object_unref (self->service);
  g_free (self);
}

static void
on_grown (guint index, const char *subject, const char *body, gpointer data)
{
  palier_message_card_grow_paragraph (data, body);
}

/* What was typed is kept first: it is the text in the base that is written anew. */
static PalierWritten *
rewrite (Wording *self, GError **error)
{
  PalierWriteOrder order = { .grown = on_grown, .data = self->card };
  PalierWritten *written;

  if (!palier_message_keep (self->card, self->service, error))
    return NULL;
  order.cancellable = palier_message_card_begin_rewording (self->card);
  written = dex_await_boxed (palier_message_service_rewrite_paragraph (
                                 self->service, &palier_message_card_get_message (self->card)->id,
                                 self->paragraph, &order),
                             error);
  palier_message_card_end_rewording (self->card);
  return written;
}

static DexFuture *
reword_fiber (gpointer data)
{
  Wording *self = data;
  GtkWidget *widget = GTK_WIDGET (self->card);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierWritten) written = rewrite (self, &error);

  if (gtk_widget_get_root (widget) == NULL)
    return NULL; /* the card is gone */
  if (written != NULL)
    palier_message_card_take (self->card, written->messages->pdata[0]);
  if (written != NULL && written->words != NULL)
    palier_shell_toast (widget, written->words);
  else if (g_error_matches (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS))
    palier_shell_toast (widget, _ ("This paragraph always stands under your messages"));
  else if (error != NULL)
    palier_shell_report (widget, error);
  return NULL;
}

static void
on_reword_cb (PalierMessageCard *card, guint paragraph, PalierMessageService *service)
{
  Wording *self = g_new (Wording, 1);

  *self = (Wording) { g_object_ref (card), g_object_ref (service), paragraph };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, reword_fiber, self, wording_free));
}

/* Paragraphs of the card are reworded as @service knows to. */
void
palier_message_offer_wordings (PalierMessageCard *card, PalierMessageService *service)
{
  g_signal_connect_object (card, "reword", G_CALLBACK (on_reword_cb), service, 0);
}

typedef struct
{
  PalierMessageCard *card;
  PalierTemplateService *service;
  char *key;
} Naming;

static void
naming_free (gpointer data)
{
  Naming *self = data;

  g_object_unref (self->card);
  g_object_unref (self->service);
  g_free (self->key);
  g_free (self);
}

/* One that was removed since has no name any more. */
static DexFuture *
name_fiber (gpointer data)
{
  Naming *self = data;
  g_autoptr (PalierTemplate) template =
      dex_await_boxed (palier_template_service_find (self->service, self->key), NULL);

  if (template != NULL && palier_message_card_get_message (self->card) != NULL)
    palier_message_card_set_template (self->card, template->name);
  return NULL;
}

/* Shows by which template the card's message was written, if by one. */
void
palier_message_name_template (PalierMessageCard *card, PalierTemplateService *service)
{
  const char *key = palier_message_card_get_message (card)->template_key;
  Naming *self;

  if (key == NULL)
    return;
  self = g_new (Naming, 1);
  *self = (Naming) { g_object_ref (card), g_object_ref (service), g_strdup (key) };
  dex_future_disown (dex_scheduler_spawn (NULL, 0, name_fiber, self, naming_free));
}

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

/* @verdict: (nullable): it could not be asked for, @error says why */
void
palier_message_show_verdict (const PalierMessageVerdict *verdict, const GError *error,
                             GtkImage *icon, GtkLabel *words)
{
  g_autofree char *trouble = verdict == NULL ? palier_session_error_message (error) : NULL;

  gtk_label_set_text (words, verdict != NULL ? verdict->words : trouble);
  gtk_image_set_from_icon_name (icon, verdict != NULL ? verdict_icon_name (verdict->verdict.kind)
                                                      : "dialog-warning-symbolic");
}
