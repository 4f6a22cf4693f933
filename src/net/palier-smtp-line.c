/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets up the handle, listens to the dialogue, and judges its end. */
#include "palier-net.h"
#include "palier-smtp-private.h"

#include <errno.h>
#include <openssl/x509_vfy.h>
#include <string.h>
#include <sys/socket.h>

#define CONNECT_MS 15000
#define REPLY_MS (5 * 60 * 1000)

/* ---- Set-up */

static int
on_debug_cb (CURL *easy, curl_infotype type, char *data, size_t size, void *user_data)
{
  PalierSmtpLine *self = user_data;

  if (type == CURLINFO_HEADER_OUT)
    palier_smtp_trace_command (&self->trace, data, size);
  else if (type == CURLINFO_HEADER_IN)
    palier_smtp_trace_reply (&self->trace, data, size);
  else if (type == CURLINFO_DATA_OUT)
    palier_smtp_trace_body (&self->trace, data, size);
  return 0;
}

static int
on_progress_cb (void *user_data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  PalierSmtpLine *self = user_data;
  return g_cancellable_is_cancelled (self->cancellable) ? 1 : 0;
}

/* Nothing that comes is for the user: replies are seen by on_debug_cb(). */
static size_t
on_data_cb (char *data, size_t size, size_t count, void *user_data)
{
  return size * count;
}

