/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-smtp-private.h"

#include <string.h>

struct _PalierSmtpSession
{
  PalierSmtpLine line;
  gboolean stands; /* the line is open, and nothing is under way on it */
  GString *out;    /* a message as it goes over the line, and the next one's envelope */
};

static const char *const stages[] = { "resolve", "connect", "tls",  "greeting", "ehlo", "starttls",
                                      "auth",    "mail",    "rcpt", "data",     "body", "final" };
static const char *const faults[] = {
  "ok",           "no_host",         "connect_refused",   "unreachable",      "timed_out",
  "tls_name",     "tls_expired",     "tls_self_signed",   "tls_untrusted",    "tls_failed",
  "no_starttls",  "plain_forbidden", "not_smtp",          "greeting_refused", "no_auth",
  "auth_refused", "sender_refused",  "recipient_refused", "message_refused",  "line_dropped",
  "cancelled",
};

G_STATIC_ASSERT (G_N_ELEMENTS (stages) == PALIER_N_SMTP_STAGES);
G_STATIC_ASSERT (G_N_ELEMENTS (faults) == PALIER_N_SMTP_FAULTS);

const char *
palier_smtp_stage_name (PalierSmtpStage stage)
{
  g_assert ((guint) stage < PALIER_N_SMTP_STAGES);
  return stages[stage];
}

/* Returns: a stable word, for which session and relay have a sentence */
const char *
palier_smtp_fault_name (PalierSmtpFault fault)
{
  g_assert ((guint) fault < PALIER_N_SMTP_FAULTS);
  return faults[fault];
}

void
palier_smtp_result_clear (PalierSmtpResult *self)
{
  g_clear_pointer (&self->text, g_free);
  memset (self, 0, sizeof *self);
}

/**
 * palier_smtp_session_new:
 * @config: copied
 *
 * Prepares a session; the line is made with the first message and made again when it fell.
 */
PalierSmtpSession *
palier_smtp_session_new (const PalierSmtpConfig *config)
{
  PalierSmtpSession *self = g_new0 (PalierSmtpSession, 1);

  palier_smtp_line_init (&self->line, config);
  self->out = g_string_new (NULL);
  return self;
}

/* Ends the line politely (QUIT), if it stands. */
void
palier_smtp_session_free (PalierSmtpSession *self)
{
  if (self->stands)
    palier_smtp_talk_leave (&self->line);
  palier_smtp_line_clear (&self->line);
  g_string_free (self->out, TRUE);
  g_free (self);
}

/* Whether @address can end neither the command nor its brackets. */
static gboolean
is_safe (const char *address)
{
  for (const char *p = address; *p != '\0'; p++)
    if (*p <= ' ' || *p >= 0x7f || *p == '<' || *p == '>')
      return FALSE;
  return address[0] != '\0';
}

static void
refuse (PalierSmtpResult *result, PalierSmtpStage stage, PalierSmtpFault fault, gboolean session)
{
  result->outcome = session ? PALIER_SMTP_DEFERRED : PALIER_SMTP_REFUSED;
  result->stage = stage;
  result->fault = fault;
  result->session_failed = session;
  result->text = g_strdup (palier_smtp_fault_name (fault));
}

static gboolean
check (PalierSmtpLine *line, const char *from, const char *to, PalierSmtpResult *result)
{
  if (line->host == NULL)
    refuse (result, PALIER_SMTP_STAGE_RESOLVE, PALIER_SMTP_NO_HOST, TRUE);
  else if (line->forbidden)
    refuse (result, PALIER_SMTP_STAGE_CONNECT, PALIER_SMTP_PLAIN_FORBIDDEN, TRUE);
  else if (from != NULL && !is_safe (from))
    refuse (result, PALIER_SMTP_STAGE_MAIL, PALIER_SMTP_SENDER_REFUSED, FALSE);
  else if (to != NULL && !is_safe (to))
    refuse (result, PALIER_SMTP_STAGE_RCPT, PALIER_SMTP_RECIPIENT_REFUSED, FALSE);
  else
    return TRUE;
  return FALSE;
}

/* ---- Messages */

static void
append_mail (GString *out, const PalierSmtpMessage *message, gboolean size)
{
  g_string_append_printf (out, "MAIL FROM:<%s>", message->from);
  if (size)
    g_string_append_printf (out, " SIZE=%" G_GSIZE_FORMAT, g_bytes_get_size (message->mail));
  g_string_append (out, "\r\n");
}

