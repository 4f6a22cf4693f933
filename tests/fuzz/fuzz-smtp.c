/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server says, line by line. The first byte of a line chooses what was done before it. */
#include "fuzz.h"
#include "palier-smtp-trace.h"

#include <string.h>

static void
act (PalierSmtpTrace *trace, char choice)
{
  static const char *const commands[] = { "EHLO x\r\n", "AUTH PLAIN\r\n", "MAIL FROM:<x>\r\n",
                                          "RCPT TO:<x>\r\n", "DATA\r\n" };

  if (choice >= '0' && choice < '5')
    palier_smtp_trace_command (trace, commands[choice - '0'], strlen (commands[choice - '0']));
  else if (choice == '5')
    palier_smtp_trace_body (trace, "x\r\n.\r\n", 6);
  else if (choice == '6')
    palier_smtp_trace_begin (trace);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  PalierSmtpTrace trace;

  palier_smtp_trace_init (&trace);
  for (gsize at = 0; at < length;)
  {
    const guint8 *end = memchr (data + at, '\n', length - at);
    gsize next = end != NULL ? (gsize) (end - data) + 1 : length;
    act (&trace, (char) data[at]);
    palier_smtp_trace_reply (&trace, (const char *) data + at + 1, next - at - 1);
    g_assert_true (trace.text->len <= PALIER_SMTP_MAX_REPLY);
    g_assert_true (trace.code >= 0 && trace.code <= 999 && strlen (trace.status) < 12);
    at = next;
  }
  palier_smtp_trace_clear (&trace);
  return 0;
}
