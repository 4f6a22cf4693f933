/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account.h"
#include "palier-sync.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* What one exchange with the relay did. */
typedef struct
{
  guint pushed;
  guint pulled;
  guint put_aside;     /* records that one side could not take: palier_aside_store_list() */
  guint held;          /* records that the relay holds back, for now */
  guint replaced;      /* values of this device that gave way: palier_replaced_store_list() */
  guint erased;        /* records of which nothing is left here */
  guint restamped;     /* records that were ahead of the relay's clock, and sent with its time */
  gint64 clock_off_ms; /* then: how far this computer's clock is before the relay's */
  gboolean new_epoch;  /* the relay has lost its history, and with it what it was told */
} PalierSyncRound;

#define PALIER_TYPE_SYNC_ROUND (palier_sync_round_get_type ())
GType palier_sync_round_get_type (void);
PalierSyncRound *palier_sync_round_copy (const PalierSyncRound *self);

DexFuture *
palier_sync_client_run (PalierWorkspace *workspace, PalierAccount *account, const char *cursor_key,
                        const char *told_key, guint kinds, PalierSyncLimits limits);

G_END_DECLS
