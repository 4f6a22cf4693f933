/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Several messages on one line, to the byte, one by one and with the next envelope behind each
 * message. 2. Refusals, deferrals, dropped lines and silence at every stage, as a table: outcome,
 * stage, fault, and whether the peer has the message; alone, and in the midst of others. 3. After a
 * fault the next message goes through. 4. Login. 5. Cancelled. 6. Addresses that would inject a
 * command. 7. Points, and an end without a line's end. */
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "palier-smtp.h"
#include "peer.h"
#include "send-one.h"

static PalierSmtpConfig
config (const Peer *peer)
{
  return (PalierSmtpConfig) {
    .host = "127.0.0.1",
    .port = peer->port,
    .security = PALIER_SMTP_PLAIN,
    .allow_plain_loopback = TRUE,
    .helo = "client.test",
    .connect_ms = 3000,
    .reply_ms = 20000,
  };
}

static GBytes *
make_mail (gsize size)
{
  GString *text = g_string_new ("Subject: x\r\n\r\n.dot\r\n..\r\n");

  while (text->len < size)
    g_string_append (text, "0123456789012345678901234567890123456789012345678901234567890\r\n");
  g_string_append (text, "end\r\n");
  return g_string_free_to_bytes (text);
}

/* The arguments of a peer. */
static void
start (Peer *peer, const char *rule, gboolean pipelining)
{
  const char *const alone[] = { rule, NULL };
  const char *const ahead[] = { "--pipelining", rule, NULL };
  peer_start (peer, "smtp-peer.py", pipelining ? ahead : alone);
}

static void
check_five (Peer *peer)
{
  g_assert_cmpuint (peer_count (peer, "\"event\": \"connection\""), ==, 1);
  g_assert_cmpuint (peer_count (peer, "\"event\": \"message\""), ==, 5);
  g_assert_cmpuint (peer_count (peer, "EHLO client.test"), ==, 1);
  g_assert_cmpuint (peer_count (peer, "\\r\\n.dot\\r\\n..\\r\\n0123"), ==, 5);
  g_assert_cmpuint (peer_count (peer, "890\\r\\nend\\r\\n\""), ==, 5);
}

static void
test_many (void)
{
  Peer peer;
  g_autoptr (GBytes) mail = make_mail (100000);

  start (&peer, NULL, FALSE);
  PalierSmtpConfig one = config (&peer);
  PalierSmtpSession *session = palier_smtp_session_new (&one);
  for (int i = 0; i < 5; i++)
  {
    g_auto (PalierSmtpResult) result = { 0 };
    send_one (session, "a@example.com", "b@example.org", mail, NULL, &result);
    g_assert_cmpint (result.outcome, ==, PALIER_SMTP_ACCEPTED);
    g_assert_cmpint (result.stage, ==, PALIER_SMTP_STAGE_FINAL);
    g_assert_cmpint (result.code, ==, 250);
    g_assert_cmpstr (result.status, ==, "2.0.0");
    g_assert_true (g_str_has_prefix (result.text, "2.0.0 queued"));
  }
  palier_smtp_session_free (session);
  check_five (&peer);
  peer_stop (&peer);
}

#define MANY 5

static void
test_at_once (void)
{
  Peer peer;
  const gsize sizes[] = { 100, 100000, 16000, 5000, 1000000 };
  PalierSmtpMessage messages[MANY];
  PalierSmtpResult results[MANY];

  start (&peer, NULL, TRUE);
  PalierSmtpConfig one = config (&peer);
  PalierSmtpSession *session = palier_smtp_session_new (&one);
  for (int i = 0; i < MANY; i++)
    messages[i] = (PalierSmtpMessage) { "a@example.com", "b@example.org", make_mail (sizes[i]) };
  g_assert_cmpuint (palier_smtp_session_send (session, messages, MANY, NULL, results), ==, MANY);
  for (int i = 0; i < MANY; i++)
  {
    g_autofree char *text = g_strdup_printf ("2.0.0 queued as %d", i + 1);
    g_assert_cmpint (results[i].outcome, ==, PALIER_SMTP_ACCEPTED);
    g_assert_cmpstr (results[i].text, ==, text);
    palier_smtp_result_clear (&results[i]);
    g_bytes_unref (messages[i].mail);
  }
  palier_smtp_session_free (session);
  check_five (&peer);
  peer_stop (&peer);
}

