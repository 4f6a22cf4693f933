/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread owns the multi handle and every transfer that runs; callers only queue new ones and
 * wake it. A transfer ends exactly once, on the thread: finished, failed or cancelled. */
#include "palier-http.h"

#include <curl/curl.h>
#include <string.h>

#define TIMEOUT_MS 60000
#define CONNECT_MS 10000
#define MAX_BYTES (1024 * 1024)
#define MAX_LINE 65536
#define HOST_CONNECTIONS 6
#define GZIP_LEVEL 1

struct _PalierHttp
{
  GThread *thread;
  CURLM *multi;
  GMutex lock;
  GQueue incoming; /* Transfer, under the lock */
  gboolean stopping;
};

typedef struct
{
  GMainContext *context;
  PalierHttpLine on_line;
  gpointer data;
  GDestroyNotify destroy;
  GString *partial;
} Stream;

typedef struct
{
  PalierHttp *http;
  CURL *easy;
  struct curl_slist *headers;
  char *method;
  char *url;
  GBytes *request_body; /* (nullable) */
  gboolean gzip;        /* it is to be packed */
  guint timeout_ms;
  gsize max_bytes;
  const char *wanted;    /* (nullable): a header of the answer */
  PalierHttpGuard guard; /* (nullable) */
  gboolean guarded;      /* … has refused an address */
  GByteArray *body;
  gsize received;
  gboolean too_large;
  Stream *stream;     /* (nullable) */
  DexChannel *chunks; /* (nullable) (element-type GBytes) */
  DexPromise *promise;
  GCancellable *cancellable;
  gulong cancel_id;
} Transfer;

G_DEFINE_BOXED_TYPE (PalierHttpAnswer, palier_http_answer, palier_http_answer_ref,
                     palier_http_answer_free)

PalierHttpAnswer *
palier_http_answer_ref (PalierHttpAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
answer_clear (gpointer data)
{
  PalierHttpAnswer *self = data;

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->wanted);
}

void
palier_http_answer_free (PalierHttpAnswer *self)
{
  g_atomic_rc_box_release_full (self, answer_clear);
}

/* ---- lines of a stream, handed to the caller's context */

typedef struct
{
  PalierHttpLine on_line;
  gpointer data;
  char *line;
} Line;

static gboolean
on_deliver_cb (gpointer data)
{
  Line *line = data;

  line->on_line (line->line, line->data);
  return G_SOURCE_REMOVE;
}

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->line);
  g_free (line);
}

static void
deliver (Stream *stream, const char *text, gsize length)
{
  Line *line = g_new0 (Line, 1);

  line->on_line = stream->on_line;
  line->data = stream->data;
  line->line = g_strndup (text, length);
  g_main_context_invoke_full (stream->context, G_PRIORITY_DEFAULT, on_deliver_cb, line, line_free);
}

static gboolean
take_lines (Stream *stream, const char *data, gsize length)
{
  g_string_append_len (stream->partial, data, (gssize) length);
  for (char *end; (end = strchr (stream->partial->str, '\n')) != NULL;)
  {
    gsize line = (gsize) (end - stream->partial->str);
    deliver (stream, stream->partial->str,
             line > 0 && stream->partial->str[line - 1] == '\r' ? line - 1 : line);
    g_string_erase (stream->partial, 0, (gssize) line + 1);
  }
  return stream->partial->len <= MAX_LINE;
}

/* The last thing that a stream's context sees: no line follows it. */
static gboolean
on_stream_end_cb (gpointer data)
{
  Stream *stream = data;

  if (stream->destroy != NULL)
    stream->destroy (stream->data);
  g_main_context_unref (stream->context);
  g_string_free (stream->partial, TRUE);
  g_free (stream);
  return G_SOURCE_REMOVE;
}

/* ---- one transfer, on the thread */

/* What is no stream (a refusal, a page of a gateway) is a body like any other. */
static gboolean
is_followed (Transfer *transfer)
{
  const char *type = NULL;
  long status = 0;

  if (transfer->chunks == NULL)
    return FALSE;
  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (transfer->easy, CURLINFO_CONTENT_TYPE, &type);
  return status == 200 && type != NULL
         && g_ascii_strncasecmp (type, "text/event-stream", strlen ("text/event-stream")) == 0;
}

