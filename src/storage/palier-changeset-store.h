/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-changeset.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Actions that are undone as a whole. A long one (an import) is begun, written in chunks, and
 * closed; until then nobody sees its rows, and if its process dies they are removed by the next
 * one that opens the base. A short one is opened and closed by the store's own call. */

/* A record that an undo left as it is, because it was changed since. */
typedef struct
{
  PalierKind kind;
  PalierId id;
  char *field; /* (nullable): NULL: the whole record was to go */
} PalierConflict;

typedef struct
{
  guint64 n_records;    /* put back */
  GArray *prospects;    /* (element-type gint64): row numbers of those whose fields were put back or
                         * that came back: their scores are old */
  GPtrArray *conflicts; /* (element-type PalierConflict): at most 1,000 */
  guint64 n_conflicts;
} PalierUndoResult;

#define PALIER_TYPE_UNDO_RESULT (palier_undo_result_get_type ())
GType palier_undo_result_get_type (void);
PalierUndoResult *palier_undo_result_ref (PalierUndoResult *self);
void palier_undo_result_free (PalierUndoResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierUndoResult, palier_undo_result_free)

DexFuture *palier_changeset_store_begin (PalierWorkspace *workspace, const PalierId *id,
                                         const char *action, const char *label);
DexFuture *palier_changeset_store_close (PalierWorkspace *workspace, const PalierId *id);
DexFuture *palier_changeset_store_close_unless (PalierWorkspace *workspace, const PalierId *id,
                                                GCancellable *cancellable);
DexFuture *palier_changeset_store_abandon (PalierWorkspace *workspace, const PalierId *id);
DexFuture *palier_changeset_store_undo (PalierWorkspace *workspace, const PalierId *id);
DexFuture *palier_changeset_store_get (PalierWorkspace *workspace, const PalierId *id);
DexFuture *palier_changeset_store_list (PalierWorkspace *workspace, guint limit);

G_END_DECLS
