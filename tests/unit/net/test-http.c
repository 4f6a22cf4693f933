/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against a server of a few lines on 127.0.0.1, which says by its path what it does:
 * 1. Answers of any status, body and headers. 2. What is sent, packed too. 3. Nonsense, silence,
 * too much.
 * 4. Cancelling. 7. A guard of addresses. 5. Plain http leaves this machine never. 6. A stream's
 * lines, then its end. 8. A stream read by chunks, and what is no stream. */
#include "palier-http.h"

#include "small-server.h"

static guint16 port;
static PalierHttp *http;

static const struct
{
  const char *path;
  const char *answer;
} answers[] = {
  { "/ok", "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello" },
  { "/later", "HTTP/1.1 503 No\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n" },
  { "/away", "HTTP/1.1 302 Go\r\nLocation: http://192.0.2.1/\r\nContent-Length: 0\r\n\r\n" },
  { "/garbage", "SSH-2.0-nothing\r\n" },
  { "/short", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhel" },
  { "/half", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 50\r\n\r\n"
             "data: 1\n" },
  { "/open", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n" },
  { "/busy", "HTTP/1.1 429 No\r\nContent-Type: text/event-stream\r\nContent-Length: 4\r\n\r\n"
             "wait" },
  { "/stream", "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\ndata: 2\r\n" },
};

/* Gives back the request's own words, so that a test sees what was sent. */
static void
write_echo (GSocketConnection *connection, const char *request)
{
  g_autofree char *answer = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s",
                                             strlen (request), request);
  small_server_write (connection, answer);
}

/* Gives the body back, packed as it came. */
static void
write_mirror (GSocketConnection *connection, const char *request)
{
  const char *length = strstr (request, "Content-Length: ");
  const char *body = strstr (request, "\r\n\r\n");

  g_assert_nonnull (strstr (request, "\r\nContent-Encoding: gzip\r\n"));
  g_assert_true (length != NULL && body != NULL);
  gsize size = (gsize) g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
  g_autofree char *head = g_strdup_printf (
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n", size);
  small_server_write (connection, head);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), body + 4,
                             size, NULL, NULL, NULL);
}

static gboolean
on_run_cb (GThreadedSocketService *unused, GSocketConnection *connection, GObject *source,
           gpointer data)
{
  char request[8192];

  small_server_read (connection, request, sizeof request);
  g_auto (GStrv) words = g_strsplit (request, " ", 3);
  if (g_strv_length (words) < 2)
    return TRUE;
  if (g_str_equal (words[1], "/echo"))
    write_echo (connection, request);
  if (g_str_equal (words[1], "/mirror"))
    write_mirror (connection, request);
  if (g_str_equal (words[1], "/silent"))
    g_usleep (3 * G_USEC_PER_SEC);
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    if (g_str_equal (words[1], answers[i].path))
      small_server_write (connection, answers[i].answer);
  if (g_str_equal (words[1], "/open"))
    g_usleep (3 * G_USEC_PER_SEC);
  return TRUE;
}

typedef void (*Story) (void);

static DexFuture *
story_fiber (gpointer data)
{
  ((Story) data) ();
  return dex_future_new_true ();
}

static void
run_story (gconstpointer story)
{
  story_tell (story_fiber, (gpointer) story);
}

static PalierHttpAnswer *
ask (PalierHttpRequest request, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", port, path);

  request.url = url;
  if (request.method == NULL)
    request.method = "GET";
  return dex_await_boxed (palier_http_send (http, &request, cancellable), error);
}

static void
story_answers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierHttpAnswer) ok = ask ((PalierHttpRequest) { 0 }, "/ok", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ok->status, ==, 200);
  g_assert_cmpstr (ok->content_type, ==, "text/plain");
  g_assert_cmpmem (g_bytes_get_data (ok->body, NULL), g_bytes_get_size (ok->body), "hello", 5);

  g_autoptr (PalierHttpAnswer) later = ask ((PalierHttpRequest) { 0 }, "/later", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (later->status, ==, 503);
  g_assert_cmpint (later->retry_after_ms, ==, 7000);

  g_autoptr (PalierHttpAnswer) away = ask ((PalierHttpRequest) { 0 }, "/away", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (away->status, ==, 302);
}

static void
story_sent (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  PalierHttpRequest request = { .method = "PUT",
                                .body = body,
                                .content_type = "application/json",
                                .bearer = "tok",
                                .headers = (const char *[]) { "X-One: 1", NULL } };
  g_autoptr (PalierHttpAnswer) answer = ask (request, "/echo", NULL, &error);

  g_assert_no_error (error);
  g_autofree char *text =
      g_strndup (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body));
  g_assert_true (g_str_has_prefix (text, "PUT /echo HTTP/1.1\r\n"));
  g_assert_nonnull (strstr (text, "\r\nAuthorization: Bearer tok\r\n"));
  g_assert_nonnull (strstr (text, "\r\nContent-Type: application/json\r\n"));
  g_assert_nonnull (strstr (text, "\r\nContent-Length: 2\r\n"));
  g_assert_nonnull (strstr (text, "\r\nX-One: 1\r\n"));
  g_assert_null (strstr (text, "Expect"));
}

