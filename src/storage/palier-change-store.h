/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-workspace.h"

G_BEGIN_DECLS

/* The sync's side of the base: what has changed here and was not acknowledged, and a way in for
 * what has changed elsewhere. */
typedef struct
{
  GPtrArray *records; /* (element-type PalierRecord): as they are now, oldest change first */
  GArray *places; /* (element-type PalierChangePlace): of each record, for the acknowledgement */
  gboolean more;
} PalierChanges;

typedef struct
{
  gint64 seq;
  gint64 n;
} PalierChangePlace;

#define PALIER_TYPE_CHANGES (palier_changes_get_type ())
GType palier_changes_get_type (void);
PalierChanges *palier_changes_ref (PalierChanges *self);
void palier_changes_free (PalierChanges *self);

/* What applying did. */
typedef struct
{
  guint n_new;
  guint n_changed;
  guint n_same; /* nothing that was not known here */
} PalierApplied;

#define PALIER_TYPE_APPLIED (palier_applied_get_type ())
GType palier_applied_get_type (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierChanges, palier_changes_free)

DexFuture *palier_change_store_pending (PalierWorkspace *workspace, guint kinds, guint limit);
DexFuture *palier_change_store_count (PalierWorkspace *workspace, guint kinds);
DexFuture *palier_change_store_acknowledge (PalierWorkspace *workspace, PalierChanges *changes);
DexFuture *palier_change_store_requeue (PalierWorkspace *workspace, guint kinds);
DexFuture *palier_change_store_apply (PalierWorkspace *workspace, GPtrArray *records,
                                      const char *cursor_key, const char *cursor);

G_END_DECLS