typedef struct
{
  const char *rule;
  PalierSmtpOutcome outcome;
  PalierSmtpStage stage;
  PalierSmtpFault fault;
  int code;
  gboolean session_failed;
  guint received; /* messages the peer has */
} Case;

static const Case cases[] = {
  { "connect@1=drop", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_GREETING, PALIER_SMTP_LINE_DROPPED, 0,
    TRUE, 0 },
  { "greeting@1=554 5.7.1 go away", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_GREETING,
    PALIER_SMTP_GREETING_REFUSED, 554, TRUE, 0 },
  { "greeting@1=421 4.7.0 later", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_GREETING,
    PALIER_SMTP_GREETING_REFUSED, 421, TRUE, 0 },
  { "greeting@1=nonsense", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_GREETING, PALIER_SMTP_NOT_SMTP,
    0, TRUE, 0 },
  { "greeting@1=hang", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_GREETING, PALIER_SMTP_TIMED_OUT, 0,
    TRUE, 0 },
  { "ehlo@1=drop", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_EHLO, PALIER_SMTP_LINE_DROPPED, 0, TRUE,
    0 },
  { "mail@1=451 4.3.0 later", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_MAIL,
    PALIER_SMTP_SENDER_REFUSED, 451, FALSE, 0 },
  { "mail@1=550 5.7.1 not you", PALIER_SMTP_REFUSED, PALIER_SMTP_STAGE_MAIL,
    PALIER_SMTP_SENDER_REFUSED, 550, FALSE, 0 },
  { "mail@1=530 5.7.0 log in", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_MAIL, PALIER_SMTP_NO_AUTH,
    530, TRUE, 0 },
  { "mail@1=drop", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_MAIL, PALIER_SMTP_LINE_DROPPED, 0, FALSE,
    0 },
  { "mail@1=hang", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_MAIL, PALIER_SMTP_TIMED_OUT, 0, FALSE,
    0 },
  { "rcpt@1=450 4.2.0 greylisted", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_RCPT,
    PALIER_SMTP_RECIPIENT_REFUSED, 450, FALSE, 0 },
  { "rcpt@1=550 5.1.1 no such user", PALIER_SMTP_REFUSED, PALIER_SMTP_STAGE_RCPT,
    PALIER_SMTP_RECIPIENT_REFUSED, 550, FALSE, 0 },
  { "rcpt@1=drop", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_RCPT, PALIER_SMTP_LINE_DROPPED, 0, FALSE,
    0 },
  { "data@1=452 4.3.1 full", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_DATA,
    PALIER_SMTP_MESSAGE_REFUSED, 452, FALSE, 0 },
  { "data@1=554 5.5.1 no", PALIER_SMTP_REFUSED, PALIER_SMTP_STAGE_DATA, PALIER_SMTP_MESSAGE_REFUSED,
    554, FALSE, 0 },
  { "data@1=drop", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_DATA, PALIER_SMTP_LINE_DROPPED, 0, FALSE,
    0 },
  /* The end lies in the peer's buffer already, and nobody can know whether it was read. */
  { "body@1=drop", PALIER_SMTP_UNCERTAIN, PALIER_SMTP_STAGE_FINAL, PALIER_SMTP_LINE_DROPPED, 0,
    FALSE, 0 },
  { "dot@1=451 4.3.0 later", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_FINAL,
    PALIER_SMTP_MESSAGE_REFUSED, 451, FALSE, 1 },
  { "dot@1=554 5.7.1 spam", PALIER_SMTP_REFUSED, PALIER_SMTP_STAGE_FINAL,
    PALIER_SMTP_MESSAGE_REFUSED, 554, FALSE, 1 },
  { "dot@1=drop", PALIER_SMTP_UNCERTAIN, PALIER_SMTP_STAGE_FINAL, PALIER_SMTP_LINE_DROPPED, 0,
    FALSE, 1 },
  { "dot@1=hang", PALIER_SMTP_UNCERTAIN, PALIER_SMTP_STAGE_FINAL, PALIER_SMTP_TIMED_OUT, 0, FALSE,
    1 },
  { "dot@1=nonsense", PALIER_SMTP_UNCERTAIN, PALIER_SMTP_STAGE_FINAL, PALIER_SMTP_NOT_SMTP, 0,
    FALSE, 1 },
  { "dot@1=slow:0.1", PALIER_SMTP_ACCEPTED, PALIER_SMTP_STAGE_FINAL, PALIER_SMTP_OK, 250, FALSE,
    1 },
};

