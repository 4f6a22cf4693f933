/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The life of a request:
 *
 *     headers → guarded, route found → body, bounded → admitted → handler ─┬→ answer
 *                                                                          └→ suspended → … →
 * answer
 *
 * Poll mode: epoll of libmicrohttpd 1.0.1 stalls from 128 connections a thread. */
#include "palier-http-server.h"

#include <string.h>

#include "palier-http-acceptor.h"
#include "palier-http-coding.h"
#include "palier-http-figures.h"
#include "palier-http-guard.h"
#include "palier-http-log.h"
#include "palier-http-reaper.h"
#include "palier-relay-figures.h"
#include "palier-tracer.h"

#define TIMEOUT_S 10
/* Headers beyond get a bare 431 of libmicrohttpd, which wipes all of it for each request. */
#define CONNECTION_BYTES (20 * 1024)
#define BURST_S 10
#define THREADS 2 /* that speak HTTP */
/* Who writes waits for a flush, which serves all that wait: few threads make flushes of few. */
#define POOL_THREADS 24
#define PASSWORD_THREADS 2
#define PASSWORD_QUEUE 64

struct _PalierServer
{
  struct MHD_Daemon *daemon;
  PalierAcceptor *acceptor;
  PalierServerApi api;
  PalierHosts *hosts;
  PalierRandom *random;
  PalierLimiter *by_network; /* (nullable) */
  PalierLimiter *by_tenant;  /* (nullable) */
  PalierLimiter *by_key;     /* (nullable): of the public API */
  GThreadPool *pool;
  GThreadPool *passwords;
  PalierStreams *streams;
  PalierReaper *reaper;
  PalierHttpFigures *figures;
  guint connections;
  gboolean log_requests;
  gboolean secure;
  char **proxies;
  GRWLock gate;    /* handlers begin while it is held for reading */
  gboolean closed; /* takes no more requests */
  GMutex lock;
  GCond end;
  gboolean stopping;
  GThread *ticker;
};

/* ---- handlers ---- */

static gboolean
is_admitted (PalierServer *self, PalierHttpExchange *exchange)
{
  PalierRequest *request = &exchange->request;
  char name[24];

  if (!self->api.admit (request, exchange->route, self->api.data))
    return FALSE;
  if (request->agency != 0 && request->agency != request->tenant->id)
  {
    palier_request_problem (request, 421, "misdirected");
    return FALSE;
  }
  if (request->caller.role < exchange->route->least)
  {
    palier_request_problem (request, 403, "forbidden");
    return FALSE;
  }
  if (!palier_id_is_nil (&request->caller.key))
  {
    char key[PALIER_ID_TEXT_SIZE];
    return palier_http_guard_rate (request, self->by_key,
                                   palier_id_format (&request->caller.key, key));
  }
  g_snprintf (name, sizeof name, "%" G_GINT64_FORMAT, request->tenant->id);
  return palier_http_guard_rate (request, self->by_tenant, name);
}

static void
run_handler (PalierServer *self, PalierHttpExchange *exchange)
{
  const PalierRoute *route = exchange->route;
  PalierRequest *request = &exchange->request;
  const PalierTrace *before = palier_tracer_enter (&request->trace);

  if (palier_http_guard_unresolved (exchange, self->hosts) && !exchange->refused
      && (route->scope == PALIER_SCOPE_OPEN || is_admitted (self, exchange))
      && palier_http_coding_unpack (exchange))
    self->api.run (request, route, self->api.data);
  palier_tracer_enter (before);
}

static void
run_in_pool (gpointer task, gpointer data)
{
  PalierHttpExchange *exchange = task;

  run_handler (data, exchange);
  palier_request_finish (&exchange->request);
}

static gboolean
refuse_busy (PalierRequest *request, guint retry_after)
{
  request->retry_after = retry_after;
  palier_request_problem (request, 503, "busy");
  return FALSE;
}

/* What is refused at a host that may be nobody's waits only to know that. */
static PalierRun
get_run (const PalierHttpExchange *exchange)
{
  PalierRun run = exchange->refused ? PALIER_RUN_AT_ONCE : exchange->route->run;

  return exchange->unresolved && run == PALIER_RUN_AT_ONCE ? PALIER_RUN_POOL : run;
}