static void
take_bytes (Transfer *transfer, const char *data, gsize length)
{
  if (is_followed (transfer))
    dex_future_disown (dex_channel_send (
        transfer->chunks, dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_new (data, length))));
  else
    g_byte_array_append (transfer->body, (const guint8 *) data, (guint) length);
}

static size_t
on_body_cb (char *data, size_t size, size_t n, void *user)
{
  Transfer *transfer = user;
  gsize length = size * n;

  transfer->received += length;
  if (transfer->stream != NULL)
    transfer->too_large = !take_lines (transfer->stream, data, length);
  else
    transfer->too_large = transfer->received > transfer->max_bytes;
  if (transfer->too_large)
    return CURL_WRITEFUNC_ERROR;
  if (transfer->stream == NULL)
    take_bytes (transfer, data, length);
  return length;
}

static const char *
error_words (Transfer *transfer, CURLcode code, PalierNetError *kind)
{
  static const struct
  {
    CURLcode code;
    PalierNetError kind;
  } kinds[] = {
    { CURLE_COULDNT_RESOLVE_HOST, PALIER_NET_ERROR_RESOLVE },
    { CURLE_COULDNT_RESOLVE_PROXY, PALIER_NET_ERROR_RESOLVE },
    { CURLE_COULDNT_CONNECT, PALIER_NET_ERROR_CONNECT },
    { CURLE_OPERATION_TIMEDOUT, PALIER_NET_ERROR_TIMED_OUT },
    { CURLE_PEER_FAILED_VERIFICATION, PALIER_NET_ERROR_TLS },
    { CURLE_SSL_CONNECT_ERROR, PALIER_NET_ERROR_TLS },
    { CURLE_SSL_CERTPROBLEM, PALIER_NET_ERROR_TLS },
    { CURLE_SSL_CACERT_BADFILE, PALIER_NET_ERROR_TLS },
    { CURLE_URL_MALFORMAT, PALIER_NET_ERROR_URL },
  };

  *kind = PALIER_NET_ERROR_DROPPED;
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].code == code)
      *kind = kinds[i].kind;
  if (transfer->too_large)
    *kind = PALIER_NET_ERROR_TOO_LARGE;
  else if (transfer->guarded)
    *kind = PALIER_NET_ERROR_PRIVATE;
  if (g_cancellable_is_cancelled (transfer->cancellable))
    *kind = PALIER_NET_ERROR_CANCELLED;
  return curl_easy_strerror (code);
}

static char *
dup_wanted (Transfer *transfer)
{
  struct curl_header *header = NULL;

  return transfer->wanted != NULL
                 && curl_easy_header (transfer->easy, transfer->wanted, 0, CURLH_HEADER, -1,
                                      &header)
                        == CURLHE_OK
             ? g_strdup (header->value)
             : NULL;
}

static void
resolve (Transfer *transfer)
{
  PalierHttpAnswer *answer = g_atomic_rc_box_new0 (PalierHttpAnswer);
  g_auto (GValue) value = G_VALUE_INIT;
  curl_off_t retry_after_s = 0;
  const char *type = NULL;
  long status = 0;

  curl_easy_getinfo (transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo (transfer->easy, CURLINFO_CONTENT_TYPE, &type);
  curl_easy_getinfo (transfer->easy, CURLINFO_RETRY_AFTER, &retry_after_s);
  answer->status = (guint) status;
  answer->content_type = g_strdup (type);
  answer->retry_after_ms = retry_after_s * 1000;
  answer->wanted = dup_wanted (transfer);
  answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&transfer->body));
  g_value_init (&value, PALIER_TYPE_HTTP_ANSWER);
  g_value_take_boxed (&value, answer);
  dex_promise_resolve (transfer->promise, &value);
}