/* Too large for the buffers: the end was never sent. */
static const Case large_body = {
  "body@1=drop", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_BODY, PALIER_SMTP_LINE_DROPPED, 0, FALSE, 0
};

static void
check (const PalierSmtpResult *result, const Case *one)
{
  g_test_message ("%s: outcome %d stage %s fault %s code %d: %s", one->rule, result->outcome,
                  palier_smtp_stage_name (result->stage), palier_smtp_fault_name (result->fault),
                  result->code, result->text);
  g_assert_cmpint (result->outcome, ==, one->outcome);
  g_assert_cmpstr (palier_smtp_stage_name (result->stage), ==, palier_smtp_stage_name (one->stage));
  g_assert_cmpstr (palier_smtp_fault_name (result->fault), ==, palier_smtp_fault_name (one->fault));
  g_assert_cmpint (result->code, ==, one->code);
  g_assert_cmpint (result->session_failed, ==, one->session_failed);
  g_assert_nonnull (result->text);
}

/* The size decides whether the whole message fits the sockets' buffers. */
static void
run_case (const Case *one, gsize size)
{
  Peer peer;
  const char *const arguments[] = { one->rule, NULL };
  g_autoptr (GBytes) mail = make_mail (size);
  g_auto (PalierSmtpResult) result = { 0 };
  g_auto (PalierSmtpResult) next = { 0 };

  peer_start (&peer, "smtp-peer.py", arguments);
  PalierSmtpConfig settings = config (&peer);
  if (strstr (one->rule, "hang") != NULL || strstr (one->rule, "nonsense") != NULL)
    settings.reply_ms = 1000;
  PalierSmtpSession *session = palier_smtp_session_new (&settings);
  send_one (session, "a@example.com", "b@example.org", mail, NULL, &result);
  check (&result, one);
  g_assert_cmpuint (peer_count (&peer, "\"event\": \"message\""), ==, one->received);
  send_one (session, "a@example.com", "b@example.org", mail, NULL, &next);
  g_test_message ("next: %s at %s: %s", palier_smtp_fault_name (next.fault),
                  palier_smtp_stage_name (next.stage), next.text);
  g_assert_cmpint (next.outcome, ==, PALIER_SMTP_ACCEPTED);
  g_assert_cmpuint (peer_count (&peer, "\"event\": \"message\""), ==, one->received + 1);
  palier_smtp_session_free (session);
  peer_stop (&peer);
}

