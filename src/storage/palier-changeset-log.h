/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-kind.h"

G_BEGIN_DECLS

/* A changeset while it is written. Steps of its life, as the base has them:
 *
 *     open → closed → undoing → undone        open → (removed)
 */
typedef enum
{
  PALIER_STEP_OPEN,
  PALIER_STEP_CLOSED,
  PALIER_STEP_UNDOING,
  PALIER_STEP_UNDONE,
} PalierStep;

/* What it did with rows. */
typedef enum
{
  PALIER_ROWS_DELETED,
  PALIER_ROWS_MADE,
  PALIER_ROWS_MERGED, /* into another */
} PalierRows;

gboolean palier_changeset_find (PalierDatabase *database, const PalierId *id, gint64 *n,
                                PalierStep *step, GError **error);
gboolean palier_changeset_insert (PalierDatabase *database, const PalierId *id, const char *action,
                                  const char *label, PalierStep step, gint64 *n, GError **error);
gboolean palier_changeset_require_open (PalierDatabase *database, const PalierId *id, gint64 *n,
                                        GError **error);
gboolean palier_changeset_add_rows (PalierDatabase *database, gint64 changeset, PalierKind kind,
                                    gint64 first_n, gint64 last_n, gboolean made, GError **error);
gboolean palier_changeset_finish (PalierDatabase *database, gint64 changeset, GError **error);

gboolean palier_change_log (PalierDatabase *database, PalierKind kind, gint64 first_n,
                            gint64 last_n, GError **error);

G_END_DECLS
