/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The state that is shown and what is asked for by hand; what happens by itself stands in
 * palier-sync-loop.c, the relay in palier-relay-link.c. */
#include "palier-sync-service.h"

#include <glib/gi18n.h>

#include "palier-account-call.h"
#include "palier-aside-store.h"
#include "palier-index-store.h"
#include "palier-message-store.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-stage-mover.h"
#include "palier-words.h"

#define OTHER_PATIENCE_MS 20000
#define USAGE_MS (60 * 60 * 1000)

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

void
palier_sync_service_set_state (PalierSyncService *self, PalierSyncState state, guint n_pending,
                               const char *detail)
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

static PalierMessageCounts
await_counts (PalierSyncService *self)
{
  g_autofree PalierMessageCounts *counts =
      dex_await_boxed (palier_message_store_count (self->core->workspace), NULL);

  return counts != NULL ? *counts : (PalierMessageCounts) { 0 };
}

/* Messages given to the relay, or about to be, whose fate is not known yet. */
guint
palier_sync_service_await_pending (PalierSyncService *self)
{
  return (guint) MIN (await_counts (self).queued, G_MAXUINT);
}

/* Whether messages wait for something that may have been mended since, as the mailbox. */
static gboolean
await_held (PalierSyncService *self)
{
  return await_counts (self).set_aside > 0;
}

/* Records that wait for the relay. @url: (nullable): of the one in the cloud */
guint
palier_sync_service_await_unsent (PalierSyncService *self, const char *url)
{
  guint64 n = dex_await_uint64 (
      palier_change_store_count (self->core->workspace, palier_relay_link_get_kinds (url)), NULL);
  return (guint) MIN (n, G_MAXUINT);
}

static void
show_failure (PalierSyncService *self, const GError *error, guint waiting)
{
  g_autofree char *detail = palier_session_error_message (error);
  gboolean offline = palier_session_error_failure (error) == PALIER_FAILURE_NETWORK;

  palier_sync_service_set_state (self, offline ? PALIER_SYNC_OFFLINE : PALIER_SYNC_FAILED, waiting,
                                 detail);
}

/* Which of the agency's limits come near, asked for once an hour. Returns: (transfer full)
 * (nullable) */
static char *
await_usage (PalierSyncService *self)
{
  gint64 now_ms = palier_clock_monotonic_ms (self->core->clock);

  if (now_ms < self->usage_until_ms)
    return g_strdup (self->usage);
  g_autoptr (GBytes) answer =
      palier_relay_link_call (self->link, "GET", PALIER_USAGE_PATH, NULL, NULL);
  g_autoptr (PalierUsageInfo) usage = answer != NULL ? palier_usage_info_parse (answer) : NULL;
  self->usage_until_ms = now_ms + USAGE_MS;
  g_free (self->usage);
  self->usage = usage != NULL ? palier_words_usage (usage) : NULL;
  return g_strdup (self->usage);
}

/* Records put aside are still to be mended, though all others are in step; what the relay holds
 * back waits for its word. */
static void
show_success (PalierSyncService *self, const PalierSyncReport *report)
{
  g_autofree PalierAsideCounts *counts =
      dex_await_boxed (palier_aside_store_count (self->core->workspace), NULL);
  gboolean cloud = palier_relay_link_is_cloud (self->link);
  guint waiting = report->n_pending;
  g_autofree char *detail = counts != NULL && cloud ? palier_words_held (counts, &waiting) : NULL;
  PalierSyncState state = waiting > 0 ? PALIER_SYNC_PENDING : PALIER_SYNC_SYNCED;

  self->n_aside = counts != NULL ? counts->unread : 0;
  if (self->n_aside > 0)
  {
    state = PALIER_SYNC_FAILED;
    g_set_str (&detail, NULL);
    detail = palier_words_put_aside (self->n_aside);
  }
  else if (detail == NULL && report->restamped > 0)
    detail = palier_words_clock_off (report->clock_off_ms);
  else if (detail == NULL && cloud)
    detail = await_usage (self);
  palier_sync_service_set_state (self, state, waiting, detail);
}

/* Asks the relay only where there is a reason: the one of this computer is not started for nothing.
 */
gboolean
palier_sync_service_exchange (PalierSyncService *self, PalierSyncReport *report, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *url = palier_relay_link_await_url (self->link);
  guint unsent = palier_sync_service_await_unsent (self, url);
  guint waiting = palier_sync_service_await_pending (self);

  *report = (PalierSyncReport) { .n_pending = waiting };
  if (url == NULL && waiting == 0 && (unsent == 0 || !palier_relay_link_has_local (self->link))
      && !await_held (self) && !palier_relay_link_await_must_forget (self->link))
  {
    palier_sync_service_set_state (self, PALIER_SYNC_SYNCED, 0, NULL);
    return TRUE;
  }
  palier_sync_service_set_state (self, PALIER_SYNC_WORKING, waiting, NULL);
  if (!palier_relay_link_exchange (self->link, url, report, &failure)
      || !palier_stage_mover_run (self->core, &failure))
  {
    show_failure (self, failure, MAX (waiting, palier_sync_service_await_unsent (self, url)));
    g_propagate_error (error, g_steal_pointer (&failure));
    return FALSE;
  }
  report->n_pending = palier_sync_service_await_pending (self);
  show_success (self, report);
  dex_future_disown (palier_sync_service_catch_up (self));
  return TRUE;
}

/* ---- what came becomes searchable */