/* What is sent packed, and what an answer may grow to when it is unpacked. */
static void
story_packed (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (2000, 'a');
  g_autoptr (GBytes) body = g_bytes_new_static (text, 2000);
  PalierHttpRequest request = { .method = "POST", .body = body, .gzip = TRUE };

  g_autoptr (PalierHttpAnswer) answer = ask (request, "/mirror", NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (answer->body, body));

  PalierHttpRequest bounded = { .method = "POST", .body = body, .gzip = TRUE, .max_bytes = 1999 };
  g_assert_null (ask (bounded, "/mirror", NULL, &error));
  g_assert_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_TOO_LARGE);
}

static void
story_failures (void)
{
  static const struct
  {
    const char *path;
    guint timeout_ms;
    gsize max_bytes;
    PalierNetError error;
  } cases[] = {
    { "/garbage", 0, 0, PALIER_NET_ERROR_DROPPED },
    { "/nothing", 0, 0, PALIER_NET_ERROR_DROPPED },
    { "/short", 0, 0, PALIER_NET_ERROR_DROPPED },
    { "/silent", 150, 0, PALIER_NET_ERROR_TIMED_OUT },
    { "/ok", 0, 3, PALIER_NET_ERROR_TOO_LARGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    PalierHttpRequest request = { .timeout_ms = cases[i].timeout_ms,
                                  .max_bytes = cases[i].max_bytes };
    g_assert_null (ask (request, cases[i].path, NULL, &error));
    g_assert_error (error, PALIER_NET_ERROR, (int) cases[i].error);
  }
}

static gboolean
on_guard_cb (const struct sockaddr *address)
{
  return palier_net_is_public (address);
}

/* However this machine is written, no connection is made; asked by name, at the connection. */
static void
story_guard (void)
{
  static const char *const hosts[] = { "127.0.0.1",  "localhost",  "127.1", "0x7f000001",
                                       "2130706433", "0177.0.0.1", "0" };

  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
  {
    g_autofree char *url = g_strdup_printf ("http://%s:%u/ok", hosts[i], port);
    PalierHttpRequest request = { .method = "GET", .url = url, .guard = on_guard_cb };
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierHttpAnswer) answer =
        dex_await_boxed (palier_http_send (http, &request, NULL), &error);
    g_assert_null (answer);
    if (!g_error_matches (error, PALIER_NET_ERROR, PALIER_NET_ERROR_INSECURE))
      g_assert_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_PRIVATE);
  }
}

static void
story_cancel (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/silent", port);
  PalierHttpRequest request = { .method = "GET", .url = url };
  DexFuture *future = palier_http_send (http, &request, cancellable);
  gint64 start_us = g_get_monotonic_time ();

  dex_await (dex_timeout_new_msec (50), NULL);
  g_cancellable_cancel (cancellable);
  g_assert_false (dex_await (future, &error));
  g_assert_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 2 * G_USEC_PER_SEC);
}

