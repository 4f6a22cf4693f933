/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the sync stands, as the base knows it. */
#include "palier-aside-store.h"
#include "palier-replaced-store.h"
#include "palier-services.h"
#include "palier-sync-private.h"

#define MAX_REPLACED 100

G_DEFINE_BOXED_TYPE (PalierSyncStatus, palier_sync_status, palier_sync_status_ref,
                     palier_sync_status_free)

PalierSyncStatus *
palier_sync_status_ref (PalierSyncStatus *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
status_clear (gpointer data)
{
  PalierSyncStatus *self = data;

  g_free (self->relay_url);
  g_clear_pointer (&self->aside, g_ptr_array_unref);
  g_clear_pointer (&self->replaced, g_ptr_array_unref);
}

void
palier_sync_status_free (PalierSyncStatus *self)
{
  g_atomic_rc_box_release_full (self, status_clear);
}

static gboolean
fill (PalierSyncService *self, PalierSyncStatus *status, GError **error)
{
  PalierWorkspace *workspace = self->core->workspace;

  status->relay_url = palier_relay_link_await_url (self->link);
  status->n_unsent = palier_sync_service_await_unsent (self, status->relay_url);
  status->n_pending = palier_sync_service_await_pending (self);
  status->aside = dex_await_boxed (palier_aside_store_list (workspace), error);
  if (status->aside == NULL)
    return FALSE;
  status->replaced =
      dex_await_boxed (palier_replaced_store_list (workspace, NULL, MAX_REPLACED), error);
  return status->replaced != NULL;
}

static DexFuture *
status_fiber (gpointer data)
{
  g_autoptr (PalierSyncStatus) status = g_atomic_rc_box_new0 (PalierSyncStatus);
  g_autoptr (GError) error = NULL;

  if (!fill (data, status, &error))
    return dex_future_new_for_error (g_steal_pointer (&error));
  return dex_future_new_take_boxed (PALIER_TYPE_SYNC_STATUS, g_steal_pointer (&status));
}

/* → PALIER_TYPE_SYNC_STATUS. Errors: PALIER_STORAGE_ERROR */
DexFuture *
palier_sync_service_status (PalierSyncService *self)
{
  return dex_scheduler_spawn (NULL, 0, status_fiber, g_object_ref (self), g_object_unref);
}

static DexFuture *
retry_fiber (gpointer data)
{
  PalierSyncService *self = data;
  g_autoptr (GError) error = NULL;
  guint n = palier_relay_link_await_retry (self->link, &error);

  if (error != NULL)
    return dex_future_new_for_error (g_steal_pointer (&error));
  self->n_aside = 0;
  return dex_future_new_for_uint (n);
}

/* Has what was put aside tried again by the next exchange. → guint: how many records */
DexFuture *
palier_sync_service_retry (PalierSyncService *self)
{
  return dex_scheduler_spawn (NULL, 0, retry_fiber, g_object_ref (self), g_object_unref);
}