static void
settle (Transfer *transfer, CURLcode code)
{
  PalierNetError kind;

  if (code == CURLE_OK && !g_cancellable_is_cancelled (transfer->cancellable))
  {
    resolve (transfer);
    return;
  }
  const char *words = error_words (transfer, code, &kind);
  dex_promise_reject (transfer->promise, g_error_new_literal (PALIER_NET_ERROR, (int) kind, words));
}

static void
transfer_end (Transfer *transfer, CURLcode code)
{
  /* Disconnecting waits for a cancel that is under way, which only wakes this thread. */
  g_cancellable_disconnect (transfer->cancellable, transfer->cancel_id);
  settle (transfer, code);
  if (transfer->easy != NULL)
    curl_easy_cleanup (transfer->easy);
  if (transfer->stream != NULL)
    g_main_context_invoke (transfer->stream->context, on_stream_end_cb, transfer->stream);
  if (transfer->chunks != NULL)
    dex_channel_close_send (transfer->chunks);
  dex_clear (&transfer->chunks);
  curl_slist_free_all (transfer->headers);
  g_clear_pointer (&transfer->request_body, g_bytes_unref);
  g_clear_pointer (&transfer->body, g_byte_array_unref);
  dex_unref (transfer->promise);
  g_object_unref (transfer->cancellable);
  g_free (transfer->method);
  g_free (transfer->url);
  g_free (transfer);
}

static void
pack_body (Transfer *transfer)
{
  g_autoptr (GZlibCompressor) gzip =
      g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, GZIP_LEVEL);
  GBytes *packed = g_converter_convert_bytes (G_CONVERTER (gzip), transfer->request_body, NULL);

  g_assert (packed != NULL);
  g_bytes_unref (transfer->request_body);
  transfer->request_body = packed;
}

static void
set_body (CURL *easy, GBytes *body)
{
  gsize length;
  const void *data = g_bytes_get_data (body, &length);

  curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) length);
  curl_easy_setopt (easy, CURLOPT_POSTFIELDS, data);
}

static void
set_times (CURL *easy, const Transfer *transfer)
{
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) CONNECT_MS);
  if (transfer->stream == NULL)
  {
    curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) transfer->timeout_ms);
    return;
  }
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt (easy, CURLOPT_LOW_SPEED_TIME, (long) MAX (transfer->timeout_ms / 1000, 1));
}

static curl_socket_t
on_open_socket_cb (void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
  Transfer *transfer = data;

  if (transfer->guard (&address->addr))
    return socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  transfer->guarded = TRUE;
  return CURL_SOCKET_BAD;
}

static void
set_guard (CURL *easy, Transfer *transfer)
{
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket_cb);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_PROXY, "");
}

static void
start (Transfer *transfer)
{
  CURL *easy = transfer->easy = curl_easy_init ();

  curl_easy_setopt (easy, CURLOPT_URL, transfer->url);
  curl_easy_setopt (easy, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_body_cb);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, transfer->headers);
  curl_easy_setopt (easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt (easy, CURLOPT_USERAGENT, "Palier/" PALIER_VERSION);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  set_times (easy, transfer);
  if (transfer->guard != NULL)
    set_guard (easy, transfer);
  if (transfer->gzip)
    pack_body (transfer);
  if (transfer->request_body != NULL)
    set_body (easy, transfer->request_body);
  else if (g_str_equal (transfer->method, "GET"))
    curl_easy_setopt (easy, CURLOPT_HTTPGET, 1L);
  if (!g_str_equal (transfer->method, "GET"))
    curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, transfer->method);
  curl_multi_add_handle (transfer->http->multi, easy);
}

static void
start_incoming (PalierHttp *self, GPtrArray *live)
{
  g_mutex_lock (&self->lock);
  for (Transfer *transfer; (transfer = g_queue_pop_head (&self->incoming)) != NULL;)
  {
    start (transfer);
    g_ptr_array_add (live, transfer);
  }
  g_mutex_unlock (&self->lock);
}

