/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a running relay, in the order in which they start; they stop the other way round:
 *
 *     lock → keys → store → journal of hits → desk that writes → alerts → HTTP → dispatcher →
 * publisher → passes of campaigns → mailboxes → (SIGTERM, SIGINT, or the end of stdin)
 */
#include "palier-relay-process.h"

#include <errno.h>
#include <glib-unix.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-alert-watch.h"
#include "palier-answer-watch.h"
#include "palier-campaign-watch.h"
#include "palier-dispatcher.h"
#include "palier-publisher.h"
#include "palier-reader-store.h"
#include "palier-relay-api.h"
#include "palier-reporter.h"
#include "palier-service.h"
#include "palier-tenant-erasure.h"
#include "palier-tracer.h"
#include "palier-writing-desk.h"
#include "yyjson.h"

#define HANDSHAKE_MAX 4096
#define PATIENCE_MS 8000
#define TRIES 5
#define TRIES_ADDRESS 20
#define TRIES_MS (15 * 60 * 1000)

typedef struct
{
  const PalierRelayConfig *config;
  gboolean local;
  char *token; /* of the local relay */
  PalierSealKey master_key;
  int lock;
  PalierStore *store;
  PalierHits *hits;
  PalierAccessRecorder *recorder; /* (nullable): none on one computer, where nobody else reads */
  PalierAuthority *authority;
  PalierDispatcher *dispatcher;
  PalierCampaignWatch *campaigns;
  PalierPublisher *publisher;
  PalierSystemMail *mail;
  PalierAlertWatch *alerts; /* (nullable): none without a mail server, or plans */
  PalierAnswerWatch *answers;
  PalierServer *server;
  char **hosts;
  PalierSites sites;
  PalierDomainWatch *domains; /* (nullable): on one computer there are no agencies */
  PalierTls *tls;             /* (nullable) */
  PalierWritingDesk *desk;    /* (nullable): none is set, or on one computer */
  PalierRelayApi api;
  GMainLoop *loop;
} Relay;

/* ---- the handshake of a local relay ---- */

/* One line, read byte by byte: what follows it is not ours to read. */
static char *
read_line (GError **error)
{
  g_autofree char *line = g_malloc0 (HANDSHAKE_MAX);

  for (gsize i = 0; i < HANDSHAKE_MAX - 1;)
  {
    ssize_t got = read (STDIN_FILENO, line + i, 1);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      break;
    if (line[i] == '\n')
      return g_steal_pointer (&line);
    i++;
  }
  explicit_bzero (line, HANDSHAKE_MAX);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no line of keys on stdin");
  return NULL;
}

static gboolean
parse_handshake (Relay *self, const char *line, GError **error)
{
  yyjson_doc *doc = yyjson_read (line, strlen (line), 0);
  yyjson_val *root = yyjson_doc_get_root (doc);
  const char *token = yyjson_get_str (yyjson_obj_get (root, "token"));
  const char *master_key = yyjson_get_str (yyjson_obj_get (root, "master_key"));
  gboolean good = FALSE;

  if (token == NULL || strlen (token) < 32 || master_key == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                         "the line on stdin needs a token of 32 characters and a master_key");
  else
    good = palier_seal_key_parse (master_key, &self->master_key, error);
  self->token = g_strdup (token);
  yyjson_doc_free (doc);
  return good;
}

static gboolean
shake_hands (Relay *self, GError **error)
{
  g_autofree char *line = read_line (error);
  gboolean good = line != NULL && parse_handshake (self, line, error);

  if (line != NULL)
    explicit_bzero (line, strlen (line));
  return good;
}

static gboolean
set_up_local_tenant (PalierTx *tx, gpointer data, GError **error)
{
  return palier_store_get_tenant (tx, PALIER_LOCAL_TENANT, NULL) != NULL
         || palier_store_add_tenant (tx, PALIER_LOCAL_TENANT, error) != NULL;
}

/* ---- start ---- */

static gboolean
open_store (Relay *self, GError **error)
{
  g_autoptr (PalierRandom) random = palier_random_new_system ();

  if (!self->local && !palier_relay_config_get_key (self->config, random, &self->master_key, error))
    return FALSE;
  self->store = palier_relay_open_store (self->config, &self->master_key, error);
  palier_seal_key_clear (&self->master_key);
  if (self->store == NULL)
    return FALSE;
  palier_store_set_streams (self->store, self->config->event_stream != NULL);
  return palier_tenant_erase_again (self->store, self->config->directory, error);
}