static DexFuture *
catch_up_fiber (gpointer data)
{
  PalierSyncService *self = data;
  g_autoptr (GError) error = NULL;
  PalierSyncState before = self->state;
  gboolean behind = TRUE, shown = FALSE;

  while (behind && error == NULL)
  {
    behind = dex_await_boolean (palier_index_store_step (self->core->workspace), &error);
    if (behind && !shown && (shown = before == PALIER_SYNC_SYNCED))
      palier_sync_service_set_state (self, PALIER_SYNC_WORKING, self->n_pending,
                                     _ ("Received contacts are being made searchable."));
  }
  if (shown && self->state == PALIER_SYNC_WORKING)
    palier_sync_service_set_state (self, before, self->n_pending, NULL);
  return error == NULL ? dex_future_new_true ()
                       : dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * palier_sync_service_catch_up:
 *
 * An exchange ends when what came is on the disk; its search goes on beside everything else, and
 * where it is cut short, the next who opens the base ends it.
 *
 * Returns: → TRUE. Errors: PALIER_STORAGE_ERROR
 */
DexFuture *
palier_sync_service_catch_up (PalierSyncService *self)
{
  if (self->indexing == NULL || !dex_future_is_pending (self->indexing))
  {
    dex_clear (&self->indexing);
    self->indexing =
        dex_scheduler_spawn (NULL, 0, catch_up_fiber, g_object_ref (self), g_object_unref);
  }
  return dex_ref (self->indexing);
}

/* ---- on demand */

/* The other process has the lock and hears of every change: its work is only waited for. */
static gboolean
await_other (PalierSyncService *self, PalierSyncReport *report)
{
  gint64 until_ms = palier_clock_monotonic_ms (self->core->clock) + OTHER_PATIENCE_MS;

  g_autofree char *url = palier_relay_link_await_url (self->link);
  while (palier_sync_service_await_unsent (self, url) > 0)
  {
    if (palier_workspace_try_lock (self->core->workspace, PALIER_LOCK_SYNC))
      return FALSE;
    if (palier_clock_monotonic_ms (self->core->clock) > until_ms)
      break;
    dex_await (dex_timeout_new_msec (PALIER_SYNC_LOOK_MS), NULL);
  }
  *report = (PalierSyncReport) { .n_pending = palier_sync_service_await_pending (self) };
  return TRUE;
}

static gboolean
sync_once (PalierSyncService *self, PalierSyncReport *report, GError **error)
{
  if (!palier_workspace_try_lock (self->core->workspace, PALIER_LOCK_SYNC)
      && await_other (self, report))
    return TRUE;
  return palier_sync_service_exchange (self, report, error);
}

static DexFuture *
resolve_report (const PalierSyncReport *report)
{
  return dex_future_new_take_boxed (PALIER_TYPE_SYNC_REPORT, g_memdup2 (report, sizeof *report));
}

static DexFuture *
sync_fiber (gpointer data)
{
  PalierSyncService *self = data;
  g_autoptr (GError) error = NULL;
  PalierSyncReport report = { 0 };

  if (self->n_aside > 0 && !dex_await (palier_sync_service_retry (self), &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  if (!sync_once (self, &report, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return resolve_report (&report);
}

/**
 * palier_sync_service_sync_now:
 *
 * One exchange, or a wait for the process that syncs this workspace already. What the last one put
 * aside is tried again.
 *
 * Returns: → PALIER_TYPE_SYNC_REPORT. Errors: PALIER_SYNC_ERROR, PALIER_NET_ERROR,
 *   PALIER_STORAGE_ERROR; what is to be sent stays queued
 */
DexFuture *
palier_sync_service_sync_now (PalierSyncService *self)
{
  return dex_scheduler_spawn (NULL, 0, sync_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
verify_fiber (gpointer data)
{
  PalierSyncService *self = data;
  g_autoptr (GError) error = NULL;
  PalierSyncReport report = { 0 };

  if (!sync_once (self, &report, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  g_autofree char *url = palier_relay_link_await_url (self->link);
  PalierSyncComparison *comparison = palier_relay_link_compare (self->link, url, &error);
  return comparison != NULL ? dex_future_new_take_boxed (PALIER_TYPE_SYNC_COMPARISON, comparison)
                            : dex_future_new_for_error (g_steal_pointer (&error));
}

/**
 * palier_sync_service_verify:
 *
 * One exchange, and then a comparison of what is here with what the relay holds.
 *
 * Returns: → PALIER_TYPE_SYNC_COMPARISON. Errors: as palier_sync_service_sync_now()
 */
DexFuture *
palier_sync_service_verify (PalierSyncService *self)
{
  return dex_scheduler_spawn (NULL, 0, verify_fiber, g_object_ref (self), g_object_unref);
}

/* The relay is another one, or knows us again: it is asked soon. */
void
palier_sync_service_renew (PalierSyncService *self)
{
  self->quiet_until_ms = 0;
  self->usage_until_ms = 0;
  palier_sync_service_wake (self);
}

static DexFuture *
use_local_fiber (gpointer data)
{
  PalierSyncService *self = data;
  g_autoptr (GError) error = NULL;

  if (!palier_relay_link_use_local (self->link, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  palier_sync_service_renew (self);
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
  return g_strdup (palier_relay_link_is_cloud (self->link) ? palier_relay_link_get_url (self->link)
                                                           : self->core->relay_url);
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

  g_clear_pointer (&self->link, palier_relay_link_free);
  dex_clear (&self->wake);
  dex_clear (&self->loop);
  dex_clear (&self->indexing);
  g_clear_pointer (&self->core, palier_core_unref);
  g_free (self->usage);
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
  self->words = dup_words (PALIER_SYNC_OFF, 0);
}

PalierSyncService *
palier_sync_service_new (PalierCore *core, PalierSettingsService *settings)
{
  PalierSyncService *self = g_object_new (PALIER_TYPE_SYNC_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->link = palier_relay_link_new (core, settings);
  return self;
}
