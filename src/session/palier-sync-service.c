/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The background sync. One fiber loops: exchange with the relay, then sleep until there is a
 * reason: a change in the base, the network back, a press of the button, or time.
 *
 *     waiting for the lock ──got──→ exchange ──ok──→ idle (wake, or the next look) ─→ exchange
 *            ↑                         └──failed──→ back-off (wake, network, 1 s … 15 min) ─┘
 *            └── another process of this workspace syncs: it is only watched
 *
 * What is approved waits in the base until the relay has it, so a failure here loses nothing. */
#include "palier-sync-service.h"

#include <glib/gi18n.h>
#include <json-glib/json-glib.h>

#include "palier-event-store.h"
#include "palier-change-store.h"
#include "palier-local-relay.h"
#include "palier-net.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-setting-store.h"
#include "palier-sync-client.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_MAX_MS (15 * 60 * 1000)
#define LOOK_BUSY_MS 400   /* while messages are on their way */
#define LOOK_IDLE_MS 60000 /* at a relay in the cloud, should its wake-up not get through */
#define LOOK_OTHER_MS 1000 /* while another process syncs */
#define OTHER_PATIENCE_MS 20000

#define KEY_URL "relay.url"
#define KEY_REFRESH "relay.refresh"

/* What goes up: prospects stay on this computer until devices are kept in step. */
#define PUSHED_KINDS                                                                               \
  (PALIER_CHANGED (PALIER_KIND_MESSAGE) | PALIER_CHANGED (PALIER_KIND_CONSENT)                     \
   | PALIER_CHANGED (PALIER_KIND_SUPPRESSION) | PALIER_CHANGED (PALIER_KIND_SENDER))

/* What another relay must hear again. Not messages: it would send what has left already. */
#define ALWAYS_TOLD (PUSHED_KINDS & ~PALIER_CHANGED (PALIER_KIND_MESSAGE))

struct _PalierSyncService
{
  GObject parent_instance;

  PalierCore *core;
  PalierSettingsService *settings;
  PalierHttp *http;
  PalierLocalRelay *local; /* (nullable): once it was needed */
  PalierAccount *account;  /* (nullable) */
  char *account_url;       /* (nullable): of the account */
  char *told;              /* (nullable): checksum of the secrets this relay was given */

  PalierSyncState state;
  guint n_pending;
  char *words;
  char *detail;

  DexFuture *listening; /* (nullable): the relay's words, until the stream ends */
  GCancellable *deaf;   /* (nullable): ends it */

  DexPromise *wake;
  DexFuture *loop; /* (nullable): the background fiber */
  gboolean stopping;
  guint failures;
  gulong network_id;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (PalierSyncService, palier_sync_service, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_STATE,
  PROP_N_PENDING,
  PROP_WORDS,
  PROP_DETAIL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static PalierSyncReport *
report_copy (PalierSyncReport *report)
{
  return g_memdup2 (report, sizeof *report);
}

G_DEFINE_BOXED_TYPE (PalierSyncReport, palier_sync_report, report_copy, palier_sync_report_free)

PalierSyncReport *
palier_sync_report_ref (PalierSyncReport *self)
{
  return report_copy (self);
}

void
palier_sync_report_free (PalierSyncReport *self)
{
  g_free (self);
}

/* ---- state and its words */

static char *
dup_words (PalierSyncState state, guint n)
{
  switch (state)
  {
  case PALIER_SYNC_SYNCED:
    return g_strdup (_ ("Up to date"));
  case PALIER_SYNC_WORKING:
    return g_strdup (_ ("Synchronising…"));
  case PALIER_SYNC_PENDING:
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u to send", "%u to send", n), n);
  case PALIER_SYNC_OFFLINE:
    return n == 0 ? g_strdup (_ ("Offline"))
                  : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Offline, %u waiting",
                                                  "Offline, %u waiting", n),
                                     n);
  case PALIER_SYNC_FAILED:
    return g_strdup (_ ("To mend"));
  case PALIER_SYNC_OFF:
  default:
    return g_strdup (_ ("On this computer"));
  }
}

