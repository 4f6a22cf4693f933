/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The background sync. One fiber loops: exchange with the relay, then sleep until there is a
 * reason: a change in the base, the network back, a press of the button, or time.
 *
 *     waiting for the lock ──got──→ exchange ──ok──→ idle (wake, or the next look) ─→ exchange
 *            ↑                         └──failed──→ back-off (wake, network, 1 s … 15 min) ─┘
 *            └── another process of this workspace syncs: it is only watched
 *
 * Where the relay says how long it wishes to be left alone, nothing but a press of the button ends
 * that time. What is approved waits in the base until the relay has it, so a failure here loses
 * nothing. */
#include "palier-services.h"
#include "palier-sync-private.h"

#define BACKOFF_FIRST_MS 1000
#define BACKOFF_MAX_MS (15 * 60 * 1000)
#define QUIET_MAX_MS (60 * 60 * 1000) /* a relay that asks for more is asked again then */
#define LOOK_IDLE_MS 60000 /* at a relay in the cloud, should its wake-up not get through */
#define LOOK_OTHER_MS 1000 /* while another process syncs */

static DexFuture *
wait_for (PalierSyncService *self, gint64 at_most_ms)
{
  DexFuture *wake = DEX_FUTURE (dex_ref (self->wake));

  if (at_most_ms <= 0)
    return wake;
  return dex_future_first (wake, dex_timeout_new_msec ((int) at_most_ms), NULL);
}

static void
renew_wake (PalierSyncService *self)
{
  dex_clear (&self->wake);
  self->wake = dex_promise_new ();
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
    return PALIER_SYNC_LOOK_MS;
  return palier_relay_link_is_cloud (self->link) ? LOOK_IDLE_MS : 0;
}

static void
on_word_cb (gpointer data, gpointer unused)
{
  palier_sync_service_wake (data);
}

static gint64
look_at_other (PalierSyncService *self)
{
  guint waiting = palier_sync_service_await_pending (self);

  palier_sync_service_set_state (self, waiting > 0 ? PALIER_SYNC_PENDING : PALIER_SYNC_SYNCED,
                                 waiting, NULL);
  return LOOK_OTHER_MS;
}

static gint64
now_ms (PalierSyncService *self)
{
  return palier_clock_monotonic_ms (self->core->clock);
}

static gint64
loop_once (PalierSyncService *self)
{
  g_autoptr (GError) error = NULL;
  PalierSyncReport report;

  if (!palier_workspace_try_lock (self->core->workspace, PALIER_LOCK_SYNC))
    return look_at_other (self);
  if (palier_sync_service_exchange (self, &report, &error))
  {
    self->failures = 0;
    palier_relay_link_listen (self->link, on_word_cb, g_object_ref (self), g_object_unref);
    return look_ms (self);
  }
  self->failures++;
  gint64 asked_ms = MIN (palier_relay_link_get_quiet_ms (self->link), QUIET_MAX_MS);
  self->quiet_until_ms = now_ms (self) + asked_ms;
  return MAX (backoff_ms (self), asked_ms);
}

/* A wake-up within the time that the relay asked for is kept for its end. */
static void
rest (PalierSyncService *self, gint64 pause_ms)
{
  gint64 quiet_ms;

  dex_await (wait_for (self, pause_ms), NULL);
  while (!self->stopping && (quiet_ms = self->quiet_until_ms - now_ms (self)) > 0)
  {
    renew_wake (self);
    dex_await (wait_for (self, quiet_ms), NULL);
  }
}

static DexFuture *
loop_fiber (gpointer data)
{
  PalierSyncService *self = data;

  while (!self->stopping)
  {
    renew_wake (self);
    gint64 pause_ms = loop_once (self);
    if (!self->stopping)
      rest (self, pause_ms);
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
  if (kinds & PALIER_SYNCED_KINDS)
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
  palier_relay_link_stop_listening (self->link);
  palier_sync_service_wake (self);
  if (self->loop != NULL)
    dex_await (g_steal_pointer (&self->loop), NULL);
  if (self->indexing != NULL)
    dex_await (dex_ref (self->indexing), NULL);
  g_clear_signal_handler (&self->network_id, g_network_monitor_get_default ());
  g_clear_signal_handler (&self->changed_id, self->core->workspace);
  palier_relay_link_stop (self->link);
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
