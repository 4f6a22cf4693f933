/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a request:
 *
 *     headers → route found, body bounded → body → handler ─┬→ answer
 *                                                           └→ suspended → … → resumed → answer
 *
 * Poll mode: epoll of libmicrohttpd 1.0.1 stalls from 128 connections a thread. Its time-out looks
 * at silence only, so a reaper ends sockets that have not sent a whole request in ten seconds. */
#include "palier-http-server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "palier-http-stream.h"
#include "palier-relay-figures.h"

#define TIMEOUT_S 10
#define REQUEST_US (10 * G_USEC_PER_SEC)
#define HEADER_BYTES (16 * 1024)
#define POOL_THREADS 3
#define PASSWORD_THREADS 2
#define PASSWORD_QUEUE 64

/* A socket, for the reaper. */
typedef struct
{
  PalierServer *server;
  int fd;
  gint64 since_us; /* when the request began that is not whole yet; 0: it is whole */
} Socket;

typedef struct _PalierExchange
{
  PalierRequest request;
  PalierServer *server;
  struct MHD_Connection *connection;
  const PalierRoute *route; /* (nullable) */
  gboolean started;
  gboolean deferred;
  gboolean ready; /* atomic */
} Exchange;

struct _PalierServer
{
  struct MHD_Daemon *daemon;
  const PalierRoute *routes;
  gsize n_routes;
  gpointer data;
  GThreadPool *pool;
  GThreadPool *passwords;
  PalierStreams *streams;
  GMutex lock;
  GCond end;
  gboolean stopping;
  gboolean closed;     /* takes no more requests */
  GHashTable *sockets; /* of Socket */
  GThread *reaper;
};

/* ---- routes ---- */

/* Whether @path is @pattern, where "*" is one part that is not empty; @part (out) (transfer full).
 */
static gboolean
matches (const char *pattern, const char *path, char **part)
{
  const char *star = strchr (pattern, '*');

  if (star == NULL)
    return strcmp (pattern, path) == 0;
  gsize before = (gsize) (star - pattern);
  gsize after = strlen (star + 1);
  gsize length = strlen (path);
  if (length <= before + after || strncmp (pattern, path, before) != 0
      || strcmp (path + length - after, star + 1) != 0
      || memchr (path + before, '/', length - before - after) != NULL)
    return FALSE;
  *part = g_strndup (path + before, length - before - after);
  return TRUE;
}

static void
find_route (Exchange *exchange, const char *method)
{
  PalierServer *server = exchange->server;
  PalierRequest *request = &exchange->request;
  const PalierRoute *other = NULL;

  for (gsize i = 0; i < server->n_routes; i++)
  {
    const PalierRoute *route = &server->routes[i];
    g_autofree char *part = NULL;
    if (!matches (route->path, request->path, &part))
      continue;
    other = route;
    /* HEAD is a GET whose body is not sent. */
    if (strcmp (route->method, method) != 0
        && (strcmp (method, "HEAD") != 0 || strcmp (route->method, "GET") != 0))
      continue;
    exchange->route = route;
    request->part = g_steal_pointer (&part);
    return;
  }
  if (other != NULL)
    request->allow = other->method;
  palier_request_problem (request, other != NULL ? 405 : 404,
                          other != NULL ? "method_not_allowed" : "not_found");
}

/* ---- answers ---- */

/**
 * palier_request_answer:
 * @type: (transfer none): a literal
 * @body: (transfer full)
 */
void
palier_request_answer (PalierRequest *self, guint status, const char *type, GBytes *body)
{
  g_clear_pointer (&self->answer, g_bytes_unref);
  self->status = status;
  self->type = type;
  self->answer = body;
}

void
palier_request_answer_text (PalierRequest *self, guint status, const char *type, const char *body)
{
  palier_request_answer (self, status, type, g_bytes_new (body, strlen (body)));
}

/* @json: (transfer full): from malloc, as yyjson gives it */
void
palier_request_answer_json (PalierRequest *self, guint status, char *json, gsize length)
{
  palier_request_answer (self, status, "application/json",
                         g_bytes_new_with_free_func (json, length, free, json));
}

/* A problem document (RFC 9457). @code is a literal that clients know; they have the words. */
void
palier_request_problem (PalierRequest *self, guint status, const char *code)
{
  g_autofree char *json =
      g_strdup_printf ("{\"type\":\"about:blank\",\"status\":%u,\"title\":\"%s\",\"code\":\"%s\"}",
                       status, MHD_get_reason_phrase_for (status), code);

  palier_figure_add (PALIER_FIGURE_REFUSED_REQUESTS, 1);
  palier_request_answer_text (self, status, "application/problem+json", json);
}