static void
append_envelope (GString *out, const PalierSmtpMessage *message, gboolean size)
{
  append_mail (out, message, size);
  g_string_append_printf (out, "RCPT TO:<%s>\r\nDATA\r\n", message->to);
}

/* A point at the beginning of a line is doubled; one alone on a line is the end (RFC 5321 § 4.5.2).
 */
static void
append_body (GString *out, GBytes *mail)
{
  gsize length;
  const char *start = g_bytes_get_data (mail, &length);
  const char *data = start;
  const char *end = start + length;

  for (const char *dot = data; (dot = memchr (dot, '.', (gsize) (end - dot))) != NULL; dot++)
    if (dot == start || dot[-1] == '\n')
    {
      g_string_append_len (out, data, dot - data);
      g_string_append_c (out, '.');
      data = dot;
    }
  g_string_append_len (out, data, end - data);
  g_string_append (out, length >= 2 && memcmp (end - 2, "\r\n", 2) == 0 ? ".\r\n" : "\r\n.\r\n");
}

/* Offers a message, command by command. */
static CURLcode
ask_envelope (PalierSmtpSession *self, const PalierSmtpMessage *message)
{
  PalierSmtpLine *line = &self->line;
  g_autofree char *recipient = g_strdup_printf ("RCPT TO:<%s>\r\n", message->to);

  g_string_truncate (self->out, 0);
  append_mail (self->out, message, line->trace.size);
  CURLcode code = palier_smtp_talk_ask (line, self->out->str);
  if (code == CURLE_OK)
    code = palier_smtp_talk_ask (line, recipient);
  return code == CURLE_OK ? palier_smtp_talk_ask (line, "DATA\r\n") : code;
}

/* The answers to an envelope that went out at once. A refusal is the last that is read: the line is
 * abandoned then, so that a server that asks for the message all the same gets nothing. */
static CURLcode
hear_envelope (PalierSmtpSession *self)
{
  static const char *const verbs[] = { "MAIL", "RCPT", "DATA" };
  CURLcode code = CURLE_OK;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs) && code == CURLE_OK; i++)
    code = palier_smtp_talk_hear (&self->line, verbs[i]);
  return code;
}

/**
 * hand_over:
 * @offered: its envelope has gone out with the message before
 * @next: (nullable): whose envelope goes out with this message (RFC 2920 § 3.1)
 */
static CURLcode
hand_over (PalierSmtpSession *self, const PalierSmtpMessage *message, gboolean offered,
           const PalierSmtpMessage *next)
{
  PalierSmtpLine *line = &self->line;
  CURLcode code;

  palier_smtp_trace_begin (&line->trace);
  if (!line->trace.pipelining)
    code = ask_envelope (self, message);
  else
  {
    g_string_truncate (self->out, 0);
    if (!offered)
      append_envelope (self->out, message, line->trace.size);
    palier_smtp_trace_command (&line->trace, "MAIL", 4);
    code = palier_smtp_talk_write (line, self->out->str, self->out->len, 0);
    code = code == CURLE_OK ? hear_envelope (self) : code;
  }
  if (code != CURLE_OK)
    return code;
  g_string_truncate (self->out, 0);
  append_body (self->out, message->mail);
  gsize body = self->out->len;
  if (next != NULL)
    append_envelope (self->out, next, line->trace.size);
  code = palier_smtp_talk_write (line, self->out->str, self->out->len, body);
  return code == CURLE_OK ? palier_smtp_talk_end (line) : code;
}

/* Whether client and server agree that nothing is under way. */
static gboolean
is_in_step (const PalierSmtpResult *result)
{
  return result->stage == PALIER_SMTP_STAGE_FINAL && result->code != 0;
}

static CURLcode
stand (PalierSmtpSession *self)
{
  if (self->stands && palier_smtp_talk_is_quiet (&self->line))
    return CURLE_OK;
  self->stands = FALSE;
  return palier_smtp_line_open (&self->line);
}

/* How many messages may be sent in one run: an address that could be a command ends it. */
static guint
count_safe (const PalierSmtpMessage *messages, guint n_messages)
{
  guint n = 0;

  while (n < n_messages && is_safe (messages[n].from) && is_safe (messages[n].to))
    n++;
  return n;
}

