/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-smtp-private.h"

#include <string.h>
#include <sys/socket.h>

struct _PalierSmtpSession
{
  PalierSmtpLine line;
  /* The message that is being sent. */
  const char *data;
  gsize length;
  gsize offset;
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

static size_t
on_read_cb (char *buffer, size_t size, size_t count, void *user_data)
{
  PalierSmtpSession *self = user_data;
  gsize take = MIN (size * count, self->length - self->offset);

  memcpy (buffer, self->data + self->offset, take);
  self->offset += take;
  return take;
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
  CURL *easy;

  palier_smtp_line_init (&self->line, config);
  easy = self->line.easy;
  curl_easy_setopt (easy, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt (easy, CURLOPT_READFUNCTION, on_read_cb);
  curl_easy_setopt (easy, CURLOPT_READDATA, self);
  curl_easy_setopt (easy, CURLOPT_MAXCONNECTS, 1L);
  return self;
}

/* Ends the line politely (QUIT), if it stands. */
void
palier_smtp_session_free (PalierSmtpSession *self)
{
  palier_smtp_line_clear (&self->line);
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

static CURLcode
hand_over (PalierSmtpSession *self, const char *from, const char *to, GBytes *mail)
{
  g_autofree char *sender = g_strdup_printf ("<%s>", from);
  g_autofree char *recipient = g_strdup_printf ("<%s>", to);
  struct curl_slist *recipients = curl_slist_append (NULL, recipient);
  CURL *easy = self->line.easy;
  CURLcode code;

  self->data = g_bytes_get_data (mail, &self->length);
  self->offset = 0;
  curl_easy_setopt (easy, CURLOPT_MAIL_FROM, sender);
  curl_easy_setopt (easy, CURLOPT_MAIL_RCPT, recipients);
  curl_easy_setopt (easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t) self->length);
  palier_smtp_trace_begin (&self->line.trace);
  code = curl_easy_perform (easy);
  curl_easy_setopt (easy, CURLOPT_MAIL_RCPT, NULL);
  curl_slist_free_all (recipients);
  return code;
}

/* Whether client and server agree that nothing is under way. */
static gboolean
is_in_step (const PalierSmtpResult *result)
{
  return result->stage == PALIER_SMTP_STAGE_FINAL && result->code != 0;
}

/* libcurl keeps a line on which the answer to the end of a message is still to come: it would be
 * taken for the answer to the next message. The socket is shut so that no one waits for the answer
 * to a QUIT either. */
static void
abandon_line (PalierSmtpSession *self)
{
  curl_socket_t socket = CURL_SOCKET_BAD;

  curl_easy_setopt (self->line.easy, CURLOPT_FRESH_CONNECT, 1L);
  if (curl_easy_getinfo (self->line.easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK
      && socket != CURL_SOCKET_BAD)
    shutdown (socket, SHUT_RDWR);
}

/**
 * palier_smtp_session_send:
 * @from: the envelope's sender, without brackets
 * @to: the one recipient, without brackets
 * @mail: the message, lines ended by CRLF; at least one header
 * @cancellable: (nullable): may be cancelled from any thread, takes effect within a second
 * @result: (out caller-allocates): to be cleared by palier_smtp_result_clear()
 *
 * Hands one message over and waits for the answer. Nothing is tried twice here: what to do with a
 * deferred message is the caller's affair, and an uncertain one is never to be sent again by
 * itself.
 */
void
palier_smtp_session_send (PalierSmtpSession *self, const char *from, const char *to, GBytes *mail,
                          GCancellable *cancellable, PalierSmtpResult *result)
{
  memset (result, 0, sizeof *result);
  if (!check (&self->line, from, to, result))
    return;
  self->line.cancellable = cancellable;
  palier_smtp_line_judge (&self->line, hand_over (self, from, to, mail), result);
  self->line.cancellable = NULL;
  if (is_in_step (result))
    curl_easy_setopt (self->line.easy, CURLOPT_FRESH_CONNECT, 0L);
  else
    abandon_line (self);
}

/* ---- Diagnosis */

/* Waits for the line to have something. Returns: FALSE when time is over or the call cancelled */
static gboolean
wait_readable (PalierSmtpLine *line, gint64 until_us)
{
  curl_socket_t socket = CURL_SOCKET_BAD;

  curl_easy_getinfo (line->easy, CURLINFO_ACTIVESOCKET, &socket);
  while (g_get_monotonic_time () < until_us && !g_cancellable_is_cancelled (line->cancellable))
  {
    GPollFD fd = { .fd = (int) socket, .events = G_IO_IN | G_IO_HUP | G_IO_ERR };
    if (g_poll (&fd, 1, 100) > 0)
      return TRUE;
  }
  return FALSE;
}

static CURLcode
read_reply (PalierSmtpLine *line)
{
  gint64 until_us = g_get_monotonic_time () + (gint64) line->reply_ms * 1000;
  g_autoptr (GString) pending = g_string_new (NULL);
  char buffer[512];

  while (!line->trace.answered)
  {
    size_t got = 0;
    CURLcode code = curl_easy_recv (line->easy, buffer, sizeof buffer, &got);
    if (code == CURLE_AGAIN)
    {
      if (!wait_readable (line, until_us))
        return g_cancellable_is_cancelled (line->cancellable) ? CURLE_ABORTED_BY_CALLBACK
                                                              : CURLE_OPERATION_TIMEDOUT;
      continue;
    }
    if (code != CURLE_OK || got == 0 || pending->len > PALIER_SMTP_MAX_REPLY * 4)
      return CURLE_RECV_ERROR;
    g_string_append_len (pending, buffer, (gssize) got);
    for (char *end; (end = memchr (pending->str, '\n', pending->len)) != NULL;)
    {
      gssize size = end - pending->str + 1;
      palier_smtp_trace_reply (&line->trace, pending->str, (gsize) size);
      g_string_erase (pending, 0, size);
    }
  }
  return line->trace.code < 400 ? CURLE_OK : CURLE_WEIRD_SERVER_REPLY;
}

/* A command is some hundred bytes: it goes into the socket's buffer at once. */
static CURLcode
ask (PalierSmtpLine *line, const char *verb, const char *address)
{
  g_autofree char *command = g_strdup_printf ("%s:<%s>\r\n", verb, address);
  size_t sent = 0;

  palier_smtp_trace_command (&line->trace, command, strlen (command));
  if (curl_easy_send (line->easy, command, strlen (command), &sent) != CURLE_OK
      || sent != strlen (command))
    return CURLE_SEND_ERROR;
  return read_reply (line);
}

static void
say_goodbye (PalierSmtpLine *line)
{
  static const char quit[] = "RSET\r\nQUIT\r\n";
  size_t sent;

  curl_easy_send (line->easy, quit, sizeof quit - 1, &sent);
}

static CURLcode
try_sender (PalierSmtpLine *line, const char *from, const char *to)
{
  CURLcode code = curl_easy_perform (line->easy);

  if (code == CURLE_OK && from != NULL)
    code = ask (line, "MAIL FROM", from);
  if (code == CURLE_OK && from != NULL && to != NULL)
    code = ask (line, "RCPT TO", to);
  if (code == CURLE_OK)
    say_goodbye (line);
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
    curl_easy_setopt (line.easy, CURLOPT_CONNECT_ONLY, 1L);
    palier_smtp_trace_begin (&line.trace);
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