static void
end_one (PalierHttp *self, GPtrArray *live, guint index, CURLcode code)
{
  Transfer *transfer = g_ptr_array_remove_index_fast (live, index);

  curl_multi_remove_handle (self->multi, transfer->easy);
  transfer_end (transfer, code);
}

static void
end_cancelled (PalierHttp *self, GPtrArray *live, gboolean all)
{
  for (guint i = live->len; i-- > 0;)
  {
    Transfer *transfer = g_ptr_array_index (live, i);
    if (all)
      g_cancellable_cancel (transfer->cancellable);
    if (g_cancellable_is_cancelled (transfer->cancellable))
      end_one (self, live, i, CURLE_ABORTED_BY_CALLBACK);
  }
}

static void
end_finished (PalierHttp *self, GPtrArray *live)
{
  int left;

  for (CURLMsg *message; (message = curl_multi_info_read (self->multi, &left)) != NULL;)
  {
    Transfer *transfer;
    guint index;
    CURLcode code = message->data.result;

    if (message->msg != CURLMSG_DONE)
      continue;
    curl_easy_getinfo (message->easy_handle, CURLINFO_PRIVATE, &transfer);
    if (g_ptr_array_find (live, transfer, &index))
      end_one (self, live, index, code);
  }
}

static gboolean
is_stopping (PalierHttp *self)
{
  g_mutex_lock (&self->lock);
  gboolean stopping = self->stopping;
  g_mutex_unlock (&self->lock);
  return stopping;
}

static gpointer
http_main (gpointer data)
{
  PalierHttp *self = data;
  g_autoptr (GPtrArray) live = g_ptr_array_new ();
  int running;

  while (!is_stopping (self))
  {
    start_incoming (self, live);
    end_cancelled (self, live, FALSE);
    curl_multi_perform (self->multi, &running);
    end_finished (self, live);
    curl_multi_poll (self->multi, NULL, 0, 60000, NULL);
  }
  start_incoming (self, live);
  end_cancelled (self, live, TRUE);
  return NULL;
}

PalierHttp *
palier_http_new (void)
{
  PalierHttp *self = g_new0 (PalierHttp, 1);

  palier_net_init ();
  g_mutex_init (&self->lock);
  g_queue_init (&self->incoming);
  self->multi = curl_multi_init ();
  /* More at once overrun a small listener's queue, and wait there for seconds. */
  curl_multi_setopt (self->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long) HOST_CONNECTIONS);
  self->thread = g_thread_new ("http", http_main, self);
  return self;
}

/* Transfers under way are cancelled, and their futures rejected. */
void
palier_http_free (PalierHttp *self)
{
  g_mutex_lock (&self->lock);
  self->stopping = TRUE;
  g_mutex_unlock (&self->lock);
  curl_multi_wakeup (self->multi);
  g_thread_join (self->thread);
  curl_multi_cleanup (self->multi);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* ---- asking */

static void
on_cancelled_cb (GCancellable *cancellable, gpointer multi)
{
  curl_multi_wakeup (multi);
}

static struct curl_slist *
create_headers (const PalierHttpRequest *request)
{
  /* No "Expect: 100-continue": it costs a round trip that our servers do not need. */
  struct curl_slist *list = curl_slist_append (NULL, "Expect:");

  if (request->gzip)
    list = curl_slist_append (list, "Content-Encoding: gzip");
  for (gsize i = 0; request->headers != NULL && request->headers[i] != NULL; i++)
    list = curl_slist_append (list, request->headers[i]);
  if (request->content_type != NULL)
  {
    g_autofree char *header = g_strconcat ("Content-Type: ", request->content_type, NULL);
    list = curl_slist_append (list, header);
  }
  if (request->bearer != NULL)
  {
    g_autofree char *header = g_strconcat ("Authorization: Bearer ", request->bearer, NULL);
    list = curl_slist_append (list, header);
    explicit_bzero (header, strlen (header));
  }
  return list;
}

/* https to anyone, http to this machine only: a password or a token goes with it. */
static gboolean
check_url (const char *text, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_NONE, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || strpbrk (text, "\r\n") != NULL)
    g_set_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_URL, "%s", text);
  else if (g_str_equal (scheme, "https")
           || (g_str_equal (scheme, "http") && palier_net_is_loopback (host)))
    return TRUE;
  else
    g_set_error (error, PALIER_NET_ERROR, PALIER_NET_ERROR_INSECURE, "%s", host);
  return FALSE;
}