/* The second of three messages meets the case; the peer takes each of the others once. */
static void
run_in_midst (const Case *one, gboolean pipelining)
{
  Peer peer;
  g_autoptr (GString) rule = g_string_new (one->rule);
  g_autoptr (GBytes) mail = make_mail (1000);
  PalierSmtpMessage message = { "a@example.com", "b@example.org", mail };
  const PalierSmtpMessage messages[] = { message, message, message };
  PalierSmtpResult results[3];

  g_string_replace (rule, "@1", "@2", 1);
  start (&peer, rule->str, pipelining);
  PalierSmtpConfig settings = config (&peer);
  if (strstr (one->rule, "hang") != NULL || strstr (one->rule, "nonsense") != NULL)
    settings.reply_ms = 1000;
  PalierSmtpSession *session = palier_smtp_session_new (&settings);
  guint tried = palier_smtp_session_send (session, messages, 3, NULL, results);
  g_assert_cmpuint (tried, ==, one->stage == PALIER_SMTP_STAGE_FINAL && one->code != 0 ? 3 : 2);
  if (tried < 3)
    g_assert_cmpuint (palier_smtp_session_send (session, &message, 1, NULL, &results[2]), ==, 1);
  check (&results[1], one);
  g_assert_cmpint (results[0].outcome, ==, PALIER_SMTP_ACCEPTED);
  g_assert_cmpint (results[2].outcome, ==, PALIER_SMTP_ACCEPTED);
  g_assert_cmpuint (peer_count (&peer, "\"event\": \"message\""), ==, one->received + 2);
  for (int i = 0; i < 3; i++)
    palier_smtp_result_clear (&results[i]);
  palier_smtp_session_free (session);
  peer_stop (&peer);
}

static void
test_case (gconstpointer data)
{
  run_case (data, 1000);
}

static void
test_in_midst (gconstpointer data)
{
  run_in_midst (data, FALSE);
}

static void
test_in_midst_at_once (gconstpointer data)
{
  run_in_midst (data, TRUE);
}

static void
test_large (gconstpointer data)
{
  run_case (data, 6 * 1024 * 1024);
}

static void
test_login (void)
{
  Peer peer;
  const char *const arguments[] = { "--auth", "user:secret", NULL };
  g_autoptr (GBytes) mail = make_mail (100);
  g_auto (PalierSmtpResult) good = { 0 };
  g_auto (PalierSmtpResult) bad = { 0 };

  peer_start (&peer, "smtp-peer.py", arguments);
  PalierSmtpConfig one = config (&peer);
  one.user = "user";
  one.password = "secret";
  PalierSmtpSession *session = palier_smtp_session_new (&one);
  send_one (session, "a@example.com", "b@example.org", mail, NULL, &good);
  g_assert_cmpint (good.outcome, ==, PALIER_SMTP_ACCEPTED);
  palier_smtp_session_free (session);
  g_assert_cmpuint (peer_count (&peer, "\"user\": \"user\""), ==, 1);

  one.password = "wrong";
  session = palier_smtp_session_new (&one);
  send_one (session, "a@example.com", "b@example.org", mail, NULL, &bad);
  g_assert_cmpint (bad.outcome, ==, PALIER_SMTP_DEFERRED);
  g_assert_cmpint (bad.stage, ==, PALIER_SMTP_STAGE_AUTH);
  g_assert_cmpint (bad.fault, ==, PALIER_SMTP_AUTH_REFUSED);
  g_assert_true (bad.session_failed);
  g_assert_cmpint (bad.code, ==, 535);
  palier_smtp_session_free (session);
  peer_stop (&peer);
}

