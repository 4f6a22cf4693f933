/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dialogue behind the login. libcurl keeps the line and its TLS; the words are said here, since
 * libcurl waits for each answer where a server would take several commands at once. */
#include "palier-smtp-private.h"

#include <string.h>

/* One TLS record: a server gets it whole or not at all, so that it is always known whether the end
 * of a message has left. */
#define PIECE_MAX 16384
#define PENDING_MAX (PALIER_SMTP_MAX_REPLY * 4)
#define SLICE_MS 100

static int
wait (PalierSmtpLine *line, GIOCondition condition, int wait_ms)
{
  curl_socket_t socket = CURL_SOCKET_BAD;

  curl_easy_getinfo (line->easy, CURLINFO_ACTIVESOCKET, &socket);
  GPollFD fd = { .fd = (int) socket, .events = (gushort) (condition | G_IO_HUP | G_IO_ERR) };
  return g_poll (&fd, 1, wait_ms);
}

/* Waits for the line to be ready. Returns: CURLE_OK, or that time is over or the call cancelled */
static CURLcode
wait_until (PalierSmtpLine *line, GIOCondition condition, gint64 until_us)
{
  while (!g_cancellable_is_cancelled (line->cancellable))
  {
    if (wait (line, condition, SLICE_MS) > 0)
      return CURLE_OK;
    if (g_get_monotonic_time () >= until_us)
      return CURLE_OPERATION_TIMEDOUT;
  }
  return CURLE_ABORTED_BY_CALLBACK;
}

static gint64
get_end_us (PalierSmtpLine *line)
{
  return g_get_monotonic_time () + (gint64) line->reply_ms * 1000;
}

/* Whether the server has said nothing unasked: else it is about to close the line. */
gboolean
palier_smtp_talk_is_quiet (PalierSmtpLine *line)
{
  return line->pending->len == 0 && wait (line, G_IO_IN, 0) == 0;
}

/**
 * palier_smtp_talk_write:
 * @body: how many of the bytes are a message's, with its end; what follows are commands
 */
CURLcode
palier_smtp_talk_write (PalierSmtpLine *line, const char *data, gsize length, gsize body)
{
  CURLcode code = CURLE_OK;

  for (gsize done = 0; done < length && code == CURLE_OK;)
  {
    size_t sent = 0;
    code = curl_easy_send (line->easy, data + done, MIN (length - done, PIECE_MAX), &sent);
    if (done < body && sent > 0)
      palier_smtp_trace_body (&line->trace, data + done, MIN (sent, body - done));
    done += sent;
    if (code == CURLE_AGAIN)
      code = wait_until (line, G_IO_OUT, get_end_us (line));
  }
  return code;
}

static gboolean
take_line (PalierSmtpLine *line)
{
  const char *end = memchr (line->pending->str, '\n', line->pending->len);
  if (end == NULL)
    return FALSE;
  gssize size = end - line->pending->str + 1;
  palier_smtp_trace_reply (&line->trace, line->pending->str, (gsize) size);
  g_string_erase (line->pending, 0, size);
  return TRUE;
}

static CURLcode
receive (PalierSmtpLine *line, gint64 until_us)
{
  char buffer[PALIER_SMTP_MAX_REPLY];
  size_t got = 0;
  CURLcode code = curl_easy_recv (line->easy, buffer, sizeof buffer, &got);

  if (code == CURLE_AGAIN)
    return wait_until (line, G_IO_IN, until_us);
  if (code != CURLE_OK || got == 0 || line->pending->len > PENDING_MAX)
    return CURLE_RECV_ERROR;
  g_string_append_len (line->pending, buffer, (gssize) got);
  return CURLE_OK;
}

/* Reads the answer to the end of a message, or to what is awaited. Returns: CURLE_OK for a success,
 * CURLE_WEIRD_SERVER_REPLY for a refusal or for what is no answer, else what befell the line */
CURLcode
palier_smtp_talk_end (PalierSmtpLine *line)
{
  gint64 until_us = get_end_us (line);
  CURLcode code = CURLE_OK;

  while (code == CURLE_OK && !line->trace.answered && !line->trace.garbage)
    if (!take_line (line))
      code = receive (line, until_us);
  if (code == CURLE_OK && (line->trace.garbage || line->trace.code >= 400))
    code = CURLE_WEIRD_SERVER_REPLY;
  return code;
}

/* Reads the answer to a command that was written before. */
CURLcode
palier_smtp_talk_hear (PalierSmtpLine *line, const char *verb)
{
  palier_smtp_trace_command (&line->trace, verb, strlen (verb));
  return palier_smtp_talk_end (line);
}

/* @command: with its CRLF */
CURLcode
palier_smtp_talk_ask (PalierSmtpLine *line, const char *command)
{
  palier_smtp_trace_command (&line->trace, command, strlen (command));
  CURLcode code = palier_smtp_talk_write (line, command, strlen (command), 0);
  return code == CURLE_OK ? palier_smtp_talk_end (line) : code;
}

/* Says goodbye, and waits for no answer. */
void
palier_smtp_talk_leave (PalierSmtpLine *line)
{
  static const char quit[] = "QUIT\r\n";
  size_t sent;

  curl_easy_send (line->easy, quit, sizeof quit - 1, &sent);
}
