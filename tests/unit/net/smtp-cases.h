/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server does at one stage, and what is to be known of the message then. */
#pragma once

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "peer.h"
#include "send-one.h"

static inline PalierSmtpConfig
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

static inline GBytes *
make_mail (gsize size)
{
  GString *text = g_string_new ("Subject: x\r\n\r\n.dot\r\n..\r\n");

  while (text->len < size)
    g_string_append (text, "0123456789012345678901234567890123456789012345678901234567890\r\n");
  g_string_append (text, "end\r\n");
  return g_string_free_to_bytes (text);
}

/* The arguments of a peer. */
static inline void
start (Peer *peer, const char *rule, gboolean pipelining)
{
  const char *const alone[] = { rule, NULL };
  const char *const ahead[] = { "--pipelining", rule, NULL };
  peer_start (peer, "smtp-peer.py", pipelining ? ahead : alone);
}

static inline void
check_five (Peer *peer)
{
  g_assert_cmpuint (peer_count (peer, "\"event\": \"connection\""), ==, 1);
  g_assert_cmpuint (peer_count (peer, "\"event\": \"message\""), ==, 5);
  g_assert_cmpuint (peer_count (peer, "EHLO client.test"), ==, 1);
  g_assert_cmpuint (peer_count (peer, "\\r\\n.dot\\r\\n..\\r\\n0123"), ==, 5);
  g_assert_cmpuint (peer_count (peer, "890\\r\\nend\\r\\n\""), ==, 5);
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

static inline void
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
