/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a message's record to the bytes that a mail server gets. A pixel and individual links go in
 * only where the reader's consent says yes, and only where readers can reach this relay. */
#include "palier-letter.h"

#include <string.h>

#include "palier-mail.h"
#include "palier-reader-question.h"
#include "palier-record-store.h"

#define UNSUBSCRIBE_LABEL "Ne plus recevoir de messages"

void
palier_letter_free (PalierLetter *self)
{
  palier_send_job_free (self->job);
  g_free (self->from);
  g_free (self->to);
  g_clear_pointer (&self->mail, g_bytes_unref);
  g_ptr_array_unref (self->links);
  palier_campaign_call_clear (&self->call);
  g_free (self);
}

static char *
add_link (PalierLetter *self, const PalierTenant *tenant, PalierLinkKind kind, const char *url,
          const char *format, const char *public_url)
{
  PalierLink *link = g_new0 (PalierLink, 1);
  char text[PALIER_TOKEN_TEXT_SIZE];

  link->kind = kind;
  link->job = self->job->id;
  link->url = g_strdup (url);
  link->token = palier_link_token (tenant, &self->job->id, kind, url);
  g_ptr_array_add (self->links, link);
  palier_token_format (&link->token, text);
  g_autoptr (GString) out = g_string_new (public_url);
  g_string_append (out, format);
  g_string_replace (out, "TOKEN", text, 1);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

typedef struct
{
  PalierLetter *letter;
  const PalierTenant *tenant;
  const char *public_url;
} Rewriting;

static char *
rewrite_link (const char *url, gpointer data)
{
  Rewriting *rewriting = data;
  return add_link (rewriting->letter, rewriting->tenant, PALIER_LINK_CLICK, url, "/t/c/TOKEN",
                   rewriting->public_url);
}

static void
make_mail_id (PalierLetter *self, const PalierMailbox *mailbox)
{
  char text[PALIER_ID_TEXT_SIZE];
  const char *at = strrchr (mailbox->from_email, '@');

  if (self->job->mail_id == NULL)
    self->job->mail_id = g_strdup_printf ("%s%s", palier_id_format (&self->job->id, text), at);
}

static void
compose (PalierLetter *self, const PalierTenant *tenant, const PalierRecord *message,
         const PalierMailbox *mailbox, const char *public_url, gint64 now_ms)
{
  char boundary[PALIER_ID_TEXT_SIZE];
  Rewriting rewriting = { self, tenant, public_url };
  g_autoptr (GError) error = NULL;
  g_autofree char *unsubscribe = NULL;
  g_autofree char *pixel = NULL;
  g_autofree char *mailto =
      g_strdup_printf ("mailto:%s?subject=STOP",
                       mailbox->reply_to != NULL ? mailbox->reply_to : mailbox->from_email);

  if (public_url != NULL)
    unsubscribe = add_link (self, tenant, PALIER_LINK_UNSUBSCRIBE, NULL, "/u/TOKEN", public_url);
  if (self->open)
    pixel = add_link (self, tenant, PALIER_LINK_OPEN, NULL, "/t/o/TOKEN.gif", public_url);
  PalierMailDraft draft = {
    .from_name = mailbox->from_name,
    .from_email = mailbox->from_email,
    .to_name = palier_record_get (message, PALIER_MESSAGE_FIELD_TO_NAME),
    .to_email = self->to,
    .reply_to = mailbox->reply_to,
    .subject = palier_record_get (message, PALIER_MESSAGE_FIELD_SUBJECT),
    .text = palier_record_get (message, PALIER_MESSAGE_FIELD_BODY),
    .message_id = self->job->mail_id,
    .date_ms = now_ms,
    .boundary = palier_id_format (&self->job->id, boundary),
    .unsubscribe_url = unsubscribe,
    .unsubscribe_mailto = mailto,
    .unsubscribe_label = unsubscribe != NULL ? UNSUBSCRIBE_LABEL : NULL,
    .pixel_url = pixel,
    .rewrite = self->click ? rewrite_link : NULL,
    .rewrite_data = &rewriting,
  };
  if (draft.subject != NULL && draft.text != NULL)
    self->mail = palier_mail_compose (&draft, &error);
  if (self->mail == NULL)
    self->fault = PALIER_REASON_BAD_MESSAGE;
}

/**
 * palier_letter_prepare:
 * @mailbox: who sends it
 * @public_url: (nullable): where readers reach this relay; NULL: links stay as they are written,
 *   there is no pixel, and one leaves by mail
 *
 * Reads only; takes the time that composing takes, so never on the writer's thread.
 *
 * Returns: (transfer full): with a mail, or with the fault that kept it from being made
 */
PalierLetter *
palier_letter_prepare (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
                       const PalierMailbox *mailbox, const char *public_url)
{
  PalierLetter *self = g_new0 (PalierLetter, 1);
  g_autoptr (PalierRecord) message =
      palier_record_store_get (tx, tenant, PALIER_KIND_MESSAGE, &job->id);
  g_autoptr (GArray) consents = palier_consent_store_list (tx, tenant, &job->prospect);
  PalierTracking tracking = palier_tracking_permission (
      (const PalierConsentRow *) consents->data, consents->len, PALIER_CHANNEL_EMAIL, tx->now_ms);

  self->job = palier_send_job_copy (job);
  self->links = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_link_free);
  self->from = g_strdup (mailbox->from_email);
  self->to = message != NULL ? palier_record_dup (message, PALIER_MESSAGE_FIELD_TO) : NULL;
  self->open = public_url != NULL && tracking.open == PALIER_SIGNAL_YES;
  self->click = public_url != NULL && tracking.click == PALIER_SIGNAL_YES;
  if (self->to == NULL || !palier_mail_address_is_valid (self->to))
  {
    self->fault = PALIER_REASON_NO_ADDRESS;
    return self;
  }
  self->has_notice =
      g_strcmp0 (palier_record_get (message, PALIER_MESSAGE_FIELD_NOTICE), "yes") == 0;
  palier_reader_question_load (tx, tenant, &job->prospect, PALIER_CHANNEL_EMAIL, self->to,
                               &self->question);
  if (!palier_id_is_nil (&job->campaign))
    palier_campaign_call_load (tx, tenant, job, &self->call);
  make_mail_id (self, mailbox);
  compose (self, tenant, message, mailbox, public_url, tx->now_ms);
  return self;
}