/* With the gate held, so that no handler begins once the end has. Returns: whether it began */
static gboolean
begin_handler (PalierServer *self, PalierHttpExchange *exchange)
{
  PalierRun run = get_run (exchange);
  gboolean password = run == PALIER_RUN_PASSWORD;

  if (self->closed)
    return refuse_busy (&exchange->request, 10);
  if (password && g_thread_pool_unprocessed (self->passwords) >= PASSWORD_QUEUE)
    return refuse_busy (&exchange->request, 5);
  if (run == PALIER_RUN_AT_ONCE)
    run_handler (self, exchange);
  else
  {
    palier_request_defer (&exchange->request);
    g_thread_pool_push (password ? self->passwords : self->pool, exchange, NULL);
  }
  return TRUE;
}

static enum MHD_Result
start_handler (PalierServer *self, PalierHttpExchange *exchange)
{
  g_rw_lock_reader_lock (&self->gate);
  gboolean begun = begin_handler (self, exchange);
  g_rw_lock_reader_unlock (&self->gate);
  return begun && exchange->deferred ? MHD_YES
                                     : palier_http_exchange_send (exchange, self->streams);
}

/* ---- libmicrohttpd ---- */

/* Finds the request's route. Returns: whether it leads on to a handler; else it is answered */
static gboolean
find_route (PalierServer *self, PalierHttpExchange *exchange, const char *method)
{
  PalierRequest *request = &exchange->request;

  if (!palier_http_guard_headers (exchange) || !palier_http_guard_host (exchange, self->hosts))
    return FALSE;
  exchange->route = palier_routes_find (self->api.routes, self->api.n_routes, request, method);
  return exchange->route != NULL && palier_http_guard_type (exchange)
         && (exchange->route->rate == PALIER_RATE_FREE
             || palier_http_guard_rate (request, self->by_network, request->network));
}

static enum MHD_Result
on_request_cb (void *data, struct MHD_Connection *connection, const char *path, const char *method,
               const char *version, const char *upload, size_t *upload_size, void **context)
{
  PalierServer *self = data;
  PalierHttpExchange *exchange = *context;

  if (exchange == NULL)
  {
    *context = exchange = palier_http_exchange_new (connection, method, path, self->random,
                                                    (const char *const *) self->proxies);
    exchange->secure = self->secure;
    exchange->server = self;
    exchange->refused = !find_route (self, exchange, method);
    return MHD_YES;
  }
  if (*upload_size > 0)
  {
    palier_http_exchange_take_body (exchange, upload, *upload_size);
    *upload_size = 0;
    return MHD_YES;
  }
  if (!exchange->started)
  {
    exchange->started = TRUE;
    palier_reaper_mark (connection, TRUE);
    return !exchange->refused || exchange->unresolved
               ? start_handler (self, exchange)
               : palier_http_exchange_send (exchange, self->streams);
  }
  return g_atomic_int_get (&exchange->ready) ? palier_http_exchange_send (exchange, self->streams)
                                             : MHD_YES;
}

static void
on_completed_cb (void *data, struct MHD_Connection *connection, void **context,
                 enum MHD_RequestTerminationCode code)
{
  PalierServer *self = data;

  palier_reaper_mark (connection, FALSE);
  if (*context != NULL)
    palier_http_log_end (*context, self->figures, self->log_requests);
  g_clear_pointer ((PalierHttpExchange **) context, palier_http_exchange_free);
}

static void
on_connection_cb (void *data, struct MHD_Connection *connection, void **socket_context,
                  enum MHD_ConnectionNotificationCode code)
{
  PalierServer *self = data;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    *socket_context = palier_reaper_add (self->reaper, connection);
  else if (*socket_context != NULL)
    palier_reaper_remove (self->reaper, g_steal_pointer (socket_context));
}

