/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-relay-link.h"

G_BEGIN_DECLS

/* How often is looked whether messages on their way have arrived. */
#define PALIER_SYNC_LOOK_MS 400

/* What the service and its background loop share. */
struct _PalierSyncService
{
  GObject parent_instance;

  PalierCore *core;
  PalierRelayLink *link;

  PalierSyncState state;
  guint n_pending;
  guint n_aside;         /* records that one side could not read */
  char *usage;           /* (nullable): which limits come near, as the relay last said */
  gint64 usage_until_ms; /* monotonic: it is asked again then */
  char *words;
  char *detail;

  DexFuture *indexing; /* (nullable): what came becoming searchable */
  DexPromise *wake;
  DexFuture *loop; /* (nullable): the background fiber */
  gboolean stopping;
  guint failures;
  gint64 quiet_until_ms; /* monotonic: the relay asked to be left alone until then */
  gulong network_id;
  gulong changed_id;
};

void palier_sync_service_set_state (PalierSyncService *self, PalierSyncState state, guint n_pending,
                                    const char *detail);
void palier_sync_service_renew (PalierSyncService *self);
/* In a fiber. */
guint palier_sync_service_await_pending (PalierSyncService *self);
guint palier_sync_service_await_unsent (PalierSyncService *self, const char *url);
gboolean
palier_sync_service_exchange (PalierSyncService *self, PalierSyncReport *report, GError **error);

G_END_DECLS