static guint
send_run (PalierSmtpSession *self, const PalierSmtpMessage *messages, guint n_messages,
          PalierSmtpResult *results)
{
  gboolean pipelining = self->line.trace.pipelining;

  for (guint i = 0; i < n_messages; i++)
  {
    const PalierSmtpMessage *next = pipelining && i + 1 < n_messages ? &messages[i + 1] : NULL;
    CURLcode code = hand_over (self, &messages[i], pipelining && i > 0, next);
    palier_smtp_line_judge (&self->line, code, &results[i]);
    self->stands = is_in_step (&results[i]);
    if (!self->stands)
      return i + 1;
  }
  return n_messages;
}

/**
 * palier_smtp_session_send:
 * @messages: (array length=n_messages): at least one
 * @cancellable: (nullable): may be cancelled from any thread, takes effect within a second
 * @results: (out caller-allocates) (array length=n_messages): to be cleared by
 *   palier_smtp_result_clear()
 *
 * Hands messages over, one after the other, and waits for the answers. Nothing is tried twice here:
 * what to do with a deferred message is the caller's affair, and an uncertain one is never to be
 * sent again by itself. When the line falls or had to be cut, it ends there.
 *
 * Returns: how many were tried and have a result; of the others nothing but an envelope has left
 */
guint
palier_smtp_session_send (PalierSmtpSession *self, const PalierSmtpMessage *messages,
                          guint n_messages, GCancellable *cancellable, PalierSmtpResult *results)
{
  PalierSmtpLine *line = &self->line;
  guint n_done = 1;

  memset (results, 0, n_messages * sizeof *results);
  if (!check (line, messages[0].from, messages[0].to, &results[0]))
    return 1;
  line->cancellable = cancellable;
  CURLcode code = stand (self);
  if (code == CURLE_OK)
    n_done = send_run (self, messages, count_safe (messages, n_messages), results);
  else
    palier_smtp_line_judge (line, code, &results[0]);
  line->cancellable = NULL;
  if (!self->stands)
    palier_smtp_line_abandon (line);
  return n_done;
}

/* ---- Diagnosis */

static CURLcode
ask_address (PalierSmtpLine *line, const char *verb, const char *address)
{
  g_autofree char *command = g_strdup_printf ("%s:<%s>\r\n", verb, address);
  return palier_smtp_talk_ask (line, command);
}

static CURLcode
try_sender (PalierSmtpLine *line, const char *from, const char *to)
{
  CURLcode code = palier_smtp_line_open (line);

  if (code == CURLE_OK && from != NULL)
    code = ask_address (line, "MAIL FROM", from);
  if (code == CURLE_OK && from != NULL && to != NULL)
    code = ask_address (line, "RCPT TO", to);
  if (code == CURLE_OK)
    palier_smtp_talk_leave (line);
  return code;
}

/**
 * palier_smtp_diagnose:
 * @from: (nullable): the sender's address, to ask whether the server lets it write
 * @to: (nullable): an address, to ask whether the server would take mail for it
 * @result: (out caller-allocates): to be cleared by palier_smtp_result_clear()
 *
 * Goes through everything up to the message itself, and sends none: name, connection, TLS, login,
 * sender, recipient. Blocks; reads the fault, the server's words and the stage into @result.
 *
 * Returns: whether all is well
 */
gboolean
palier_smtp_diagnose (const PalierSmtpConfig *config, const char *from, const char *to,
                      GCancellable *cancellable, PalierSmtpResult *result)
{
  PalierSmtpLine line;

  memset (result, 0, sizeof *result);
  palier_smtp_line_init (&line, config);
  if (check (&line, from, to, result))
  {
    line.cancellable = cancellable;
    palier_smtp_line_judge (&line, try_sender (&line, from, to), result);
    if (result->fault == PALIER_SMTP_OK && line.wants_auth && !line.trace.asked_auth)
    {
      palier_smtp_result_clear (result);
      refuse (result, PALIER_SMTP_STAGE_AUTH, PALIER_SMTP_NO_AUTH, TRUE);
    }
  }
  palier_smtp_line_clear (&line);
  return result->fault == PALIER_SMTP_OK;
}