static struct MHD_Response *
make_response (Exchange *exchange)
{
  PalierRequest *request = &exchange->request;
  struct MHD_Response *response;

  if (request->stream)
    return palier_streams_open (exchange->server->streams, request->tenant, exchange->connection);
  gsize length = 0;
  const void *body = g_bytes_get_data (request->answer, &length);
  response = MHD_create_response_from_buffer_copy (length, body);
  MHD_add_response_header (response, "Content-Type", request->type);
  return response;
}

static enum MHD_Result
send_answer (Exchange *exchange)
{
  PalierRequest *request = &exchange->request;
  struct MHD_Response *response = make_response (exchange);
  char seconds[16];

  if (response == NULL)
    return MHD_NO;
  MHD_add_response_header (response, "Cache-Control", "no-store");
  MHD_add_response_header (response, "X-Content-Type-Options", "nosniff");
  MHD_add_response_header (response, "Referrer-Policy", "no-referrer");
  MHD_add_response_header (response, "Content-Security-Policy",
                           "default-src 'none'; style-src 'unsafe-inline'; form-action 'self';"
                           " frame-ancestors 'none'");
  if (request->location != NULL)
    MHD_add_response_header (response, "Location", request->location);
  if (request->allow != NULL)
    MHD_add_response_header (response, "Allow", request->allow);
  if (request->status == 401)
    MHD_add_response_header (response, "WWW-Authenticate", "Bearer");
  if (request->retry_after > 0)
  {
    g_snprintf (seconds, sizeof seconds, "%u", request->retry_after);
    MHD_add_response_header (response, "Retry-After", seconds);
  }
  enum MHD_Result result = MHD_queue_response (exchange->connection, request->status, response);
  MHD_destroy_response (response);
  return result;
}

/* ---- handlers ---- */

/* Lets the handler return without an answer; palier_request_finish() follows, on any thread. */
void
palier_request_defer (PalierRequest *self)
{
  self->exchange->deferred = TRUE;
  MHD_suspend_connection (self->exchange->connection);
}

void
palier_request_finish (PalierRequest *self)
{
  g_atomic_int_set (&self->exchange->ready, TRUE);
  MHD_resume_connection (self->exchange->connection);
}

static void
run_in_pool (gpointer task, gpointer data)
{
  Exchange *exchange = task;

  exchange->route->handler (&exchange->request, data);
  palier_request_finish (&exchange->request);
}

static gboolean
refuse_busy (PalierRequest *request, guint retry_after)
{
  request->retry_after = retry_after;
  palier_request_problem (request, 503, "busy");
  return FALSE;
}

/* With the lock, so that no handler begins once the end has. Returns: whether it began */
static gboolean
begin_handler (Exchange *exchange)
{
  PalierServer *server = exchange->server;
  gboolean password = exchange->route->run == PALIER_RUN_PASSWORD;

  if (server->closed)
    return refuse_busy (&exchange->request, 10);
  if (password && g_thread_pool_unprocessed (server->passwords) >= PASSWORD_QUEUE)
    return refuse_busy (&exchange->request, 5);
  if (exchange->route->run == PALIER_RUN_AT_ONCE)
    exchange->route->handler (&exchange->request, server->data);
  else
  {
    palier_request_defer (&exchange->request);
    g_thread_pool_push (password ? server->passwords : server->pool, exchange, NULL);
  }
  return TRUE;
}

static enum MHD_Result
start_handler (Exchange *exchange)
{
  palier_figure_add (PALIER_FIGURE_REQUESTS, 1);
  g_mutex_lock (&exchange->server->lock);
  gboolean begun = begin_handler (exchange);
  g_mutex_unlock (&exchange->server->lock);
  return begun && exchange->deferred ? MHD_YES : send_answer (exchange);
}

/* ---- libmicrohttpd ---- */

static char *
dup_header (struct MHD_Connection *connection, const char *name)
{
  return g_strdup (MHD_lookup_connection_value (connection, MHD_HEADER_KIND, name));
}

static char *
dup_address (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  char text[INET6_ADDRSTRLEN] = "";

  if (info != NULL && info->client_addr->sa_family == AF_INET)
    inet_ntop (AF_INET, &((struct sockaddr_in *) info->client_addr)->sin_addr, text, sizeof text);
  else if (info != NULL && info->client_addr->sa_family == AF_INET6)
    inet_ntop (AF_INET6, &((struct sockaddr_in6 *) info->client_addr)->sin6_addr, text,
               sizeof text);
  return g_strdup (text);
}

