/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A message to oneself, to see how it arrives. The recipient is the mailbox's own address and
 * nothing else, so this is no way around the gate. */
#include "palier-self-test.h"

#include <glib/gi18n.h>

#include "palier-mail.h"
#include "palier-session-error.h"
#include "palier-smtp-config.h"
#include "palier-worker.h"

typedef struct
{
  PalierSender *sender;
  char *password;
  GBytes *mail;
} SelfTest;

static void
self_test_free (gpointer data)
{
  SelfTest *self = data;

  palier_sender_free (self->sender);
  g_free (self->password);
  g_bytes_unref (self->mail);
  g_free (self);
}

static GBytes *
compose (PalierCore *core, PalierSender *sender, PalierMessage *message, GError **error)
{
  char id[PALIER_ID_TEXT_SIZE];
  PalierId mail_id = palier_workspace_new_id (core->workspace);
  const char *at = strrchr (sender->from_email, '@');
  g_autofree char *message_id =
      g_strconcat (palier_id_format (&mail_id, id), at != NULL ? at : "@localhost", NULL);
  g_autofree char *subject = g_strdup_printf (_ ("[Test] %s"), message->subject);

  return palier_mail_compose (&(PalierMailDraft) { .from_name = sender->from_name,
                                                   .from_email = sender->from_email,
                                                   .to_name = sender->from_name,
                                                   .to_email = sender->from_email,
                                                   .subject = subject,
                                                   .text = message->body,
                                                   .message_id = message_id,
                                                   .date_ms = palier_core_now_ms (core),
                                                   .boundary = id },
                              error);
}

static DexFuture *
send_job (gpointer data)
{
  SelfTest *test = data;
  g_auto (PalierSmtpResult) result = { 0 };
  PalierSmtpConfig config = palier_smtp_config_of (test->sender, test->password);
  g_autoptr (PalierSmtpSession) session = palier_smtp_session_new (&config);

  PalierSmtpMessage message = { test->sender->from_email, test->sender->from_email, test->mail };
  palier_smtp_session_send (session, &message, 1, NULL, &result);
  if (result.outcome == PALIER_SMTP_ACCEPTED)
    return dex_future_new_true ();
  return dex_future_new_reject (PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_SENDER_TEST, "%s",
                                palier_smtp_fault_name (result.fault));
}

/* → TRUE. Errors: PALIER_SESSION_ERROR_SENDER_TEST with the fault's name, PALIER_MAIL_ERROR. */
DexFuture *
palier_self_test_send (PalierCore *core, PalierSender *sender, const char *password,
                       PalierMessage *message)
{
  g_autoptr (GError) error = NULL;
  GBytes *mail = compose (core, sender, message, &error);
  SelfTest *test;

  if (mail == NULL)
    return palier_reject (&error);
  test = g_new0 (SelfTest, 1);
  test->sender = palier_sender_ref (sender);
  test->password = g_strdup (password);
  test->mail = mail;
  return palier_pool_run (send_job, test, self_test_free);
}