static void
set_security (PalierSmtpLine *self, const PalierSmtpConfig *config)
{
  CURL *easy = self->easy;

  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (
      easy, CURLOPT_USE_SSL,
      (long) (config->security == PALIER_SMTP_PLAIN ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (config->ca_file != NULL)
  {
    curl_easy_setopt (easy, CURLOPT_CAINFO, config->ca_file);
    curl_easy_setopt (easy, CURLOPT_CAPATH, NULL);
  }
  if (config->user != NULL)
  {
    curl_easy_setopt (easy, CURLOPT_USERNAME, config->user);
    curl_easy_setopt (easy, CURLOPT_PASSWORD, config->password != NULL ? config->password : "");
  }
}

static void
set_times (PalierSmtpLine *self, const PalierSmtpConfig *config)
{
  self->reply_ms = config->reply_ms != 0 ? config->reply_ms : REPLY_MS;
  curl_easy_setopt (self->easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->easy, CURLOPT_CONNECTTIMEOUT_MS,
                    (long) (config->connect_ms != 0 ? config->connect_ms : CONNECT_MS));
  curl_easy_setopt (self->easy, CURLOPT_SERVER_RESPONSE_TIMEOUT_MS, (long) self->reply_ms);
  /* Up to the login; what follows has its own times. */
  curl_easy_setopt (self->easy, CURLOPT_TIMEOUT_MS, (long) self->reply_ms * 2 + CONNECT_MS);
}

static void
set_callbacks (PalierSmtpLine *self)
{
  curl_easy_setopt (self->easy, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt (self->easy, CURLOPT_DEBUGFUNCTION, on_debug_cb);
  curl_easy_setopt (self->easy, CURLOPT_DEBUGDATA, self);
  curl_easy_setopt (self->easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (self->easy, CURLOPT_XFERINFOFUNCTION, on_progress_cb);
  curl_easy_setopt (self->easy, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt (self->easy, CURLOPT_WRITEFUNCTION, on_data_cb);
}

/* Returns: (nullable): the host in ASCII, bracketed if it is an IPv6 address */
static char *
dup_host (const char *host)
{
  g_autofree char *ascii = g_hostname_to_ascii (host);

  if (g_hostname_is_ip_address (host) && strchr (host, ':') != NULL)
    return g_strdup_printf ("[%s]", host);
  for (const char *p = ascii; p != NULL && *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-_", *p) == NULL)
      return NULL;
  return ascii != NULL && ascii[0] != '\0' ? g_steal_pointer (&ascii) : NULL;
}

static char *
make_url (const PalierSmtpConfig *config, const char *host)
{
  const char *helo = config->helo != NULL ? config->helo : "[127.0.0.1]";
  g_autofree char *path = g_uri_escape_string (helo, NULL, FALSE);

  return g_strdup_printf ("%s://%s:%u/%s", config->security == PALIER_SMTP_TLS ? "smtps" : "smtp",
                          host, config->port, path);
}

void
palier_smtp_line_init (PalierSmtpLine *self, const PalierSmtpConfig *config)
{
  memset (self, 0, sizeof *self);
  palier_net_init ();
  palier_smtp_trace_init (&self->trace);
  self->pending = g_string_new (NULL);
  self->easy = curl_easy_init ();
  curl_easy_setopt (self->easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt (self->easy, CURLOPT_FRESH_CONNECT, 1L);
  self->host = dup_host (config->host);
  self->implicit_tls = config->security == PALIER_SMTP_TLS;
  self->wants_auth = config->user != NULL;
  self->forbidden = config->security == PALIER_SMTP_PLAIN
                    && (!config->allow_plain_loopback || !palier_net_is_loopback (config->host));
  set_callbacks (self);
  set_security (self, config);
  set_times (self, config);
  if (self->host != NULL)
  {
    self->url = make_url (config, self->host);
    curl_easy_setopt (self->easy, CURLOPT_URL, self->url);
  }
}

void
palier_smtp_line_clear (PalierSmtpLine *self)
{
  curl_easy_cleanup (self->easy);
  palier_smtp_trace_clear (&self->trace);
  g_string_free (self->pending, TRUE);
  g_free (self->host);
  g_free (self->url);
}

/* Makes a new line, up to the login: name, connection, TLS, EHLO, AUTH are libcurl's. */
CURLcode
palier_smtp_line_open (PalierSmtpLine *self)
{
  g_string_truncate (self->pending, 0);
  palier_smtp_trace_begin (&self->trace);
  return curl_easy_perform (self->easy);
}

/* Cuts a line on which client and server may no longer be in step. The socket is shut before TLS
 * could flush what it still holds: that might be the end of a message. */
void
palier_smtp_line_abandon (PalierSmtpLine *self)
{
  curl_socket_t socket = CURL_SOCKET_BAD;

  if (curl_easy_getinfo (self->easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK
      && socket != CURL_SOCKET_BAD)
    shutdown (socket, SHUT_RDWR);
}

/* ---- Judgement */

/* Where it stopped when nothing was said yet. */
static PalierSmtpStage
find_silent_stage (PalierSmtpLine *self, CURLcode code)
{
  curl_off_t resolved = 0, connected = 0, secured = 0;

  curl_easy_getinfo (self->easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
  curl_easy_getinfo (self->easy, CURLINFO_CONNECT_TIME_T, &connected);
  curl_easy_getinfo (self->easy, CURLINFO_APPCONNECT_TIME_T, &secured);
  if (code == CURLE_COULDNT_RESOLVE_HOST || (resolved == 0 && connected == 0))
    return PALIER_SMTP_STAGE_RESOLVE;
  if (code == CURLE_COULDNT_CONNECT || connected == 0)
    return PALIER_SMTP_STAGE_CONNECT;
  return self->implicit_tls && secured == 0 ? PALIER_SMTP_STAGE_TLS : PALIER_SMTP_STAGE_GREETING;
}

/* libcurl compares the names itself, after OpenSSL was content with the chain and before it notes
 * the verdict, which then stays unspecified. */
static PalierSmtpFault
get_certificate_fault (CURL *easy)
{
  long verdict = X509_V_OK;

  curl_easy_getinfo (easy, CURLINFO_SSL_VERIFYRESULT, &verdict);
  switch (verdict)
  {
  case X509_V_OK:
  case X509_V_ERR_UNSPECIFIED:
  case X509_V_ERR_HOSTNAME_MISMATCH:
  case X509_V_ERR_IP_ADDRESS_MISMATCH:
    return PALIER_SMTP_TLS_NAME;
  case X509_V_ERR_CERT_HAS_EXPIRED:
  case X509_V_ERR_CERT_NOT_YET_VALID:
    return PALIER_SMTP_TLS_EXPIRED;
  case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
  case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    return PALIER_SMTP_TLS_SELF_SIGNED;
  default:
    return PALIER_SMTP_TLS_UNTRUSTED;
  }
}

static PalierSmtpFault
get_connect_fault (CURL *easy)
{
  long number = 0;

  curl_easy_getinfo (easy, CURLINFO_OS_ERRNO, &number);
  return number == ECONNREFUSED ? PALIER_SMTP_CONNECT_REFUSED : PALIER_SMTP_UNREACHABLE;
}

/* The fault where the server said nothing that explains it. */
static PalierSmtpFault
get_line_fault (PalierSmtpLine *self, CURLcode code)
{
  if (self->trace.garbage)
    return PALIER_SMTP_NOT_SMTP;
  switch (code)
  {
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_URL_MALFORMAT:
    return PALIER_SMTP_NO_HOST;
  case CURLE_COULDNT_CONNECT:
    return get_connect_fault (self->easy);
  case CURLE_OPERATION_TIMEDOUT:
    return PALIER_SMTP_TIMED_OUT;
  case CURLE_PEER_FAILED_VERIFICATION:
    return get_certificate_fault (self->easy);
  case CURLE_SSL_CONNECT_ERROR:
    return PALIER_SMTP_TLS_FAILED;
  case CURLE_USE_SSL_FAILED:
    return PALIER_SMTP_NO_STARTTLS;
  case CURLE_LOGIN_DENIED:
    return PALIER_SMTP_AUTH_REFUSED;
  case CURLE_ABORTED_BY_CALLBACK:
    return PALIER_SMTP_CANCELLED;
  default:
    return PALIER_SMTP_LINE_DROPPED;
  }
}

/* The fault where the last reply was a refusal. */
static PalierSmtpFault
get_reply_fault (const PalierSmtpTrace *trace)
{
  if (trace->code == 530) /* authentication required (RFC 4954 § 6) */
    return PALIER_SMTP_NO_AUTH;
  switch (trace->stage)
  {
  case PALIER_SMTP_STAGE_STARTTLS:
    return PALIER_SMTP_NO_STARTTLS;
  case PALIER_SMTP_STAGE_AUTH:
    return PALIER_SMTP_AUTH_REFUSED;
  case PALIER_SMTP_STAGE_MAIL:
    return PALIER_SMTP_SENDER_REFUSED;
  case PALIER_SMTP_STAGE_RCPT:
    return PALIER_SMTP_RECIPIENT_REFUSED;
  case PALIER_SMTP_STAGE_DATA:
  case PALIER_SMTP_STAGE_BODY:
  case PALIER_SMTP_STAGE_FINAL:
    return PALIER_SMTP_MESSAGE_REFUSED;
  default:
    return PALIER_SMTP_GREETING_REFUSED;
  }
}

/* A refusal for good is one of this message, by a server that serves this sender. */
static PalierSmtpOutcome
get_outcome (const PalierSmtpTrace *trace, gboolean refused, gboolean session_failed)
{
  if (refused && trace->code >= 500 && !session_failed)
    return PALIER_SMTP_REFUSED;
  return trace->stage == PALIER_SMTP_STAGE_FINAL && !refused ? PALIER_SMTP_UNCERTAIN
                                                             : PALIER_SMTP_DEFERRED;
}

static char *
dup_text (const PalierSmtpTrace *trace, gboolean told, CURLcode code)
{
  if (told)
    return g_utf8_make_valid (trace->text->str, (gssize) trace->text->len);
  return g_strdup (curl_easy_strerror (code));
}

static gboolean
is_silent (const PalierSmtpTrace *trace)
{
  return trace->stage < PALIER_SMTP_STAGE_GREETING && trace->stage != PALIER_SMTP_STAGE_TLS;
}

/**
 * palier_smtp_line_judge:
 * @code: what libcurl returned
 * @result: (out caller-allocates): cleared before
 *
 * Says what became of the message. Whatever libcurl returns, the dialogue decides: before the end
 * of the message was sent it was certainly not taken; after it, the answer says, and without an
 * answer nobody knows.
 */
void
palier_smtp_line_judge (PalierSmtpLine *self, CURLcode code, PalierSmtpResult *result)
{
  PalierSmtpTrace *trace = &self->trace;
  gboolean refused = trace->answered && trace->code >= 400;
  /* An earlier reply, as the 354 before a line that fell, explains nothing. */
  gboolean told = trace->answered && (refused || code == CURLE_OK);

  if (code != CURLE_OK && is_silent (trace))
    trace->stage = find_silent_stage (self, code);
  result->stage = trace->stage;
  result->code = told ? trace->code : 0;
  g_strlcpy (result->status, told ? trace->status : "", sizeof result->status);
  result->text = dup_text (trace, told, code);
  if (code == CURLE_OK)
    return;
  result->fault = refused ? get_reply_fault (trace) : get_line_fault (self, code);
  result->session_failed =
      result->fault != PALIER_SMTP_CANCELLED
      && (trace->stage < PALIER_SMTP_STAGE_MAIL || result->fault == PALIER_SMTP_NO_AUTH);
  result->outcome = get_outcome (trace, refused, result->session_failed);
}
