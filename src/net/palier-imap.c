/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libcurl keeps the line, its TLS and the login; the words are said here, since libcurl has no way
 * to look at a mailbox without marking what is read (RFC 9051 § 6.3.3), and would take a line of a
 * mail for the server's. */
#include "palier-imap.h"

#include <curl/curl.h>
#include <string.h>

#define CONNECT_MS 15000
#define REPLY_MS 60000
#define SLICE_MS 100
#define LINE_MAX_BYTES (256 * 1024) /* of a line: a list of numbers may be long */
#define LINES_MAX 20000             /* of one answer */
#define LITERAL_MAX (4 * 1024 * 1024)

struct _PalierImap
{
  CURL *easy;
  GString *pending; /* came, and is not read yet */
  GCancellable *cancellable;
  guint reply_ms;
  guint64 n_commands;
  char *tag;
};

/* What a server says without being asked for it by name: a line, and the literal in it. */
typedef void (*UntaggedFunc) (const char *line, GBytes *literal, gpointer data);

static gboolean
fail (GError **error, PalierNetError code, const char *what)
{
  g_set_error_literal (error, PALIER_NET_ERROR, code, what);
  return FALSE;
}

/* ---- The line */

static PalierNetError
get_fault (CURLcode code)
{
  switch (code)
  {
  case CURLE_ABORTED_BY_CALLBACK:
    return PALIER_NET_ERROR_CANCELLED;
  case CURLE_COULDNT_RESOLVE_HOST:
    return PALIER_NET_ERROR_RESOLVE;
  case CURLE_COULDNT_CONNECT:
    return PALIER_NET_ERROR_CONNECT;
  case CURLE_OPERATION_TIMEDOUT:
    return PALIER_NET_ERROR_TIMED_OUT;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_USE_SSL_FAILED:
    return PALIER_NET_ERROR_TLS;
  case CURLE_LOGIN_DENIED:
    return PALIER_NET_ERROR_LOGIN;
  case CURLE_URL_MALFORMAT:
    return PALIER_NET_ERROR_URL;
  default:
    return PALIER_NET_ERROR_DROPPED;
  }
}

static int
on_progress_cb (void *user_data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
  PalierImap *self = user_data;
  return g_cancellable_is_cancelled (self->cancellable) ? 1 : 0;
}

static size_t
on_data_cb (char *data, size_t size, size_t count, void *user_data)
{
  return size * count;
}

static void
set_login (PalierImap *self, const PalierImapConfig *config)
{
  curl_easy_setopt (self->easy, CURLOPT_USERNAME, config->user);
  if (config->bearer != NULL)
    curl_easy_setopt (self->easy, CURLOPT_XOAUTH2_BEARER, config->bearer);
  else
    curl_easy_setopt (self->easy, CURLOPT_PASSWORD,
                      config->password != NULL ? config->password : "");
}