static gpointer
ticker_main (gpointer data)
{
  PalierServer *self = data;

  g_mutex_lock (&self->lock);
  while (!self->stopping)
  {
    g_cond_wait_until (&self->end, &self->lock, g_get_monotonic_time () + G_USEC_PER_SEC);
    g_mutex_unlock (&self->lock);
    palier_reaper_reap (self->reaper);
    palier_streams_tick (self->streams);
    g_mutex_lock (&self->lock);
  }
  g_mutex_unlock (&self->lock);
  return NULL;
}

static void
on_log_cb (void *data, const char *format, va_list args)
{
  g_autofree char *text = g_strdup_vprintf (format, args);
  g_debug ("%s", g_strstrip (text));
}

/* A path that holds an encoded NUL would end there: it stays as it was written, and is no route. */
static size_t
on_unescape_cb (void *data, struct MHD_Connection *connection, char *text)
{
  return strstr (text, "%00") != NULL ? strlen (text) : MHD_http_unescape (text);
}

/* The acceptor hands connections over, to one thread after the other. */
static struct MHD_Daemon *
start_daemon (PalierServer *self, const PalierServerOptions *options)
{
  struct MHD_OptionItem tls[] = {
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (gpointer) PALIER_TLS_PRIORITIES },
    { MHD_OPTION_HTTPS_CERT_CALLBACK, 0, NULL },
    { MHD_OPTION_END, 0, NULL },
  };

  if (options->tls != NULL)
    tls[1].ptr_value = palier_tls_get_callback (options->tls);
  else
    tls[0].option = MHD_OPTION_END;
  return MHD_start_daemon (
      MHD_USE_POLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_NO_LISTEN_SOCKET
          | MHD_USE_ERROR_LOG | (options->tls != NULL ? MHD_USE_TLS : 0),
      0, NULL, NULL, on_request_cb, self, MHD_OPTION_EXTERNAL_LOGGER, on_log_cb, NULL,
      MHD_OPTION_THREAD_POOL_SIZE, (unsigned int) THREADS, MHD_OPTION_CONNECTION_LIMIT,
      options->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, options->connections_per_address,
      MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) TIMEOUT_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (size_t) CONNECTION_BYTES, MHD_OPTION_NOTIFY_COMPLETED, on_completed_cb, self,
      MHD_OPTION_NOTIFY_CONNECTION, on_connection_cb, self, MHD_OPTION_CLIENT_DISCIPLINE_LVL, 2,
      MHD_OPTION_ARRAY, tls, MHD_OPTION_UNESCAPE_CALLBACK, on_unescape_cb, self, MHD_OPTION_END);
}

static guint
count_connections (PalierServer *self)
{
  const union MHD_DaemonInfo *info =
      MHD_get_daemon_info (self->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);

  return info != NULL ? info->num_connections : 0;
}

static gboolean
has_room (gpointer data)
{
  PalierServer *self = data;
  return count_connections (self) < self->connections;
}

static void
take_connection (int socket, const struct sockaddr *address, socklen_t length, gpointer data)
{
  PalierServer *self = data;
  MHD_add_connection (self->daemon, socket, address, length);
}

/* Listens once all else is there that a request needs. */
static gboolean
start (PalierServer *self, const PalierServerOptions *options, GError **error)
{
  PalierAcceptorTarget target = { has_room, take_connection, self };

  self->daemon = start_daemon (self, options);
  if (self->daemon == NULL)
  {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "libmicrohttpd does not start");
    return FALSE;
  }
  self->acceptor = palier_acceptor_new (options->listen, options->port, &target, error);
  return self->acceptor != NULL;
}