static char *
dup_bearer (struct MHD_Connection *connection)
{
  const char *value = MHD_lookup_connection_value (connection, MHD_HEADER_KIND, "Authorization");
  return value != NULL && g_ascii_strncasecmp (value, "Bearer ", 7) == 0 ? g_strdup (value + 7)
                                                                         : NULL;
}

static const char *
get_method (const char *method)
{
  static const char *const known[] = { "GET", "HEAD", "POST", "PUT", "DELETE" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (strcmp (known[i], method) == 0)
      return known[i];
  return "OTHER";
}

static Exchange *
begin (PalierServer *server, struct MHD_Connection *connection, const char *method,
       const char *path)
{
  Exchange *exchange = g_new0 (Exchange, 1);
  PalierRequest *request = &exchange->request;

  exchange->server = server;
  exchange->connection = connection;
  request->exchange = exchange;
  request->method = get_method (method);
  request->path = g_strdup (path);
  request->bearer = dup_bearer (connection);
  request->user_agent = dup_header (connection, "User-Agent");
  request->content_type = dup_header (connection, "Content-Type");
  request->address = dup_address (connection);
  request->body = g_byte_array_new ();
  find_route (exchange, method);
  return exchange;
}

static void
take_body (Exchange *exchange, const char *data, gsize length)
{
  PalierRequest *request = &exchange->request;

  if (exchange->route == NULL)
    return;
  if (request->body->len + length > exchange->route->max_body)
  {
    palier_request_problem (request, 413, "too_large");
    exchange->route = NULL;
  }
  else
    g_byte_array_append (request->body, (const guint8 *) data, (guint) length);
}

static void
mark_whole (struct MHD_Connection *connection, gboolean whole)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  Socket *socket = info != NULL ? info->socket_context : NULL;

  if (socket == NULL)
    return;
  g_mutex_lock (&socket->server->lock);
  socket->since_us = whole ? 0 : g_get_monotonic_time ();
  g_mutex_unlock (&socket->server->lock);
}

static enum MHD_Result
on_request_cb (void *data, struct MHD_Connection *connection, const char *path, const char *method,
               const char *version, const char *upload, size_t *upload_size, void **context)
{
  Exchange *exchange = *context;

  if (exchange == NULL)
  {
    *context = begin (data, connection, method, path);
    return MHD_YES;
  }
  if (*upload_size > 0)
  {
    take_body (exchange, upload, *upload_size);
    *upload_size = 0;
    return MHD_YES;
  }
  if (!exchange->started)
  {
    exchange->started = TRUE;
    mark_whole (connection, TRUE);
    return exchange->route != NULL ? start_handler (exchange) : send_answer (exchange);
  }
  return g_atomic_int_get (&exchange->ready) ? send_answer (exchange) : MHD_YES;
}

static void
on_completed_cb (void *data, struct MHD_Connection *connection, void **context,
                 enum MHD_RequestTerminationCode code)
{
  Exchange *exchange = *context;

  mark_whole (connection, FALSE);
  if (exchange == NULL)
    return;
  PalierRequest *request = &exchange->request;
  g_free (request->path);
  g_free (request->part);
  if (request->bearer != NULL)
    explicit_bzero (request->bearer, strlen (request->bearer));
  g_free (request->bearer);
  g_free (request->user_agent);
  g_free (request->content_type);
  g_free (request->address);
  g_free (request->location);
  g_byte_array_unref (request->body);
  g_clear_pointer (&request->answer, g_bytes_unref);
  g_free (exchange);
  *context = NULL;
}

static void
on_connection_cb (void *data, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code)
{
  PalierServer *self = data;

  g_mutex_lock (&self->lock);
  if (code == MHD_CONNECTION_NOTIFY_STARTED)
  {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    Socket *socket = g_new0 (Socket, 1);
    socket->server = self;
    socket->fd = info != NULL ? info->connect_fd : -1;
    socket->since_us = g_get_monotonic_time ();
    g_hash_table_add (self->sockets, socket);
    *socket_context = socket;
  }
  else if (*socket_context != NULL)
  {
    g_hash_table_remove (self->sockets, *socket_context);
    *socket_context = NULL;
  }
  g_mutex_unlock (&self->lock);
}

/* With the lock. A socket is only shut: libmicrohttpd sees its end and closes it. */
static void
reap (PalierServer *self)
{
  gint64 before_us = g_get_monotonic_time () - REQUEST_US;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, &item, NULL))
  {
    Socket *socket = item;
    if (socket->since_us != 0 && socket->since_us < before_us && socket->fd >= 0)
      shutdown (socket->fd, SHUT_RDWR);
  }
}

