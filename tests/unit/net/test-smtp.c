/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Several messages on one line, to the byte. 2. Refusals, deferrals, dropped lines and silence
 * at every stage, as a table: outcome, stage, fault, and whether the peer has the message. 3. After
 * a fault the next message goes through. 4. Login. 5. Cancelled. 6. Addresses that would inject a
 * command. */
#include "smtp-cases.h"

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

/* Too large for the buffers: the end was never sent. */
static const Case large_body = {
  "body@1=drop", PALIER_SMTP_DEFERRED, PALIER_SMTP_STAGE_BODY, PALIER_SMTP_LINE_DROPPED, 0, FALSE, 0
};

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

static void
test_case (gconstpointer data)
{
  run_case (data, 1000);
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/many", test_many);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *small = g_strdup_printf ("/smtp/case/%s", cases[i].rule);
    g_autofree char *large = g_strdup_printf ("/smtp/large/%s", cases[i].rule);
    g_test_add_data_func (small, &cases[i], test_case);
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
