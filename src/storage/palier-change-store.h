/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-sync.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* The sync's side of the base: what has changed here and was not acknowledged, and a way in for
 * what has changed elsewhere. */
typedef struct
{
  GPtrArray *records; /* (element-type PalierRecord): as they are now, oldest change first */
  GArray *rows;       /* (element-type gint64): of each record, the number of its row */
  GArray *places;     /* (element-type PalierChangePlace): of each line of the log, for the
                         acknowledgement */
  gboolean more;
} PalierChanges;

typedef struct
{
  gint64 seq;
  gint64 n;    /* the last row of the line that is among the records, or that has none */
  guint first; /* the index of its first record */
} PalierChangePlace;

#define PALIER_TYPE_CHANGES (palier_changes_get_type ())
GType palier_changes_get_type (void);
PalierChanges *palier_changes_ref (PalierChanges *self);
void palier_changes_free (PalierChanges *self);
void palier_changes_keep (PalierChanges *self, guint n);

/* What an exchange brought. What is not said stays NULL and 0. */
typedef struct
{
  GPtrArray *records;    /* (element-type PalierRecord): as they came; merged into what is here */
  PalierChanges *taken;  /* (nullable): what the other side was given, and has taken or refused */
  GArray *refused;       /* (nullable) (element-type PalierSyncRefused): of those */
  GArray *unread;        /* (nullable) (element-type PalierSyncRefused): that do not decode here */
  gint64 relay_now_ms;   /* the other side's wall clock */
  PalierSyncTerms terms; /* by which it takes what it held back before */
  char *cursor_key;      /* (nullable): a key of palier_local_store_get(), set to … */
  char *cursor;
  /* Its commit need not wait for the disk: the next one does it for both, and what the power takes
   * with it before is asked for and given again. */
  gboolean more_follows;
} PalierDelivery;

/* What applying did. */
typedef struct
{
  guint n_new;
  guint n_changed;
  guint n_same;        /* nothing that was not known here */
  guint n_replaced;    /* values of this device that gave way, and were kept beside */
  guint n_erased;      /* of which nothing is left: palier_erasure_store_wipe() is to follow */
  guint n_put_aside;   /* records that one side could not take */
  guint n_held;        /* records that the other side holds back */
  guint n_released;    /* of those, to be sent again */
  guint n_restamped;   /* records to be sent again, with stamps of the other side's clock */
  gint64 clock_off_ms; /* how far this computer's clock is before the other side's */
} PalierApplied;

#define PALIER_TYPE_APPLIED (palier_applied_get_type ())
GType palier_applied_get_type (void);
PalierApplied *palier_applied_copy (const PalierApplied *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierChanges, palier_changes_free)

DexFuture *palier_change_store_pending (PalierWorkspace *workspace, guint kinds, guint limit);
DexFuture *palier_change_store_pending_after (PalierWorkspace *workspace, guint kinds,
                                              const PalierChangePlace *place, guint limit);
DexFuture *palier_change_store_count (PalierWorkspace *workspace, guint kinds);
DexFuture *palier_change_store_requeue (PalierWorkspace *workspace, guint kinds);
DexFuture *
palier_change_store_requeue_some (PalierWorkspace *workspace, PalierKind kind, GArray *ids);
DexFuture *palier_change_store_any_erased (PalierWorkspace *workspace);
DexFuture *palier_change_store_apply (PalierWorkspace *workspace, const PalierDelivery *delivery);

G_END_DECLS
