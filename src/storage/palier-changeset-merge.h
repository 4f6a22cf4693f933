/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-record-table.h"

G_BEGIN_DECLS

/* Under this name the one into which a prospect is merged waits among the values of a changeset. */
#define PALIER_CHANGESET_MERGE "merged_into"

gboolean palier_changeset_stage_merge (PalierDatabase *database, gint64 changeset,
                                       const PalierId *other, const PalierId *kept, GError **error);
gboolean
palier_changeset_apply_merge (PalierDatabase *database, gint64 changeset, PalierRecord *record,
                              gint64 n, const char *kept, GError **error);
gboolean palier_changeset_find_prospect (PalierDatabase *database, const PalierId *id, gint64 *n,
                                         GError **error);

G_END_DECLS
