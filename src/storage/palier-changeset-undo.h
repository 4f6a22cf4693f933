/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-changeset-store.h"
#include "palier-database.h"

G_BEGIN_DECLS

gboolean palier_changeset_start_undo (PalierDatabase *database, gint64 changeset,
                                      PalierUndoResult *result, GError **error);
gboolean palier_changeset_finish_undo (PalierDatabase *database, gint64 changeset,
                                       PalierUndoResult *result, GError **error);

G_END_DECLS