static gpointer
reaper_main (gpointer data)
{
  PalierServer *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    g_cond_wait_until (&self->end, &self->lock, g_get_monotonic_time () + G_USEC_PER_SEC);
    reap (self);
    g_mutex_unlock (&self->lock);
    palier_streams_tick (self->streams);
    g_mutex_lock (&self->lock);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static gboolean
parse_listen (const PalierServerOptions *options, struct sockaddr_storage *out, gboolean *six)
{
  struct sockaddr_in *four = (struct sockaddr_in *) out;
  struct sockaddr_in6 *long_form = (struct sockaddr_in6 *) out;

  memset (out, 0, sizeof *out);
  *six = inet_pton (AF_INET6, options->listen, &long_form->sin6_addr) == 1;
  if (*six)
  {
    long_form->sin6_family = AF_INET6;
    long_form->sin6_port = g_htons (options->port);
    return TRUE;
  }
  four->sin_family = AF_INET;
  four->sin_port = g_htons (options->port);
  return inet_pton (AF_INET, options->listen, &four->sin_addr) == 1;
}

static void
on_log_cb (void *data, const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);
  g_debug ("%s", g_strstrip (text));
}

static struct MHD_Daemon *
listen_on (PalierServer *self, const PalierServerOptions *options)
{
  struct sockaddr_storage address;
  gboolean six;

  if (!parse_listen (options, &address, &six))
    return NULL;
  return MHD_start_daemon (
      MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG
          | (six ? MHD_USE_IPv6 : 0),
      options->port, NULL, NULL, on_request_cb, self, MHD_OPTION_EXTERNAL_LOGGER, on_log_cb, NULL,
      MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_CONNECTION_LIMIT, options->connections,
      MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->connections_per_address,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t) HEADER_BYTES * 2, MHD_OPTION_NOTIFY_COMPLETED, on_completed_cb, self,
      MHD_OPTION_NOTIFY_CONNECTION, on_connection_cb, self, MHD_OPTION_STRICT_FOR_CLIENT, 1,
      MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_END);
}

/**
 * palier_server_new:
 * @routes: (array length=n_routes): kept by the caller
 * @data: for the handlers
 *
 * Returns: (nullable): NULL with G_IO_ERROR_FAILED when the address cannot be listened on
 */
PalierServer *
palier_server_new (const PalierServerOptions *options, const PalierRoute *routes, gsize n_routes,
                   gpointer data, GError **error)
{
  PalierServer *self = g_new0 (PalierServer, 1);

  self->routes = routes;
  self->n_routes = n_routes;
  self->data = data;
  g_mutex_init (&self->lock);
  g_cond_init (&self->end);
  self->sockets = g_hash_table_new_full (NULL, NULL, g_free, NULL);
  self->streams = palier_streams_new ();
  self->pool = g_thread_pool_new (run_in_pool, data, POOL_THREADS, FALSE, NULL);
  self->passwords = g_thread_pool_new (run_in_pool, data, PASSWORD_THREADS, FALSE, NULL);
  self->daemon = listen_on (self, options);
  if (self->daemon == NULL)
  {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s port %u cannot be listened on",
                 options->listen, options->port);
    palier_server_free (self);
    return NULL;
  }
  self->reaper = g_thread_new ("reap", reaper_main, self);
  return self;
}

guint16
palier_server_get_port (PalierServer *self)
{
  const union MHD_DaemonInfo *info = MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info != NULL ? info->port : 0;
}

/* Tells @tenant's event streams that there is something new. Safe on any thread. */
void
palier_server_notify (PalierServer *self, gint64 tenant)
{
  palier_streams_notify (self->streams, tenant);
}

/* Takes no new connections and ends the handlers that run. What waits for the store is the caller's
 * to end before palier_server_free(). */
void
palier_server_quiesce (PalierServer *self)
{
  int listener = MHD_quiesce_daemon (self->daemon);

  if (listener >= 0)
    close (listener);
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_mutex_unlock (&self->lock);
  palier_streams_close (self->streams);
  g_thread_pool_free (g_steal_pointer (&self->passwords), FALSE, TRUE);
  g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, TRUE);
}

void
palier_server_free (PalierServer *self)
{
  if (self->reaper != NULL)
  {
    g_mutex_lock (&self->lock);
    self->stopping = TRUE;
    g_cond_signal (&self->end);
    g_mutex_unlock (&self->lock);
    g_thread_join (self->reaper);
  }
  if (self->daemon != NULL)
    MHD_stop_daemon (self->daemon);
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, TRUE, TRUE);
  if (self->passwords != NULL)
    g_thread_pool_free (self->passwords, TRUE, TRUE);
  palier_streams_free (self->streams);
  g_hash_table_unref (self->sockets);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->end);
  g_free (self);
}
