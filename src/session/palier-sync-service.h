/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-aside.h"
#include "palier-replaced.h"
#include "palier-sync-comparison.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_SYNC_OFF,     /* not started */
  PALIER_SYNC_SYNCED,  /* nothing waits */
  PALIER_SYNC_WORKING, /* a round trip is under way, or what came becomes searchable */
  PALIER_SYNC_PENDING, /* "n-pending" messages or records to send */
  PALIER_SYNC_OFFLINE, /* no network, or the relay is not reached; queued */
  PALIER_SYNC_FAILED,  /* something to mend: see "words" */
} PalierSyncState;

/* The relay's side: what is approved goes up, what happened comes down. In the background from
 * palier_sync_service_start() on, if no other process of this workspace does it already.
 *
 * Properties, all read-only: "state" (guint, PalierSyncState), "n-pending" (guint), "words"
 * (string): the state in the user's language, short enough for a sidebar, "detail" (string,
 * nullable): what to do about an error. */
#define PALIER_TYPE_SYNC_SERVICE (palier_sync_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierSyncService, palier_sync_service, PALIER, SYNC_SERVICE, GObject)

/* What a round of sync did. */
typedef struct
{
  guint pushed;
  guint pulled;
  guint put_aside;     /* records that one side could not take: see the status */
  guint held;          /* records that the relay holds back, for now: see the status */
  guint replaced;      /* values written here that gave way to another device's: see the status */
  guint restamped;     /* records that were sent with the relay's time */
  gint64 clock_off_ms; /* then: how far this computer's clock is before the relay's */
  guint n_pending;     /* messages handed to the relay and not yet settled */
} PalierSyncReport;

#define PALIER_TYPE_SYNC_REPORT (palier_sync_report_get_type ())
GType palier_sync_report_get_type (void);
PalierSyncReport *palier_sync_report_ref (PalierSyncReport *self);
void palier_sync_report_free (PalierSyncReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSyncReport, palier_sync_report_free)

/* How it stands, without asking the relay. */
typedef struct
{
  char *relay_url;     /* (nullable): the relay of this computer */
  guint n_unsent;      /* records the relay has not got yet */
  guint n_pending;     /* messages handed to it and not yet settled */
  GPtrArray *aside;    /* (element-type PalierAside) */
  GPtrArray *replaced; /* (element-type PalierReplaced): the latest 100 */
} PalierSyncStatus;

#define PALIER_TYPE_SYNC_STATUS (palier_sync_status_get_type ())
GType palier_sync_status_get_type (void);
PalierSyncStatus *palier_sync_status_ref (PalierSyncStatus *self);
void palier_sync_status_free (PalierSyncStatus *self);

void palier_sync_service_start (PalierSyncService *self);
/* → TRUE */
DexFuture *palier_sync_service_stop (PalierSyncService *self);
/* → PALIER_TYPE_SYNC_REPORT */
DexFuture *palier_sync_service_sync_now (PalierSyncService *self);
/* → PALIER_TYPE_SYNC_COMPARISON */
DexFuture *palier_sync_service_verify (PalierSyncService *self);
/* → TRUE, once what came is searchable */
DexFuture *palier_sync_service_catch_up (PalierSyncService *self);
/* → PALIER_TYPE_SYNC_STATUS */
DexFuture *palier_sync_service_status (PalierSyncService *self);
/* → guint: of the records put aside, which the next exchange tries again */
DexFuture *palier_sync_service_retry (PalierSyncService *self);
/* → TRUE */
DexFuture *palier_sync_service_use_local (PalierSyncService *self);

PalierSyncState palier_sync_service_get_state (PalierSyncService *self);
const char *palier_sync_service_get_words (PalierSyncService *self);
const char *palier_sync_service_get_detail (PalierSyncService *self); /* (nullable) */
char *palier_sync_service_dup_relay_url (PalierSyncService *self);    /* (nullable): local relay */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSyncStatus, palier_sync_status_free)

G_END_DECLS