static void
story_refused_urls (void)
{
  static const struct
  {
    const char *url;
    PalierNetError error;
  } cases[] = {
    { "http://example.org/", PALIER_NET_ERROR_INSECURE },
    { "http://127.0.0.1.example.org/", PALIER_NET_ERROR_INSECURE },
    { "http://localhost@example.org/", PALIER_NET_ERROR_INSECURE },
    { "ftp://127.0.0.1/", PALIER_NET_ERROR_INSECURE },
    { "https:///nothing", PALIER_NET_ERROR_URL },
    { "no address", PALIER_NET_ERROR_URL },
    { "http://127.0.0.1:1/", PALIER_NET_ERROR_CONNECT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    PalierHttpRequest request = { .method = "GET", .url = cases[i].url };
    g_assert_false (dex_await (palier_http_send (http, &request, NULL), &error));
    g_assert_error (error, PALIER_NET_ERROR, (int) cases[i].error);
  }
}

static void
on_line_cb (const char *line, gpointer data)
{
  g_string_append_printf (data, "[%s]", line);
}

static void
on_stream_gone_cb (gpointer data)
{
  g_string_append (data, "end");
}

static void
story_stream (void)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/stream", port);
  PalierHttpRequest request = { .method = "GET", .url = url };

  dex_await (palier_http_stream (http, &request, on_line_cb, seen, on_stream_gone_cb, NULL),
             &error);
  g_assert_no_error (error);
  for (int i = 0; i < 100 && !g_str_has_suffix (seen->str, "end"); i++)
    dex_await (dex_timeout_new_msec (10), NULL);
  g_assert_cmpstr (seen->str, ==, "[data: 1][][data: 2]end");
}

/* All that comes, as it comes: chunks in brackets where the stream says so. */
static char *
follow (const char *path, gsize max_bytes, GCancellable *cancellable, PalierHttpAnswer **answer,
        GError **error)
{
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u%s", port, path);
  PalierHttpRequest request = { .method = "POST", .url = url, .max_bytes = max_bytes };
  g_autoptr (DexChannel) chunks = dex_channel_new (0);
  g_autoptr (GString) seen = g_string_new (NULL);
  DexFuture *future = palier_http_follow (http, &request, chunks, cancellable);

  for (GBytes *chunk; (chunk = dex_await_boxed (dex_channel_receive (chunks), NULL)) != NULL;)
  {
    g_string_append_len (seen, g_bytes_get_data (chunk, NULL), (gssize) g_bytes_get_size (chunk));
    g_bytes_unref (chunk);
    if (cancellable != NULL)
      g_cancellable_cancel (cancellable);
  }
  *answer = dex_await_boxed (future, error);
  return g_string_free (g_steal_pointer (&seen), FALSE);
}

static void
story_follow (void)
{
  static const struct
  {
    const char *path;
    gsize max_bytes;
    const char *chunks;
    int error; /* PalierNetError; -1: none */
    const char *body;
  } cases[] = {
    { "/stream", 0, "data: 1\n\ndata: 2\r\n", -1, "" },
    { "/stream", 5, "", PALIER_NET_ERROR_TOO_LARGE, NULL },
    { "/half", 0, "data: 1\n", PALIER_NET_ERROR_DROPPED, NULL },
    { "/ok", 0, "", -1, "hello" },
    { "/busy", 0, "", -1, "wait" },
    { "/nothing", 0, "", PALIER_NET_ERROR_DROPPED, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierHttpAnswer) answer = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree char *seen = follow (cases[i].path, cases[i].max_bytes, NULL, &answer, &error);
    g_assert_cmpstr (seen, ==, cases[i].chunks);
    if (cases[i].error >= 0)
      g_assert_error (error, PALIER_NET_ERROR, cases[i].error);
    else
      g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body),
                       cases[i].body, strlen (cases[i].body));
  }
}

static void
story_follow_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (PalierHttpAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start_us = g_get_monotonic_time ();
  g_autofree char *seen = follow ("/open", 0, cancellable, &answer, &error);

  g_assert_cmpstr (seen, ==, "data: 1\n\n");
  g_assert_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start_us, <, 2 * G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);

  g_autoptr (GSocketService) service = small_server_new (G_CALLBACK (on_run_cb), &port);
  http = palier_http_new ();

  g_test_add_data_func ("/http/answers", story_answers, run_story);
  g_test_add_data_func ("/http/sent", story_sent, run_story);
  g_test_add_data_func ("/http/packed", story_packed, run_story);
  g_test_add_data_func ("/http/failures", story_failures, run_story);
  g_test_add_data_func ("/http/guard", story_guard, run_story);
  g_test_add_data_func ("/http/cancel", story_cancel, run_story);
  g_test_add_data_func ("/http/refused-urls", story_refused_urls, run_story);
  g_test_add_data_func ("/http/stream", story_stream, run_story);
  g_test_add_data_func ("/http/follow", story_follow, run_story);
  g_test_add_data_func ("/http/follow-cancelled", story_follow_cancelled, run_story);
  int result = g_test_run ();

  palier_http_free (http);
  return result;
}