static void
set_state (PalierSyncService *self, PalierSyncState state, guint n_pending, const char *detail)
{
  gboolean same =
      self->state == state && self->n_pending == n_pending && g_strcmp0 (self->detail, detail) == 0;

  if (same)
    return;
  self->state = state;
  self->n_pending = n_pending;
  g_set_str (&self->detail, detail);
  g_free (self->words);
  self->words = dup_words (state, n_pending);
  for (guint i = PROP_STATE; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static guint
await_count (PalierSyncService *self, gsize offset)
{
  g_autoptr (PalierDashboard) dashboard =
      dex_await_boxed (palier_event_store_dashboard (self->core->workspace, 0, G_MAXINT64), NULL);

  return dashboard != NULL ? (guint) MIN (G_STRUCT_MEMBER (guint64, dashboard, offset), G_MAXUINT)
                           : 0;
}

/* Messages given to the relay, or about to be, whose fate is not known yet. */
static guint
await_pending (PalierSyncService *self)
{
  return await_count (self, G_STRUCT_OFFSET (PalierDashboard, queued));
}

/* Whether messages wait for something that may have been mended since, as the mailbox. */
static gboolean
await_held (PalierSyncService *self)
{
  return await_count (self, G_STRUCT_OFFSET (PalierDashboard, set_aside)) > 0;
}

static guint
await_unsent (PalierSyncService *self)
{
  gint64 n =
      dex_await_int64 (palier_change_store_count (self->core->workspace, PUSHED_KINDS), NULL);
  return (guint) CLAMP (n, 0, G_MAXUINT);
}

/* ---- which relay, and in whose name */

static char *
await_relay_url (PalierSyncService *self)
{
  if (self->core->relay_url != NULL)
    return g_strdup (self->core->relay_url);
  char *url = dex_await_string (palier_local_store_get (self->core->workspace, KEY_URL), NULL);
  if (url != NULL && *url == '\0')
    g_clear_pointer (&url, g_free);
  return url;
}

static void
stop_listening (PalierSyncService *self)
{
  if (self->deaf != NULL)
    g_cancellable_cancel (self->deaf);
  g_clear_object (&self->deaf);
  dex_clear (&self->listening);
}

static void
use_account (PalierSyncService *self, PalierAccount *account, const char *url)
{
  stop_listening (self);
  g_clear_pointer (&self->account, palier_account_free);
  g_clear_pointer (&self->told, g_free);
  self->account = account;
  g_set_str (&self->account_url, url);
}

static gboolean
join_local (PalierSyncService *self, GError **error)
{
  if (self->local == NULL)
    self->local =
        palier_local_relay_new (self->core->workspace, self->core->key, self->core->random);
  g_autoptr (PalierRelayAddress) address =
      dex_await_boxed (palier_local_relay_ensure (self->local), error);
  if (address == NULL)
    return FALSE;
  if (self->account == NULL || g_strcmp0 (self->account_url, address->url) != 0)
    use_account (self, palier_account_new_local (self->http, address->url, address->token),
                 address->url);
  return TRUE;
}

static gboolean
join_cloud (PalierSyncService *self, const char *url, GError **error)
{
  if (self->account != NULL && g_strcmp0 (self->account_url, url) == 0)
    return TRUE;
  g_autofree char *refresh =
      dex_await_string (palier_local_store_get (self->core->workspace, KEY_REFRESH), NULL);
  if (refresh == NULL || *refresh == '\0')
  {
    g_set_error_literal (error, PALIER_SYNC_ERROR, PALIER_SYNC_ERROR_LOGIN, "not signed in");
    return FALSE;
  }
  use_account (self, palier_account_new (self->http, url, refresh), url);
  return TRUE;
}

/* A refresh token is used once: the new one is kept before it is needed. */
static gboolean
keep_refresh_token (PalierSyncService *self, GError **error)
{
  const char *token = palier_account_get_refresh_token (self->account);

  return token == NULL
         || dex_await (palier_local_store_set (self->core->workspace, KEY_REFRESH, token), error);
}

/* ---- what the relay must be told beside the records */

static GBytes *
create_json (const char *name, const char *value)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
  json_builder_end_object (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

static gboolean
put (PalierSyncService *self, const char *path, const char *name, const char *value, GError **error)
{
  g_autoptr (GBytes) body = create_json (name, value);
  g_autoptr (GBytes) answer =
      dex_await_boxed (palier_account_call (self->account, "PUT", path, body), error);

  return answer != NULL;
}

static char *
dup_suppression_key (PalierSyncService *self)
{
  const guint8 *key = palier_workspace_get_suppression_key (self->core->workspace);
  GString *text = g_string_sized_new (64);

  for (guint i = 0; i < 32; i++)
    g_string_append_printf (text, "%02x", key[i]);
  return g_string_free_and_steal (text);
}

/* The mailbox's password goes once to each relay, and again when it has changed. */
static gboolean
tell_secrets (PalierSyncService *self, GError **error)
{
  g_autoptr (PalierSender) sender =
      dex_await_boxed (palier_settings_service_get_sender (self->settings), NULL);
  if (sender == NULL)
    return TRUE;
  g_autofree char *password =
      dex_await_string (palier_settings_service_get_password (self->settings, &sender->id), NULL);
  g_autofree char *key = dup_suppression_key (self);
  g_autofree char *all = g_strconcat (key, password != NULL ? password : "", NULL);
  g_autofree char *checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, all, -1);
  char id[PALIER_ID_TEXT_SIZE];
  g_autofree char *path =
      g_strdup_printf ("/v1/senders/%s/secret", palier_id_format (&sender->id, id));

  if (g_strcmp0 (self->told, checksum) == 0)
    return TRUE;
  if (!put (self, "/v1/keys/suppression", "key", key, error)
      || (password != NULL && !put (self, path, "secret", password, error)))
    return FALSE;
  g_set_str (&self->told, checksum);
  return TRUE;
}

/* ---- one exchange */

static gboolean
exchange (PalierSyncService *self, const char *url, PalierSyncReport *report, GError **error)
{
  if (!(url != NULL ? join_cloud (self, url, error) : join_local (self, error))
      || !tell_secrets (self, error))
    return FALSE;

  g_autofree char *cursor_key = g_strconcat ("cursor:", url != NULL ? url : "local", NULL);
  g_autoptr (GError) failure = NULL;
  g_autofree PalierSyncRound *round = dex_await_boxed (
      palier_sync_client_run (self->core->workspace, self->account, cursor_key, PUSHED_KINDS),
      &failure);
  if (!keep_refresh_token (self, error))
    return FALSE;
  if (round == NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  *report = (PalierSyncReport) { .pushed = round->pushed,
                                 .pulled = round->pulled,
                                 .put_aside = round->put_aside };
  return TRUE;
}

static void
show_failure (PalierSyncService *self, const GError *error, guint waiting)
{
  g_autofree char *detail = palier_session_error_message (error);
  gboolean offline = palier_session_error_failure (error) == PALIER_FAILURE_NETWORK;

  set_state (self, offline ? PALIER_SYNC_OFFLINE : PALIER_SYNC_FAILED, waiting, detail);
}

/* Asks the relay only where there is a reason: the one of this computer is not started for nothing.
 */
static gboolean
run_exchange (PalierSyncService *self, PalierSyncReport *report, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *url = await_relay_url (self);
  guint unsent = await_unsent (self), waiting = await_pending (self);

  *report = (PalierSyncReport) { .n_pending = waiting };
  if (url == NULL && waiting == 0 && (unsent == 0 || self->local == NULL) && !await_held (self))
  {
    set_state (self, PALIER_SYNC_SYNCED, 0, NULL);
    return TRUE;
  }
  set_state (self, PALIER_SYNC_WORKING, waiting, NULL);
  if (!exchange (self, url, report, &failure))
  {
    show_failure (self, failure, waiting);
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  report->n_pending = waiting = await_pending (self);
  set_state (self, waiting > 0 ? PALIER_SYNC_PENDING : PALIER_SYNC_SYNCED, waiting, NULL);
  return TRUE;
}

/* ---- the loop */

static DexFuture *
wait_for (PalierSyncService *self, gint64 at_most_ms)
{
  DexFuture *wake = DEX_FUTURE (dex_ref (self->wake));

  if (at_most_ms <= 0)
    return wake;
  return dex_future_first (wake, dex_timeout_new_msec ((int) at_most_ms), NULL);
}

/* 1, 2, 4 … s to 15 min, each by up to a quarter longer or shorter, so that devices spread. */
static gint64
backoff_ms (PalierSyncService *self)
{
  gint64 base = MIN ((gint64) BACKOFF_FIRST_MS << MIN (self->failures, 20u), BACKOFF_MAX_MS);
  gint64 quarter = base / 4;

  return base - quarter
         + (gint64) palier_random_below (self->core->random, (guint64) quarter * 2 + 1);
}

static gint64
look_ms (PalierSyncService *self)
{
  if (self->n_pending > 0)
    return LOOK_BUSY_MS;
  return self->account != NULL && palier_account_get_refresh_token (self->account) != NULL
             ? LOOK_IDLE_MS
             : 0;
}

static void
on_word_cb (const char *line, gpointer data)
{
  if (g_str_has_prefix (line, "data:"))
    palier_sync_service_wake (data);
}

/* The relay says when there is something new; should the stream end, the next look opens another.
 */
static void
start_listening (PalierSyncService *self)
{
  if (self->account == NULL || (self->listening != NULL && dex_future_is_pending (self->listening)))
    return;
  stop_listening (self);
  self->deaf = g_cancellable_new ();
  self->listening = palier_account_listen (self->account, on_word_cb, g_object_ref (self),
                                           g_object_unref, self->deaf);
}

static gint64
look_at_other (PalierSyncService *self)
{
  guint waiting = await_pending (self);

  set_state (self, waiting > 0 ? PALIER_SYNC_PENDING : PALIER_SYNC_SYNCED, waiting, NULL);
  return LOOK_OTHER_MS;
}

static gint64
loop_once (PalierSyncService *self)
{
  g_autoptr (GError) error = NULL;
  PalierSyncReport report;

  if (!palier_workspace_try_lock (self->core->workspace, PALIER_LOCK_SYNC))
    return look_at_other (self);
  if (run_exchange (self, &report, &error))
  {
    self->failures = 0;
    start_listening (self);
    return look_ms (self);
  }
  self->failures++;
  return backoff_ms (self);
}

static DexFuture *
loop_fiber (gpointer data)
{
  PalierSyncService *self = data;

  while (!self->stopping)
  {
    dex_clear (&self->wake);
    self->wake = dex_promise_new ();
    gint64 pause_ms = loop_once (self);
    if (!self->stopping)
      dex_await (wait_for (self, pause_ms), NULL);
  }
  palier_workspace_unlock (self->core->workspace, PALIER_LOCK_SYNC);
  return dex_future_new_true ();
}

void
palier_sync_service_wake (PalierSyncService *self)
{
  if (self->wake != NULL && dex_future_is_pending (DEX_FUTURE (self->wake)))
    dex_promise_resolve_boolean (self->wake, TRUE);
}

static void
on_network_changed_cb (PalierSyncService *self, gboolean available)
{
  if (available)
    palier_sync_service_wake (self);
}

static void
on_base_changed_cb (PalierSyncService *self, guint kinds)
{
  if (kinds & PUSHED_KINDS)
    palier_sync_service_wake (self);
}

/**
 * palier_sync_service_start:
 *
 * Begins to sync in the background; called again, it does nothing.
 */
void
palier_sync_service_start (PalierSyncService *self)
{
  if (self->loop != NULL)
    return;
  self->stopping = FALSE;
  self->network_id =
      g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                               G_CALLBACK (on_network_changed_cb), self, G_CONNECT_SWAPPED);
  self->changed_id = g_signal_connect_object (
      self->core->workspace, "changed", G_CALLBACK (on_base_changed_cb), self, G_CONNECT_SWAPPED);
  self->loop = dex_scheduler_spawn (NULL, 0, loop_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
stop_fiber (gpointer data)
{
  PalierSyncService *self = data;

  self->stopping = TRUE;
  stop_listening (self);
  palier_sync_service_wake (self);
  if (self->loop != NULL)
    dex_await (g_steal_pointer (&self->loop), NULL);
  g_clear_signal_handler (&self->network_id, g_network_monitor_get_default ());
  g_clear_signal_handler (&self->changed_id, self->core->workspace);
  if (self->local != NULL)
    dex_await (palier_local_relay_stop (self->local), NULL);
  palier_workspace_unlock (self->core->workspace, PALIER_LOCK_SYNC);
  return dex_future_new_true ();
}

/**
 * palier_sync_service_stop:
 *
 * Ends the background sync and lets the relay of this computer finish what is under way.
 */
DexFuture *
palier_sync_service_stop (PalierSyncService *self)
{
  return dex_scheduler_spawn (NULL, 0, stop_fiber, g_object_ref (self), g_object_unref);
}

/* ---- on demand */

/* The other process has the lock and hears of every change: its work is only waited for. */
static gboolean
await_other (PalierSyncService *self, PalierSyncReport *report)
{
  gint64 until_ms = palier_clock_monotonic_ms (self->core->clock) + OTHER_PATIENCE_MS;

  while (await_unsent (self) > 0)
  {
    if (palier_workspace_try_lock (self->core->workspace, PALIER_LOCK_SYNC))
      return FALSE;
    if (palier_clock_monotonic_ms (self->core->clock) > until_ms)
      break;
    dex_await (dex_timeout_new_msec (LOOK_BUSY_MS), NULL);
  }
  *report = (PalierSyncReport) { .n_pending = await_pending (self) };
  return TRUE;
}

static gboolean
sync_once (PalierSyncService *self, PalierSyncReport *report, GError **error)
{
  if (!palier_workspace_try_lock (self->core->workspace, PALIER_LOCK_SYNC)
      && await_other (self, report))
    return TRUE;
  return run_exchange (self, report, error);
}

static DexFuture *
resolve_report (const PalierSyncReport *report)
{
  return dex_future_new_take_boxed (PALIER_TYPE_SYNC_REPORT, g_memdup2 (report, sizeof *report));
}

static DexFuture *
sync_fiber (gpointer data)
{
  g_autoptr (GError) error = NULL;
  PalierSyncReport report = { 0 };

  if (!sync_once (data, &report, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return resolve_report (&report);
}

/**
 * palier_sync_service_sync_now:
 *
 * One exchange, or a wait for the process that syncs this workspace already.
 *
 * Returns: → PALIER_TYPE_SYNC_REPORT. Errors: PALIER_SYNC_ERROR, PALIER_NET_ERROR,
 *   PALIER_STORAGE_ERROR; what is to be sent stays queued
 */
DexFuture *
palier_sync_service_sync_now (PalierSyncService *self)
{
  return dex_scheduler_spawn (NULL, 0, sync_fiber, g_object_ref (self), g_object_unref);
}

typedef struct
{
  PalierSyncService *service;
  gint64 until_ms;
} Settling;

static void
settling_free (gpointer data)
{
  Settling *settling = data;

  g_object_unref (settling->service);
  g_free (settling);
}

static DexFuture *
settle_fiber (gpointer data)
{
  Settling *settling = data;
  PalierSyncReport report = { 0 };
  guint pushed = 0, pulled = 0;

  for (;;)
  {
    g_autoptr (GError) error = NULL;
    if (!sync_once (settling->service, &report, &error))
      return dex_future_new_for_error (g_steal_pointer (&error));
    report.pushed = pushed += report.pushed;
    report.pulled = pulled += report.pulled;
    if (report.n_pending == 0 || palier_core_now_ms (settling->service->core) >= settling->until_ms)
      return resolve_report (&report);
    dex_await (dex_timeout_new_msec (LOOK_BUSY_MS), NULL);
  }
}

/**
 * palier_sync_service_wait_settled:
 * @until_ms: wall time; what is not settled then is left to the background
 *
 * Exchanges until nothing is on its way any more: each message is accepted, refused, set aside or
 * uncertain.
 *
 * Returns: → PALIER_TYPE_SYNC_REPORT
 */
DexFuture *
palier_sync_service_wait_settled (PalierSyncService *self, gint64 until_ms)
{
  Settling *settling = g_new0 (Settling, 1);

  settling->service = g_object_ref (self);
  settling->until_ms = until_ms;
  return dex_scheduler_spawn (NULL, 0, settle_fiber, settling, settling_free);
}

typedef struct
{
  PalierSyncService *service;
  char *url;
  char *email;
  char *password;
} Login;

static void
login_free (gpointer data)
{
  Login *login = data;

  g_object_unref (login->service);
  explicit_bzero (login->password, strlen (login->password));
  g_free (login->password);
  g_free (login->email);
  g_free (login->url);
  g_free (login);
}

static DexFuture *
login_fiber (gpointer data)
{
  Login *login = data;
  PalierSyncService *self = login->service;
  PalierWorkspace *workspace = self->core->workspace;
  g_autoptr (PalierAccount) account = palier_account_new (self->http, login->url, NULL);
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_account_login (account, login->email, login->password,
                                        palier_workspace_get_device (workspace)),
                  &error)
      || !dex_await (palier_local_store_set (workspace, KEY_REFRESH,
                                             palier_account_get_refresh_token (account)),
                     &error)
      || !dex_await (palier_local_store_set (workspace, KEY_URL, login->url), &error)
      || !dex_await (palier_change_store_requeue (workspace, ALWAYS_TOLD), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  use_account (self, g_steal_pointer (&account), login->url);
  palier_sync_service_wake (self);
  return dex_future_new_true ();
}

/**
 * palier_sync_service_login:
 *
 * Joins this workspace to an account of a relay in the cloud; from then on it syncs there.
 *
 * Returns: → TRUE. Errors: PALIER_SYNC_ERROR_LOGIN and the others, PALIER_NET_ERROR
 */
DexFuture *
palier_sync_service_login (PalierSyncService *self, const char *url, const char *email,
                           const char *password)
{
  Login *login = g_new0 (Login, 1);

  login->service = g_object_ref (self);
  login->url = g_strdup (url);
  login->email = g_strdup (email);
  login->password = g_strdup (password);
  return dex_scheduler_spawn (NULL, 0, login_fiber, login, login_free);
}

static DexFuture *
use_local_fiber (gpointer data)
{
  PalierSyncService *self = data;
  PalierWorkspace *workspace = self->core->workspace;
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_local_store_set (workspace, KEY_URL, ""), &error)
      || !dex_await (palier_local_store_set (workspace, KEY_REFRESH, ""), &error)
      || !dex_await (palier_change_store_requeue (workspace, ALWAYS_TOLD), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  use_account (self, NULL, NULL);
  palier_sync_service_wake (self);
  return dex_future_new_true ();
}

/* Leaves the cloud: messages go by the relay of this computer. → TRUE */
DexFuture *
palier_sync_service_use_local (PalierSyncService *self)
{
  return dex_scheduler_spawn (NULL, 0, use_local_fiber, g_object_ref (self), g_object_unref);
}

PalierSyncState
palier_sync_service_get_state (PalierSyncService *self)
{
  return self->state;
}

const char *
palier_sync_service_get_words (PalierSyncService *self)
{
  return self->words;
}

const char *
palier_sync_service_get_detail (PalierSyncService *self)
{
  return self->detail;
}

/* The relay in the cloud, or NULL where messages go by the relay of this computer or none was
 * asked yet. */
char *
palier_sync_service_dup_relay_url (PalierSyncService *self)
{
  gboolean cloud =
      self->account != NULL && palier_account_get_refresh_token (self->account) != NULL;
  return cloud ? g_strdup (self->account_url) : g_strdup (self->core->relay_url);
}

static void
palier_sync_service_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PalierSyncService *self = PALIER_SYNC_SERVICE (object);

  switch (id)
  {
  case PROP_STATE:
    g_value_set_uint (value, self->state);
    break;
  case PROP_N_PENDING:
    g_value_set_uint (value, self->n_pending);
    break;
  case PROP_WORDS:
    g_value_set_string (value, self->words);
    break;
  case PROP_DETAIL:
    g_value_set_string (value, self->detail);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
palier_sync_service_finalize (GObject *object)
{
  PalierSyncService *self = PALIER_SYNC_SERVICE (object);

  g_clear_pointer (&self->account, palier_account_free);
  g_clear_pointer (&self->local, palier_local_relay_unref);
  g_clear_pointer (&self->http, palier_http_free);
  dex_clear (&self->wake);
  dex_clear (&self->loop);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->core, palier_core_unref);
  g_free (self->account_url);
  g_free (self->told);
  g_free (self->words);
  g_free (self->detail);
  G_OBJECT_CLASS (palier_sync_service_parent_class)->finalize (object);
}

static void
palier_sync_service_class_init (PalierSyncServiceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = palier_sync_service_get_property;
  object_class->finalize = palier_sync_service_finalize;
  properties[PROP_STATE] =
      g_param_spec_uint ("state", NULL, NULL, 0, PALIER_SYNC_FAILED, PALIER_SYNC_OFF, flags);
  properties[PROP_N_PENDING] = g_param_spec_uint ("n-pending", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_WORDS] = g_param_spec_string ("words", NULL, NULL, NULL, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
palier_sync_service_init (PalierSyncService *self)
{
  self->http = palier_http_new ();
  self->words = dup_words (PALIER_SYNC_OFF, 0);
}

PalierSyncService *
palier_sync_service_new (PalierCore *core, PalierSettingsService *settings)
{
  PalierSyncService *self = g_object_new (PALIER_TYPE_SYNC_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->settings = g_object_ref (settings);
  return self;
}