static void
on_store_changed_cb (gint64 tenant, gpointer data)
{
  Relay *self = data;

  if (tenant == 0 || tenant == PALIER_STORE_ANYONE)
  {
    palier_dispatcher_wake (self->dispatcher);
    palier_campaign_watch_wake (self->campaigns);
  }
  if (tenant == PALIER_STORE_NEWS || tenant == PALIER_STORE_ANYONE)
    palier_publisher_wake (self->publisher);
  if (tenant != 0 && tenant != PALIER_STORE_NEWS)
    palier_server_notify (self->server, tenant);
}

static gboolean
is_near (const char *public_url)
{
  g_autoptr (GUri) uri =
      public_url != NULL ? g_uri_parse (public_url, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : "";
  return strcmp (host, "localhost") == 0 || g_str_has_prefix (host, "127.")
         || strcmp (host, "::1") == 0;
}

static gboolean
start_hits (Relay *self, GError **error)
{
  self->hits = palier_hits_new (self->store, self->config->directory,
                                is_near (self->config->public_url), error);
  return self->hits != NULL;
}

static gboolean
start_authority (Relay *self, GError **error)
{
  if (!self->local)
    self->authority = palier_authority_new (self->store, error);
  else if (palier_store_write (self->store, set_up_local_tenant, self, error))
    self->authority = palier_authority_new_local (self->store, self->token);
  return self->authority != NULL;
}

static gboolean
is_https (const char *public_url)
{
  return public_url != NULL && g_str_has_prefix (public_url, "https:");
}

static gboolean
start_tls (Relay *self, GError **error)
{
  const PalierRelayConfig *config = self->config;

  if (config->tls_certificate == NULL && config->tls_key == NULL)
    return TRUE;
  if (config->tls_certificate == NULL || config->tls_key == NULL)
    g_set_error_literal (error, PALIER_CONFIG_ERROR, PALIER_CONFIG_ERROR_VALUE,
                         "tls_certificate and tls_key go together");
  else
    self->tls = palier_tls_new (config->tls_certificate, config->tls_key, error);
  return self->tls != NULL;
}

static PalierMeter
get_meter (const Relay *self)
{
  if (self->local)
    return PALIER_METER_NONE;
  return self->config->plans ? PALIER_METER_LIMIT : PALIER_METER_COUNT;
}

static gboolean
start_writing (Relay *self, GError **error)
{
  if (self->local || self->config->ai_service == NULL)
    return TRUE;
  self->desk = palier_writing_desk_new (self->config, self->store, get_meter (self), error);
  return self->desk != NULL;
}

static gboolean
start_server (Relay *self, GError **error)
{
  const PalierRelayConfig *config = self->config;
  PalierServerOptions options = { .listen = config->listen,
                                  .port = (guint16) config->port,
                                  .connections = (guint) config->connections,
                                  .connections_per_address =
                                      (guint) config->connections_per_address,
                                  .tls = self->tls,
                                  .secure = self->tls != NULL || is_https (config->public_url),
                                  .proxies = config->trusted_proxies,
                                  .log_requests = config->log_requests,
                                  .rate = (guint) config->requests_per_second,
                                  .key_rate = (guint) config->key_requests_per_second,
                                  .hosts = (const char *const *) self->hosts,
                                  .agencies = self->local ? NULL : palier_api_find_agency };

  if (!self->local)
  {
    self->recorder = palier_access_recorder_new (self->store);
    self->domains = palier_domain_watch_new (self->store, &self->sites);
  }
  self->mail = palier_system_mail_new (config, palier_store_get_random (self->store));
  if (get_meter (self) == PALIER_METER_LIMIT && palier_system_mail_is_set_up (self->mail))
    self->alerts = palier_alert_watch_new (self->store, self->mail);
  self->api =
      (PalierRelayApi) { .store = self->store,
                         .directory = config->directory,
                         .hits = self->hits,
                         .pixel = palier_api_pixel_new (options.secure),
                         .agency_pixel = palier_api_pixel_new (FALSE),
                         .recorder = self->recorder,
                         .authority = self->authority,
                         .mail = self->mail,
                         .by_account = palier_limiter_new (TRIES, TRIES_MS / TRIES),
                         .by_network = palier_limiter_new (TRIES_ADDRESS, TRIES_MS / TRIES_ADDRESS),
                         .registration = config->registration,
                         .plain_loopback = config->allow_plain_loopback,
                         .meter = get_meter (self),
                         .sites = self->sites,
                         .domains = self->domains,
                         .desk = self->desk };
  PalierServerApi api = palier_relay_api_describe (&self->api);
  self->server = palier_server_new (&options, &api, error);
  return self->server != NULL;
}

static gboolean
start_sending (Relay *self, GError **error)
{
  const PalierRelayConfig *config = self->config;
  PalierDispatcherOptions options = { .sites = self->sites,
                                      .meter = get_meter (self),
                                      .plain_loopback = self->local || config->allow_plain_loopback,
                                      .threads = (guint) config->send_threads,
                                      .lines_per_sender = (guint) config->connections_per_sender,
                                      .smtp_timeout_ms = (guint) config->smtp_timeout_s * 1000,
                                      .silence_ms = (guint) config->silence_s * 1000 };
  PalierPublisherOptions publishing = { .timeout_ms = (guint) config->hook_timeout_s * 1000,
                                        .first_pause_ms = (guint) config->hook_first_pause_ms,
                                        .patience_ms = config->hook_patience_s * 1000,
                                        .plain_loopback = config->allow_plain_loopback,
                                        .mail = self->mail,
                                        .stream = config->event_stream,
                                        .stream_key = config->event_stream_key };

  self->dispatcher = palier_dispatcher_new (self->store, &options);
  self->publisher = palier_publisher_new (self->store, &publishing);
  self->campaigns = palier_campaign_watch_new (self->store, options.meter);
  palier_store_listen (self->store, on_store_changed_cb, self);
  if (!palier_dispatcher_start (self->dispatcher, error))
    return FALSE;
  palier_publisher_start (self->publisher);
  PalierAnswerWatchOptions looking = { .plain_loopback = options.plain_loopback,
                                       .poll_ms = (guint) config->imap_poll_s * 1000 };
  self->answers = palier_answer_watch_new (self->store, &looking);
  return TRUE;
}

static gboolean
start_telemetry (Relay *self, GError **error)
{
  const PalierRelayConfig *config = self->config;
  PalierTracerOptions tracing = { config->otlp_endpoint, "palier-relay",
                                  (guint) config->trace_percent };
  PalierReporterOptions reporting = { config->sentry_dsn, "palier-relay", config->directory };

  if (config->otlp_endpoint != NULL)
    palier_tracer_start (&tracing);
  if (config->sentry_dsn == NULL || palier_reporter_start (&reporting, error))
    return TRUE;
  g_prefix_error_literal (error, "sentry_dsn ");
  return FALSE;
}

static gboolean
start (Relay *self, GError **error)
{
  self->lock = palier_relay_lock (self->config, FALSE, error);
  return self->lock >= 0 && start_telemetry (self, error)
         && (!self->local || shake_hands (self, error)) && open_store (self, error)
         && start_hits (self, error) && start_authority (self, error) && start_tls (self, error)
         && start_writing (self, error) && start_server (self, error)
         && start_sending (self, error);
}

/* ---- stop ---- */

static gboolean
do_nothing (PalierTx *tx, gpointer data, GError **error)
{
  return TRUE;
}

/* What is under way is finished; what waits stays on the disk. */
static void
stop (Relay *self)
{
  if (self->server != NULL)
    palier_server_quiesce (self->server);
  g_clear_pointer (&self->desk, palier_writing_desk_free);
  g_clear_pointer (&self->domains, palier_domain_watch_free);
  g_clear_pointer (&self->alerts, palier_alert_watch_free);
  g_clear_pointer (&self->answers, palier_answer_watch_free);
  if (self->hits != NULL)
    palier_hits_stop (self->hits);
  if (self->dispatcher != NULL)
    palier_dispatcher_stop (self->dispatcher, PATIENCE_MS);
  if (self->publisher != NULL)
    palier_publisher_stop (self->publisher);
  if (self->store != NULL)
  {
    palier_store_listen (self->store, NULL, NULL);
    /* Answers that wait for a commit are given before this one. */
    palier_store_write (self->store, do_nothing, NULL, NULL);
  }
  g_clear_pointer (&self->server, palier_server_free);
  g_clear_pointer (&self->recorder, palier_access_recorder_free);
  g_clear_pointer (&self->mail, palier_system_mail_free);
  g_clear_pointer (&self->campaigns, palier_campaign_watch_free);
  g_clear_pointer (&self->dispatcher, palier_dispatcher_free);
  g_clear_pointer (&self->hits, palier_hits_free);
  g_clear_pointer (&self->api.pixel, palier_fixed_answer_free);
  g_clear_pointer (&self->api.agency_pixel, palier_fixed_answer_free);
  g_clear_pointer (&self->publisher, palier_publisher_free);
  g_clear_pointer (&self->authority, palier_authority_free);
  g_clear_pointer (&self->store, palier_store_close);
  g_clear_pointer (&self->api.by_account, palier_limiter_free);
  g_clear_pointer (&self->api.by_network, palier_limiter_free);
  if (self->lock >= 0)
    close (self->lock);
  g_clear_pointer (&self->tls, palier_tls_free);
  g_strfreev (self->hosts);
  g_free (self->token);
  palier_tracer_stop ();
  palier_reporter_stop ();
}

static gboolean
on_signal_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_stdin_cb (int fd, GIOCondition condition, gpointer data)
{
  char ignored[256];

  if (read (fd, ignored, sizeof ignored) > 0)
    return G_SOURCE_CONTINUE;
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* SIGHUP: the certificate's files have changed. */
static gboolean
on_reload_cb (gpointer data)
{
  Relay *self = data;
  g_autoptr (GError) error = NULL;

  palier_service_notify_reloading ();
  if (self->tls != NULL && !palier_tls_reload (self->tls, &error))
    g_warning ("the certificate stays as it was: %s", error->message);
  palier_service_notify ("READY=1");
  return G_SOURCE_CONTINUE;
}

static void
on_alive_cb (gpointer data, const GError *error)
{
  if (error == NULL)
    palier_service_notify ("WATCHDOG=1");
}

/* A relay whose store takes no commit is not alive, whatever its main loop does. */
static gboolean
on_watchdog_cb (gpointer data)
{
  Relay *self = data;

  palier_store_submit (self->store, do_nothing, on_alive_cb, NULL);
  return G_SOURCE_CONTINUE;
}

static void
run (Relay *self)
{
  guint watchdog_ms = palier_service_get_watchdog_ms ();

  self->loop = g_main_loop_new (NULL, FALSE);
  g_unix_signal_add (SIGTERM, on_signal_cb, self->loop);
  g_unix_signal_add (SIGINT, on_signal_cb, self->loop);
  g_unix_signal_add (SIGHUP, on_reload_cb, self);
  if (watchdog_ms > 0)
    g_timeout_add (watchdog_ms, on_watchdog_cb, self);
  if (self->local)
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, on_stdin_cb, self->loop);
  printf ("{\"port\":%u}\n", palier_server_get_port (self->server));
  fflush (stdout);
  palier_service_notify ("READY=1");
  g_main_loop_run (self->loop);
  palier_service_notify ("STOPPING=1");
  g_main_loop_unref (self->loop);
}

/* Threads pass work on in groups: who is woken for a group need not push aside who still makes it.
 * Where this is not allowed it is only slower. */
static void
prefer_throughput (void)
{
  sched_setscheduler (0, SCHED_BATCH, &(struct sched_param) { 0 });
}

/**
 * palier_relay_serve:
 * @local: a child of the desktop: its keys come by stdin, and it ends when that is closed
 *
 * Returns: the exit status
 */
int
palier_relay_serve (const PalierRelayConfig *config, gboolean local)
{
  Relay self = {
    .config = config, .local = local, .lock = -1, .hosts = palier_relay_config_dup_hosts (config)
  };
  g_autoptr (GError) error = NULL;

  prefer_throughput ();
  self.sites = palier_relay_get_sites (config, (const char *const *) self.hosts);
  gboolean started = start (&self, &error);
  if (started)
    run (&self);
  stop (&self);
  return started ? PALIER_EXIT_DONE : palier_relay_report (error);
}