static Transfer *
transfer_new (PalierHttp *http, const PalierHttpRequest *request, GCancellable *cancellable)
{
  Transfer *transfer = g_new0 (Transfer, 1);

  transfer->http = http;
  transfer->method = g_strdup (request->method);
  transfer->url = g_strdup (request->url);
  transfer->headers = create_headers (request);
  transfer->request_body = request->body != NULL ? g_bytes_ref (request->body) : NULL;
  transfer->gzip = request->gzip;
  transfer->timeout_ms = request->timeout_ms > 0 ? request->timeout_ms : TIMEOUT_MS;
  transfer->max_bytes = request->max_bytes > 0 ? request->max_bytes : MAX_BYTES;
  transfer->guard = request->guard;
  transfer->wanted = request->wanted;
  transfer->body = g_byte_array_new ();
  transfer->promise = dex_promise_new ();
  transfer->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  return transfer;
}

static DexFuture *
queue (PalierHttp *self, Transfer *transfer)
{
  DexFuture *future = DEX_FUTURE (dex_ref (transfer->promise));

  transfer->cancel_id = g_cancellable_connect (transfer->cancellable, G_CALLBACK (on_cancelled_cb),
                                               self->multi, NULL);
  g_mutex_lock (&self->lock);
  g_queue_push_tail (&self->incoming, transfer);
  g_mutex_unlock (&self->lock);
  curl_multi_wakeup (self->multi);
  return future;
}

/**
 * palier_http_send:
 *
 * Any status is an answer; redirects are not followed. The caller keeps @self until the future has
 * settled, or frees it, which settles it.
 *
 * Returns: → PALIER_TYPE_HTTP_ANSWER. Errors: PALIER_NET_ERROR
 */
DexFuture *
palier_http_send (PalierHttp *self, const PalierHttpRequest *request, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!check_url (request->url, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return queue (self, transfer_new (self, request, cancellable));
}

/**
 * palier_http_follow:
 * @chunks: (element-type GBytes): of no capacity of its own; what of a stream comes with status 200
 *   (text/event-stream) goes there, in order, and it is closed when the exchange has ended
 *
 * As palier_http_send(), for an answer that is read while it comes: the time-out and the bound hold
 * for all of it. Where the answer is no such stream, nothing comes over @chunks, and the body is
 * the answer's.
 */
DexFuture *
palier_http_follow (PalierHttp *self, const PalierHttpRequest *request, DexChannel *chunks,
                    GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!check_url (request->url, &error))
  {
    dex_channel_close_send (chunks);
    return dex_future_new_for_error (g_steal_pointer (&error));
  }
  Transfer *transfer = transfer_new (self, request, cancellable);
  transfer->chunks = dex_ref (chunks);
  return queue (self, transfer);
}

/**
 * palier_http_stream:
 * @on_line: on the caller's main context, one call a line
 * @destroy: (nullable): frees @data there, after the last line
 *
 * As palier_http_send(), for an answer without end (server-sent events); its body is empty.
 */
DexFuture *
palier_http_stream (PalierHttp *self, const PalierHttpRequest *request, PalierHttpLine on_line,
                    gpointer data, GDestroyNotify destroy, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!check_url (request->url, &error))
  {
    if (destroy != NULL)
      destroy (data);
    return dex_future_new_for_error (g_steal_pointer (&error));
  }
  Transfer *transfer = transfer_new (self, request, cancellable);
  transfer->stream = g_new0 (Stream, 1);
  transfer->stream->context = g_main_context_ref_thread_default ();
  transfer->stream->on_line = on_line;
  transfer->stream->data = data;
  transfer->stream->destroy = destroy;
  transfer->stream->partial = g_string_new (NULL);
  return queue (self, transfer);
}
