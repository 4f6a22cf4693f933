/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Does my mailbox work?", with an answer that says what to change. */
#include "palier-sender-test.h"

#include <glib/gi18n.h>

#include "palier-smtp-config.h"
#include "palier-smtp.h"
#include "palier-words-table.h"
#include "palier-worker.h"

static const PalierWords fault_words[] = {
  { "ok", N_ ("This mailbox works.") },
  { "no_host", N_ ("The server's name is not known. Check its spelling and your connection.") },
  { "connect_refused",
    N_ ("The server does not answer on this port. Usual ones are 465 and 587.") },
  { "unreachable", N_ ("The server cannot be reached. Check your connection.") },
  { "timed_out", N_ ("The server did not answer in time. A firewall may block this port.") },
  { "tls_name", N_ ("The certificate belongs to another server. Check the server's name.") },
  { "tls_expired", N_ ("The server's certificate has expired. Tell your provider.") },
  { "tls_self_signed", N_ ("The server's certificate is not signed by a known authority.") },
  { "tls_untrusted", N_ ("The server's certificate is not signed by a known authority.") },
  { "tls_failed", N_ ("No encrypted connection on this port. Try STARTTLS with 587, or TLS with "
                      "465.") },
  { "no_starttls", N_ ("The server offers no STARTTLS here. Try TLS with port 465.") },
  { "plain_forbidden", N_ ("Without encryption your password would be readable by others: choose "
                           "TLS or STARTTLS.") },
  { "not_smtp", N_ ("What answers there is no mail server. Check name and port.") },
  { "greeting_refused", N_ ("The server takes no mail from this computer.") },
  { "no_auth", N_ ("The server takes no login on this port. Try 465 or 587.") },
  { "auth_refused", N_ ("User name or password refused. Many providers want an application "
                        "password, to be made on their site.") },
  { "sender_refused", N_ ("The server does not let this login send from this address.") },
  { "recipient_refused", N_ ("The server refuses the recipient.") },
  { "message_refused", N_ ("The server refuses the message.") },
  { "line_dropped", N_ ("The connection broke. Try again.") },
  { "cancelled", N_ ("Cancelled.") },
};

typedef struct
{
  PalierSender *sender;
  char *password;
} Test;

static void
test_free (gpointer data)
{
  Test *self = data;

  palier_sender_free (self->sender);
  g_free (self->password);
  g_free (self);
}

char *
palier_sender_fault_words (const char *fault)
{
  return g_strdup (PALIER_WORDS (fault_words, fault));
}

/* On a pool thread: it waits for the network. */
static DexFuture *
test_job (gpointer data)
{
  Test *test = data;
  g_auto (PalierSmtpResult) result = { 0 };
  PalierSmtpConfig config = palier_smtp_config_of (test->sender, test->password);
  gboolean ok = palier_smtp_diagnose (&config, test->sender->from_email, test->sender->from_email,
                                      NULL, &result);
  PalierSenderTest *answer = g_atomic_rc_box_new0 (PalierSenderTest);

  answer->ok = ok;
  answer->code = g_strdup (palier_smtp_fault_name (ok ? PALIER_SMTP_OK : result.fault));
  answer->words = palier_sender_fault_words (answer->code);
  answer->detail = g_strdup (result.text);
  return dex_future_new_take_boxed (PALIER_TYPE_SENDER_TEST, answer);
}

/* → PALIER_TYPE_SENDER_TEST: a mailbox that does not work is an answer, not an error. */
DexFuture *
palier_sender_test_run (PalierSender *sender, const char *password)
{
  Test *test = g_new0 (Test, 1);

  test->sender = palier_sender_ref (sender);
  test->password = g_strdup (password);
  return palier_pool_run (test_job, test, test_free);
}
