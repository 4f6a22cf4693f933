/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. Plain only to this machine; nothing listens. 2. No such host. 3. Login, sender, recipient:
 * each refusal has its name, and no message is sent. 4. A login that the server does not ask for.
 */
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "palier-smtp.h"
#include "peer.h"

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

static void
test_plain (void)
{
  static const struct
  {
    const char *host;
    gboolean allowed;
    PalierSmtpFault fault;
  } hosts[] = {
    { "127.0.0.1", FALSE, PALIER_SMTP_PLAIN_FORBIDDEN },
    { "mail.example.com", TRUE, PALIER_SMTP_PLAIN_FORBIDDEN },
    { "127.0.0.1.example.com", TRUE, PALIER_SMTP_PLAIN_FORBIDDEN },
    { "a b", TRUE, PALIER_SMTP_NO_HOST },
    { "a/b", TRUE, PALIER_SMTP_NO_HOST },
    { "", TRUE, PALIER_SMTP_NO_HOST },
    { "x\r\ny", TRUE, PALIER_SMTP_NO_HOST },
    { "127.0.0.1", TRUE, PALIER_SMTP_CONNECT_REFUSED },
    { "localhost", TRUE, PALIER_SMTP_CONNECT_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
  {
    g_auto (PalierSmtpResult) result = { 0 };
    PalierSmtpConfig one = { .host = hosts[i].host,
                             .port = 1,
                             .security = PALIER_SMTP_PLAIN,
                             .allow_plain_loopback = hosts[i].allowed };
    g_assert_false (palier_smtp_diagnose (&one, NULL, NULL, NULL, &result));
    g_assert_cmpstr (palier_smtp_fault_name (result.fault), ==,
                     palier_smtp_fault_name (hosts[i].fault));
    g_assert_cmpint (result.outcome, ==, PALIER_SMTP_DEFERRED);
    g_assert_true (result.session_failed);
  }
}

static void
test_no_host (void)
{
  g_auto (PalierSmtpResult) result = { 0 };
  PalierSmtpConfig one = { .host = "no-such-host.invalid", .port = 587 };

  g_assert_false (palier_smtp_diagnose (&one, NULL, NULL, NULL, &result));
  g_assert_cmpint (result.fault, ==, PALIER_SMTP_NO_HOST);
  g_assert_cmpint (result.stage, ==, PALIER_SMTP_STAGE_RESOLVE);
}

static void
test_diagnose (void)
{
  static const struct
  {
    const char *rule;
    PalierSmtpFault fault;
    int code;
  } rules[] = {
    { "rset=250 fine", PALIER_SMTP_OK, 250 },
    { "greeting=554 no", PALIER_SMTP_GREETING_REFUSED, 554 },
    { "auth=454 4.7.0 later", PALIER_SMTP_AUTH_REFUSED, 454 },
    { "mail=550 5.7.1 not you", PALIER_SMTP_SENDER_REFUSED, 550 },
    { "mail=drop", PALIER_SMTP_LINE_DROPPED, 0 },
    { "mail=hang", PALIER_SMTP_TIMED_OUT, 0 },
    { "rcpt=550-5.1.1 no\r\n550 such user", PALIER_SMTP_RECIPIENT_REFUSED, 550 },
    { "rcpt=nonsense", PALIER_SMTP_NOT_SMTP, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
  {
    Peer peer;
    const char *const arguments[] = { "--auth", "user:secret", rules[i].rule, NULL };
    g_auto (PalierSmtpResult) result = { 0 };
    peer_start (&peer, "smtp-peer.py", arguments);
    PalierSmtpConfig one = config (&peer);
    one.user = "user";
    one.password = "secret";
    if (strstr (rules[i].rule, "hang") != NULL || strstr (rules[i].rule, "nonsense") != NULL)
      one.reply_ms = 1000;
    gboolean well = palier_smtp_diagnose (&one, "a@example.com", "b@example.org", NULL, &result);
    g_test_message ("%s: %s %d %s", rules[i].rule, palier_smtp_fault_name (result.fault),
                    result.code, result.text);
    g_assert_cmpstr (palier_smtp_fault_name (result.fault), ==,
                     palier_smtp_fault_name (rules[i].fault));
    g_assert_cmpint (well, ==, result.fault == PALIER_SMTP_OK);
    g_assert_cmpint (result.code, ==, rules[i].code);
    g_assert_cmpuint (peer_count (&peer, "\"line\": \"DATA\""), ==, 0);
    peer_stop (&peer);
  }
}

static void
test_no_auth (void)
{
  Peer peer;
  const char *const arguments[] = { NULL };
  g_auto (PalierSmtpResult) result = { 0 };

  peer_start (&peer, "smtp-peer.py", arguments);
  PalierSmtpConfig one = config (&peer);
  one.user = "user";
  g_assert_false (palier_smtp_diagnose (&one, NULL, NULL, NULL, &result));
  g_assert_cmpint (result.fault, ==, PALIER_SMTP_NO_AUTH);
  peer_stop (&peer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/plain", test_plain);
  g_test_add_func ("/smtp/no-host", test_no_host);
  g_test_add_func ("/smtp/diagnose", test_diagnose);
  g_test_add_func ("/smtp/no-auth", test_no_auth);
  return g_test_run ();
}