/* @list: (nullable): with commas between */
static char **
dup_list (const char *list)
{
  char **items = g_strsplit (list != NULL ? list : "", ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    g_strstrip (items[i]);
  return items;
}

/**
 * palier_server_new:
 * @api: copied; its routes are kept by the caller
 *
 * Returns: (nullable): NULL with G_IO_ERROR_FAILED when the address cannot be listened on
 */
PalierServer *
palier_server_new (const PalierServerOptions *options, const PalierServerApi *api, GError **error)
{
  PalierServer *self = g_new0 (PalierServer, 1);

  self->api = *api;
  self->hosts = palier_hosts_new (options->hosts, options->agencies, api->data);
  self->connections = options->connections;
  self->log_requests = options->log_requests;
  self->secure = options->secure;
  self->proxies = dup_list (options->proxies);
  self->figures = palier_http_figures_new (api->routes, api->n_routes);
  self->random = palier_random_new_system ();
  if (options->rate > 0)
  {
    self->by_network = palier_limiter_new (options->rate * BURST_S, MAX (1, 1000 / options->rate));
    self->by_tenant = palier_limiter_new (options->rate * BURST_S, MAX (1, 1000 / options->rate));
  }
  g_rw_lock_init (&self->gate);
  if (options->key_rate > 0)
    self->by_key =
        palier_limiter_new (options->key_rate * BURST_S, MAX (1, 1000 / options->key_rate));
  g_mutex_init (&self->lock);
  g_cond_init (&self->end);
  self->reaper = palier_reaper_new ();
  self->streams = palier_streams_new (api->feed, api->data);
  self->pool = g_thread_pool_new (run_in_pool, self, POOL_THREADS, FALSE, NULL);
  self->passwords = g_thread_pool_new (run_in_pool, self, PASSWORD_THREADS, FALSE, NULL);
  if (!start (self, options, error))
  {
    palier_server_free (self);
    return NULL;
  }
  self->ticker = g_thread_new ("tick", ticker_main, self);
  return self;
}

guint16
palier_server_get_port (PalierServer *self)
{
  return palier_acceptor_get_port (self->acceptor);
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
  g_clear_pointer (&self->acceptor, palier_acceptor_free);
  g_rw_lock_writer_lock (&self->gate);
  self->closed = TRUE;
  g_rw_lock_writer_unlock (&self->gate);
  palier_streams_close (self->streams);
  g_thread_pool_free (g_steal_pointer (&self->passwords), FALSE, TRUE);
  g_thread_pool_free (g_steal_pointer (&self->pool), FALSE, TRUE);
}

void
palier_server_free (PalierServer *self)
{
  if (self->ticker != NULL)
  {
    g_mutex_lock (&self->lock);
    self->stopping = TRUE;
    g_cond_signal (&self->end);
    g_mutex_unlock (&self->lock);
    g_thread_join (self->ticker);
  }
  g_clear_pointer (&self->acceptor, palier_acceptor_free);
  if (self->daemon != NULL)
    MHD_stop_daemon (self->daemon);
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, TRUE, TRUE);
  if (self->passwords != NULL)
    g_thread_pool_free (self->passwords, TRUE, TRUE);
  palier_hosts_free (self->hosts);
  palier_streams_free (self->streams);
  palier_reaper_free (self->reaper);
  palier_random_unref (self->random);
  palier_http_figures_free (self->figures);
  g_strfreev (self->proxies);
  g_clear_pointer (&self->by_network, palier_limiter_free);
  g_clear_pointer (&self->by_tenant, palier_limiter_free);
  g_rw_lock_clear (&self->gate);
  g_clear_pointer (&self->by_key, palier_limiter_free);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->end);
  g_free (self);
}

/* Appends the server's figures, in the text form of Prometheus. */
void
palier_request_print_server (PalierRequest *request, GString *out)
{
  PalierServer *self = request->exchange->server;

  palier_http_figures_print (self->figures, out);
  palier_figure_print_head (out, "palier_http_connections", "gauge", "Open connections.");
  palier_figure_print_sample (out, "palier_http_connections", NULL, count_connections (self));
  palier_figure_print_head (out, "palier_http_connections_limit", "gauge", "At most so many.");
  palier_figure_print_sample (out, "palier_http_connections_limit", NULL, self->connections);
  palier_figure_print_head (out, "palier_http_waiting", "gauge",
                            "Requests that wait for a thread.");
  palier_figure_print_sample (out, "palier_http_waiting", "pool=\"handlers\"",
                              g_thread_pool_unprocessed (self->pool));
  palier_figure_print_sample (out, "palier_http_waiting", "pool=\"passwords\"",
                              g_thread_pool_unprocessed (self->passwords));
}
