/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages handed over at once, to a server that takes several commands: 1. to the byte, whatever
 * their size. 2. Whatever the server does at one of them, the one before and the one behind arrive
 * once. 3. Points, and an end without a line's end. */
#include "smtp-cases.h"

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

/* The second of three messages meets the case; the peer takes each of the others once. */
static void
test_in_midst (gconstpointer data)
{
  const Case *one = data;
  Peer peer;
  g_autoptr (GString) rule = g_string_new (one->rule);
  g_autoptr (GBytes) mail = make_mail (1000);
  PalierSmtpMessage message = { "a@example.com", "b@example.org", mail };
  const PalierSmtpMessage messages[] = { message, message, message };
  PalierSmtpResult results[3];

  g_string_replace (rule, "@1", "@2", 1);
  start (&peer, rule->str, TRUE);
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
  g_test_add_func ("/smtp-many/at-once", test_at_once);
  g_test_add_func ("/smtp-many/points", test_points);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *path = g_strconcat ("/smtp-many/midst/", cases[i].rule, NULL);
    if (cases[i].stage >= PALIER_SMTP_STAGE_MAIL)
      g_test_add_data_func (path, &cases[i], test_in_midst);
  }
  return g_test_run ();
}
