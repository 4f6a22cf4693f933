/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-changeset.h"

G_BEGIN_DECLS

/* What an undo did: @conflicts is what was changed since and therefore stayed. */
typedef struct
{
  PalierId changeset;
  guint n_records;
  GPtrArray *conflicts; /* (element-type utf8): "prospect <id> <field>" */
  GPtrArray *words;     /* (element-type utf8): the same for the user, whose name and what stays */
} PalierUndo;

#define PALIER_TYPE_UNDO (palier_undo_get_type ())
GType palier_undo_get_type (void);
PalierUndo *palier_undo_ref (PalierUndo *self);
void palier_undo_free (PalierUndo *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierUndo, palier_undo_free)

#define PALIER_TYPE_UNDO_SERVICE (palier_undo_service_get_type ())
G_DECLARE_FINAL_TYPE (PalierUndoService, palier_undo_service, PALIER, UNDO_SERVICE, GObject)

/* → PALIER_TYPE_CHANGESET (nullable) */
DexFuture *palier_undo_service_last (PalierUndoService *self);
/* → G_TYPE_PTR_ARRAY of PalierChangeset, newest first */
DexFuture *palier_undo_service_list (PalierUndoService *self, guint limit);
/* → PALIER_TYPE_UNDO */
DexFuture *palier_undo_service_undo (PalierUndoService *self, const PalierId *changeset);

G_END_DECLS
