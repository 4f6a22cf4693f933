/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1. The end of a message is seen however its bytes are cut. 2. Replies of several lines, statuses,
 * nonsense, bounds. 3. Secrets of AUTH are no commands. */
#include <string.h>

#include "palier-smtp-trace.h"

static void
say (PalierSmtpTrace *trace, const char *line)
{
  palier_smtp_trace_reply (trace, line, strlen (line));
}

static void
command (PalierSmtpTrace *trace, const char *line)
{
  palier_smtp_trace_command (trace, line, strlen (line));
}

static void
test_end (void)
{
  static const char body[] = "A: b\r\n\r\n..\r\n. \r\n.\r.\n\r\n.\r\n";
  const gsize length = sizeof body - 1;

  for (gsize cut = 1; cut < length; cut++)
  {
    PalierSmtpTrace trace;
    palier_smtp_trace_init (&trace);
    command (&trace, "DATA\r\n");
    say (&trace, "354 go\r\n");
    g_assert_cmpint (trace.stage, ==, PALIER_SMTP_STAGE_BODY);
    for (gsize at = 0; at < length; at += cut)
    {
      g_assert_cmpint (trace.stage, ==, PALIER_SMTP_STAGE_BODY);
      palier_smtp_trace_body (&trace, body + at, MIN (cut, length - at));
    }
    g_assert_cmpint (trace.stage, ==, PALIER_SMTP_STAGE_FINAL);
    g_assert_false (trace.answered);
    palier_smtp_trace_clear (&trace);
  }
}

static void
test_replies (void)
{
  PalierSmtpTrace trace;

  palier_smtp_trace_init (&trace);
  say (&trace, "220-hello\r\n");
  g_assert_cmpint (trace.stage, ==, PALIER_SMTP_STAGE_GREETING);
  g_assert_false (trace.answered);
  say (&trace, "220 there\r\n");
  g_assert_true (trace.answered);
  g_assert_cmpstr (trace.text->str, ==, "hello\nthere");
  command (&trace, "RCPT TO:<x>\r\n");
  g_assert_false (trace.answered);
  say (&trace, "550-5.1.1 No such\r\n");
  say (&trace, "550 5.1.1 user\r\n");
  g_assert_cmpint (trace.code, ==, 550);
  g_assert_cmpstr (trace.status, ==, "5.1.1");
  command (&trace, "MAIL FROM:<x>\r\n");
  say (&trace, "451 4.7.25.1 x\r\n");
  g_assert_cmpstr (trace.status, ==, "");
  g_assert_false (trace.garbage);
  say (&trace, "<html>\r\n");
  say (&trace, "25\r\n");
  g_assert_true (trace.garbage);
  palier_smtp_trace_clear (&trace);
}

static void
test_bound (void)
{
  PalierSmtpTrace trace;
  g_autofree char *line = g_strnfill (5000, '2');

  line[3] = '-';
  palier_smtp_trace_init (&trace);
  for (int i = 0; i < 10; i++)
    say (&trace, line);
  g_assert_cmpuint (trace.text->len, <=, PALIER_SMTP_MAX_REPLY);
  palier_smtp_trace_clear (&trace);
}

static void
test_auth (void)
{
  PalierSmtpTrace trace;

  palier_smtp_trace_init (&trace);
  command (&trace, "AUTH LOGIN\r\n");
  say (&trace, "334 x\r\n");
  command (&trace, "bWFpbA==\r\n");
  g_assert_cmpint (trace.stage, ==, PALIER_SMTP_STAGE_AUTH);
  g_assert_true (trace.asked_auth);
  palier_smtp_trace_clear (&trace);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp-trace/end", test_end);
  g_test_add_func ("/smtp-trace/replies", test_replies);
  g_test_add_func ("/smtp-trace/bound", test_bound);
  g_test_add_func ("/smtp-trace/auth", test_auth);
  return g_test_run ();
}