static void
set_security (PalierImap *self, const PalierImapConfig *config)
{
  gboolean plain = config->security == PALIER_SMTP_PLAIN;

  curl_easy_setopt (self->easy, CURLOPT_PROTOCOLS_STR, "imap,imaps");
  curl_easy_setopt (self->easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  curl_easy_setopt (self->easy, CURLOPT_USE_SSL, (long) (plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (config->ca_file != NULL)
  {
    curl_easy_setopt (self->easy, CURLOPT_CAINFO, config->ca_file);
    curl_easy_setopt (self->easy, CURLOPT_CAPATH, NULL);
  }
}

static void
set_line (PalierImap *self, const PalierImapConfig *config)
{
  guint connect_ms = config->connect_ms != 0 ? config->connect_ms : CONNECT_MS;

  self->reply_ms = config->reply_ms != 0 ? config->reply_ms : REPLY_MS;
  curl_easy_setopt (self->easy, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt (self->easy, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt (self->easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (self->easy, CURLOPT_CONNECTTIMEOUT_MS, (long) connect_ms);
  curl_easy_setopt (self->easy, CURLOPT_SERVER_RESPONSE_TIMEOUT_MS, (long) self->reply_ms);
  curl_easy_setopt (self->easy, CURLOPT_TIMEOUT_MS, (long) (connect_ms + 2 * self->reply_ms));
  curl_easy_setopt (self->easy, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt (self->easy, CURLOPT_XFERINFOFUNCTION, on_progress_cb);
  curl_easy_setopt (self->easy, CURLOPT_XFERINFODATA, self);
  curl_easy_setopt (self->easy, CURLOPT_WRITEFUNCTION, on_data_cb);
}

/* Returns: (nullable): NULL for a host that could change what the URL means */
static char *
make_url (const PalierImapConfig *config)
{
  g_autofree char *ascii = config->host != NULL ? g_hostname_to_ascii (config->host) : NULL;
  const char *scheme = config->security == PALIER_SMTP_TLS ? "imaps" : "imap";

  if (ascii == NULL || *ascii == '\0')
    return NULL;
  if (g_hostname_is_ip_address (config->host) && strchr (config->host, ':') != NULL)
    return g_strdup_printf ("%s://[%s]:%u/", scheme, config->host, config->port);
  for (const char *p = ascii; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr (".-_", *p) == NULL)
      return NULL;
  return g_strdup_printf ("%s://%s:%u/", scheme, ascii, config->port);
}

static gboolean
connect_line (PalierImap *self, const PalierImapConfig *config, GError **error)
{
  g_autofree char *url = make_url (config);

  if (url == NULL)
    return fail (error, PALIER_NET_ERROR_URL, "no host");
  if (config->security == PALIER_SMTP_PLAIN
      && (!config->allow_plain_loopback || !palier_net_is_loopback (config->host)))
    return fail (error, PALIER_NET_ERROR_INSECURE, "without TLS to another machine");
  curl_easy_setopt (self->easy, CURLOPT_URL, url);
  CURLcode code = curl_easy_perform (self->easy);
  return code == CURLE_OK || fail (error, get_fault (code), curl_easy_strerror (code));
}

/**
 * palier_imap_open:
 * @cancellable: (nullable): of all calls; may be cancelled from any thread
 *
 * Connects and logs in.
 *
 * Returns: (transfer full) (nullable): on error PALIER_NET_ERROR
 */
PalierImap *
palier_imap_open (const PalierImapConfig *config, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierImap) self = g_new0 (PalierImap, 1);

  palier_net_init ();
  self->easy = curl_easy_init ();
  self->pending = g_string_new (NULL);
  self->cancellable = cancellable;
  set_line (self, config);
  set_security (self, config);
  set_login (self, config);
  return connect_line (self, config, error) ? g_steal_pointer (&self) : NULL;
}

void
palier_imap_close (PalierImap *self)
{
  static const char logout[] = "Z LOGOUT\r\n";
  size_t sent;

  if (self->n_commands > 0)
    curl_easy_send (self->easy, logout, sizeof logout - 1, &sent);
  curl_easy_cleanup (self->easy);
  g_string_free (self->pending, TRUE);
  g_free (self->tag);
  g_free (self);
}

/* ---- Reading and writing */

static gboolean
wait (PalierImap *self, GIOCondition condition, gint64 until_us, GError **error)
{
  curl_socket_t socket = CURL_SOCKET_BAD;

  curl_easy_getinfo (self->easy, CURLINFO_ACTIVESOCKET, &socket);
  GPollFD fd = { .fd = (int) socket, .events = (gushort) (condition | G_IO_HUP | G_IO_ERR) };
  while (!g_cancellable_is_cancelled (self->cancellable))
  {
    if (g_poll (&fd, 1, SLICE_MS) > 0)
      return TRUE;
    if (g_get_monotonic_time () >= until_us)
      return fail (error, PALIER_NET_ERROR_TIMED_OUT, "the server is silent");
  }
  return fail (error, PALIER_NET_ERROR_CANCELLED, "cancelled");
}

static gint64
get_end_us (PalierImap *self)
{
  return g_get_monotonic_time () + (gint64) self->reply_ms * 1000;
}

static gboolean
send_text (PalierImap *self, const char *text, GError **error)
{
  gsize length = strlen (text);
  gint64 until_us = get_end_us (self);

  for (gsize done = 0; done < length;)
  {
    size_t sent = 0;
    CURLcode code = curl_easy_send (self->easy, text + done, length - done, &sent);
    done += sent;
    if (code == CURLE_AGAIN ? !wait (self, G_IO_OUT, until_us, error) : code != CURLE_OK)
      return code == CURLE_AGAIN ? FALSE : fail (error, PALIER_NET_ERROR_DROPPED, "the line fell");
  }
  return TRUE;
}

/* Gets at least one byte more. */
static gboolean
receive (PalierImap *self, GError **error)
{
  char buffer[16384];
  size_t got = 0;
  gint64 until_us = get_end_us (self);
  CURLcode code;

  while ((code = curl_easy_recv (self->easy, buffer, sizeof buffer, &got)) == CURLE_AGAIN)
    if (!wait (self, G_IO_IN, until_us, error))
      return FALSE;
  if (code != CURLE_OK || got == 0)
    return fail (error, PALIER_NET_ERROR_DROPPED, "the line fell");
  g_string_append_len (self->pending, buffer, (gssize) got);
  return TRUE;
}

static gboolean
read_bytes (PalierImap *self, gsize length, GBytes **bytes, GError **error)
{
  while (self->pending->len < length)
    if (!receive (self, error))
      return FALSE;
  *bytes = g_bytes_new (self->pending->str, length);
  g_string_erase (self->pending, 0, (gssize) length);
  return TRUE;
}

static gboolean
append_line (PalierImap *self, GString *line, GError **error)
{
  gsize seen = 0;
  const char *end;

  while ((end = memchr (self->pending->str + seen, '\n', self->pending->len - seen)) == NULL)
  {
    seen = self->pending->len;
    if (seen > LINE_MAX_BYTES)
      return fail (error, PALIER_NET_ERROR_TOO_LARGE, "a line without end");
    if (!receive (self, error))
      return FALSE;
  }
  gssize size = end - self->pending->str;
  gssize text = size > 0 && self->pending->str[size - 1] == '\r' ? size - 1 : size;
  g_string_append_len (line, self->pending->str, text);
  g_string_erase (self->pending, 0, size + 1);
  return line->len <= LINE_MAX_BYTES
         || fail (error, PALIER_NET_ERROR_TOO_LARGE, "a line without end");
}

/* "{123}" at the end of a line: so many bytes follow, and then the line goes on. */
static gboolean
announces (const GString *line, gsize *length)
{
  const char *brace =
      line->len > 2 && line->str[line->len - 1] == '}' ? strrchr (line->str, '{') : NULL;
  char *end;

  if (brace == NULL || !g_ascii_isdigit (brace[1]))
    return FALSE;
  guint64 number = g_ascii_strtoull (brace + 1, &end, 10);
  *length = (gsize) number;
  return *end == '}' || (*end == '+' && end[1] == '}');
}

/* One line with what it announces. @literal: (out) (nullable): the last one in it */
static gboolean
read_line (PalierImap *self, GString *line, GBytes **literal, GError **error)
{
  gsize length;

  g_string_truncate (line, 0);
  g_clear_pointer (literal, g_bytes_unref);
  if (!append_line (self, line, error))
    return FALSE;
  while (announces (line, &length))
  {
    g_clear_pointer (literal, g_bytes_unref);
    if (length > LITERAL_MAX)
      return fail (error, PALIER_NET_ERROR_TOO_LARGE, "more than was asked for");
    if (!read_bytes (self, length, literal, error))
      return FALSE;
    g_string_append_c (line, ' ');
    if (!append_line (self, line, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
judge_end (PalierImap *self, const char *line, GError **error)
{
  const char *verdict = line + strlen (self->tag) + 1;
  g_autofree char *valid = g_utf8_make_valid (verdict, -1);

  return g_ascii_strncasecmp (verdict, "OK", 2) == 0
         || fail (error, PALIER_NET_ERROR_REFUSED, valid);
}

static gboolean
is_end (PalierImap *self, const char *line)
{
  return g_str_has_prefix (line, self->tag) && line[strlen (self->tag)] == ' ';
}

/**
 * ask:
 * @command: without tag and end of line; none of its parts may end it
 * @untagged: (nullable): gets each line of the answer
 */
static gboolean
ask (PalierImap *self, const char *command, UntaggedFunc untagged, gpointer data, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GBytes) literal = NULL;

  g_free (self->tag);
  self->tag = g_strdup_printf ("P%" G_GUINT64_FORMAT, ++self->n_commands);
  g_autofree char *text = g_strdup_printf ("%s %s\r\n", self->tag, command);
  if (!send_text (self, text, error))
    return FALSE;
  for (guint n = 0; n < LINES_MAX; n++)
  {
    if (!read_line (self, line, &literal, error))
      return FALSE;
    if (is_end (self, line->str))
      return judge_end (self, line->str, error);
    if (untagged != NULL && line->str[0] == '*')
      untagged (line->str, literal, data);
  }
  return fail (error, PALIER_NET_ERROR_TOO_LARGE, "an answer without end");
}

/* Returns: (nullable): in quotes; NULL for what could end the command */
static char *
quote (const char *text)
{
  GString *out = g_string_new ("\"");

  for (const char *p = text; *p != '\0'; p++)
  {
    if ((guchar) *p < ' ' || (guchar) *p >= 0x7f)
    {
      g_string_free (out, TRUE);
      return NULL;
    }
    if (*p == '"' || *p == '\\')
      g_string_append_c (out, '\\');
    g_string_append_c (out, *p);
  }
  return g_string_free_and_steal (g_string_append_c (out, '"'));
}

/* ---- What is asked */

static void
hear_validity (const char *line, GBytes *literal, gpointer data)
{
  guint32 *validity = data;
  const char *found = strstr (line, "[UIDVALIDITY ");

  if (found != NULL)
    *validity = (guint32) g_ascii_strtoull (found + strlen ("[UIDVALIDITY "), NULL, 10);
}

/**
 * palier_imap_examine:
 * @folder: as the server names it
 * @uid_validity: (out): as long as it stays, so do the numbers of mails
 */
gboolean
palier_imap_examine (PalierImap *self, const char *folder, guint32 *uid_validity, GError **error)
{
  g_autofree char *quoted = quote (folder);
  g_autofree char *command = quoted != NULL ? g_strdup_printf ("EXAMINE %s", quoted) : NULL;

  *uid_validity = 0;
  if (command == NULL)
    return fail (error, PALIER_NET_ERROR_REFUSED, "no name of a folder");
  if (!ask (self, command, hear_validity, uid_validity, error))
    return FALSE;
  return *uid_validity != 0 || fail (error, PALIER_NET_ERROR_DROPPED, "no UIDVALIDITY");
}

static int
compare_uids (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;
  return x < y ? -1 : x > y;
}

static void
hear_uids (const char *line, GBytes *literal, gpointer data)
{
  GArray *uids = data;

  if (!g_str_has_prefix (line, "* SEARCH"))
    return;
  for (const char *p = line + strlen ("* SEARCH"); *p == ' ';)
  {
    char *end;
    guint32 uid = (guint32) g_ascii_strtoull (p + 1, &end, 10);
    if (uid != 0)
      g_array_append_val (uids, uid);
    p = end;
  }
}

static GArray *
search (PalierImap *self, const char *what, GError **error)
{
  g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree char *command = g_strconcat ("UID SEARCH ", what, NULL);

  if (!ask (self, command, hear_uids, uids, error))
    return NULL;
  g_array_sort (uids, compare_uids);
  return g_steal_pointer (&uids);
}

/* Returns: (transfer full) (element-type guint32) (nullable): mails from @uid on, in their order */
GArray *
palier_imap_list_from (PalierImap *self, guint32 uid, GError **error)
{
  g_autofree char *what = g_strdup_printf ("UID %u:*", MAX (uid, 1));
  GArray *uids = search (self, what, error);
  guint before = 0;

  /* "*" is the last mail, whether it comes after @uid or not. */
  while (uids != NULL && before < uids->len && g_array_index (uids, guint32, before) < uid)
    before++;
  if (before > 0)
    g_array_remove_range (uids, 0, before);
  return uids;
}

/* Returns: (transfer full) (element-type guint32) (nullable): mails that came on that day or later
 */
GArray *
palier_imap_list_since (PalierImap *self, gint64 since_ms, GError **error)
{
  static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
  g_autoptr (GDateTime) day = g_date_time_new_from_unix_utc (since_ms / 1000);
  g_autofree char *what =
      g_strdup_printf ("SINCE %d-%s-%d", g_date_time_get_day_of_month (day),
                       months[g_date_time_get_month (day) - 1], g_date_time_get_year (day));

  return search (self, what, error);
}

/* @message_id: without brackets */
gboolean
palier_imap_has_message (PalierImap *self, const char *message_id, gboolean *found, GError **error)
{
  g_autofree char *bracketed = g_strdup_printf ("<%s>", message_id);
  g_autofree char *quoted = quote (bracketed);
  g_autofree char *what = quoted != NULL ? g_strdup_printf ("HEADER Message-ID %s", quoted) : NULL;

  *found = FALSE;
  if (what == NULL)
    return TRUE;
  g_autoptr (GArray) uids = search (self, what, error);
  *found = uids != NULL && uids->len > 0;
  return uids != NULL;
}

typedef struct
{
  guint32 uid;
  GBytes *mail;
} Fetch;

static void
hear_mail (const char *line, GBytes *literal, gpointer data)
{
  Fetch *self = data;
  g_autofree char *uid = g_strdup_printf ("UID %u", self->uid);
  const char *found = strstr (line, uid);

  if (literal != NULL && self->mail == NULL && found != NULL
      && !g_ascii_isdigit (found[strlen (uid)]))
    self->mail = g_bytes_ref (literal);
}

/**
 * palier_imap_fetch:
 * @most: bytes of it that are wanted; what follows stays where it is
 *
 * Returns: (transfer full) (nullable): a mail; NULL without an error when there is none any more
 */
GBytes *
palier_imap_fetch (PalierImap *self, guint32 uid, gsize most, GError **error)
{
  Fetch fetch = { .uid = uid };
  g_autofree char *command =
      g_strdup_printf ("UID FETCH %u (UID BODY.PEEK[]<0.%" G_GSIZE_FORMAT ">)", uid, most);

  if (!ask (self, command, hear_mail, &fetch, error))
    g_clear_pointer (&fetch.mail, g_bytes_unref);
  return fetch.mail;
}

/* * LIST (\HasNoChildren \Sent) "/" "Sent" */
static void
hear_folder (const char *line, GBytes *literal, gpointer data)
{
  char **sent = data;
  const char *end = strchr (line, ')');

  if (*sent != NULL || end == NULL || !g_str_has_prefix (line, "* LIST ("))
    return;
  g_autofree char *flags = g_ascii_strdown (line, end - line);
  if (strstr (flags, "\\sent") == NULL)
    return;
  const char *name = strrchr (end, ' ');
  if (g_str_has_suffix (end, "\""))
  {
    g_autofree char *tail = g_strndup (end, strlen (end) - 1);
    const char *quoted = strrchr (tail, '"');
    *sent = quoted != NULL ? g_strcompress (quoted + 1) : NULL;
  }
  else if (name != NULL)
    *sent = g_strdup (name + 1);
}

/* Returns: (transfer full) (nullable): the folder of what was sent (RFC 6154); NULL without an
 * error when the server names none */
char *
palier_imap_find_sent (PalierImap *self, GError **error)
{
  char *sent = NULL;

  if (!ask (self, "LIST \"\" \"*\"", hear_folder, &sent, error))
    g_clear_pointer (&sent, g_free);
  return sent;
}