static gpointer
cancel_later (gpointer cancellable)
{
  g_usleep (200000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
test_cancel (void)
{
  Peer peer;
  const char *const arguments[] = { "mail=hang", NULL };
  g_autoptr (GBytes) mail = make_mail (100);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (PalierSmtpResult) result = { 0 };

  peer_start (&peer, "smtp-peer.py", arguments);
  PalierSmtpConfig one = config (&peer);
  one.reply_ms = 20000;
  PalierSmtpSession *session = palier_smtp_session_new (&one);
  g_autoptr (GThread) thread = g_thread_new ("cancel", cancel_later, cancellable);
  send_one (session, "a@example.com", "b@example.org", mail, cancellable, &result);
  g_thread_join (g_steal_pointer (&thread));
  g_assert_cmpint (result.outcome, ==, PALIER_SMTP_DEFERRED);
  g_assert_cmpint (result.fault, ==, PALIER_SMTP_CANCELLED);
  g_assert_false (result.session_failed);
  palier_smtp_session_free (session);
  peer_stop (&peer);
}

static void
test_injection (void)
{
  static const char *const bad[] = { "", "a@b>\r\nRCPT TO:<c@d", "a b", "a>b", "é@b" };
  Peer peer;
  const char *const arguments[] = { NULL };
  g_autoptr (GBytes) mail = make_mail (100);

  peer_start (&peer, "smtp-peer.py", arguments);
  PalierSmtpConfig one = config (&peer);
  PalierSmtpSession *session = palier_smtp_session_new (&one);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
  {
    g_auto (PalierSmtpResult) sender = { 0 };
    g_auto (PalierSmtpResult) recipient = { 0 };
    send_one (session, bad[i], "b@example.org", mail, NULL, &sender);
    send_one (session, "a@example.com", bad[i], mail, NULL, &recipient);
    g_assert_cmpint (sender.outcome, ==, PALIER_SMTP_REFUSED);
    g_assert_cmpint (sender.fault, ==, PALIER_SMTP_SENDER_REFUSED);
    g_assert_cmpint (recipient.outcome, ==, PALIER_SMTP_REFUSED);
    g_assert_cmpint (recipient.fault, ==, PALIER_SMTP_RECIPIENT_REFUSED);
  }
  palier_smtp_session_free (session);
  g_assert_cmpuint (peer_count (&peer, "connection"), ==, 0);
  peer_stop (&peer);
}

static void
test_points (void)
{
  static const struct
  {
    const char *mail;
    const char *got;
  } mails[] = { { ".A: b\r\n\r\n.\r\n", ".A: b\\r\\n\\r\\n.\\r\\n\"" },
                { "A: b\r\n\r\n..", "A: b\\r\\n\\r\\n..\\r\\n\"" },
                { "A: b\r\n\r\n.\r\n.\r\nc", "\\r\\n.\\r\\n.\\r\\nc\\r\\n\"" } };
  Peer peer;

  start (&peer, NULL, TRUE);
  PalierSmtpConfig one = config (&peer);
  PalierSmtpSession *session = palier_smtp_session_new (&one);
  for (gsize i = 0; i < G_N_ELEMENTS (mails); i++)
  {
    g_autoptr (GBytes) mail = g_bytes_new_static (mails[i].mail, strlen (mails[i].mail));
    g_auto (PalierSmtpResult) result = { 0 };
    send_one (session, "a@example.com", "b@example.org", mail, NULL, &result);
    g_assert_cmpint (result.outcome, ==, PALIER_SMTP_ACCEPTED);
    g_assert_cmpuint (peer_count (&peer, mails[i].got), ==, 1);
  }
  palier_smtp_session_free (session);
  peer_stop (&peer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/many", test_many);
  g_test_add_func ("/smtp/at-once", test_at_once);
  g_test_add_func ("/smtp/points", test_points);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *small = g_strdup_printf ("/smtp/case/%s", cases[i].rule);
    g_autofree char *large = g_strdup_printf ("/smtp/large/%s", cases[i].rule);
    g_autofree char *midst = g_strdup_printf ("/smtp/midst/%s", cases[i].rule);
    g_autofree char *at_once = g_strdup_printf ("/smtp/midst-at-once/%s", cases[i].rule);
    g_test_add_data_func (small, &cases[i], test_case);
    if (cases[i].stage >= PALIER_SMTP_STAGE_MAIL)
    {
      g_test_add_data_func (midst, &cases[i], test_in_midst);
      g_test_add_data_func (at_once, &cases[i], test_in_midst_at_once);
    }
    if (g_str_has_prefix (cases[i].rule, "dot") && !strstr (cases[i].rule, "hang")
        && !strstr (cases[i].rule, "nonsense"))
      g_test_add_data_func (large, &cases[i], test_large);
  }
  g_test_add_data_func ("/smtp/large/body", &large_body, test_large);
  g_test_add_func ("/smtp/login", test_login);
  g_test_add_func ("/smtp/cancel", test_cancel);
  g_test_add_func ("/smtp/injection", test_injection);
  return g_test_run ();
}
