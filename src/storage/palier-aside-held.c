/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-aside-held.h"

#include "palier-changeset-log.h"
#include "palier-record-table.h"

/* Ids are in the order in which the records came about. */
#define SQL_HELD                                                                                   \
  "SELECT kind, id FROM put_aside WHERE pulled = 0 AND code = ? AND kind IS NOT NULL "             \
  "ORDER BY id LIMIT ?"
#define SQL_FORGET "DELETE FROM put_aside WHERE id = ? AND pulled = 0"

/* Has the next exchange give the record to the relay, if it is still here. */
gboolean
palier_aside_enter_again (PalierDatabase *database, PalierKind kind, const PalierId *id,
                          GError **error)
{
  gint64 n = 0;

  return palier_record_table_find (database, kind, id, &n, error)
         && (n == 0 || palier_change_log (database, kind, n, n, error));
}

typedef struct
{
  PalierKind kind;
  PalierId id;
} Held;

static GArray *
list_held (PalierDatabase *database, PalierHold hold, guint limit, GError **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Held));
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_HELD, "ti",
                                             palier_hold_code (hold), (gint64) limit);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    Held held = { .kind = palier_kind_from_name (palier_statement_get_text (row, 0)) };
    palier_statement_get_id (row, 1, &held.id);
    if (held.kind != PALIER_KIND_NONE)
      g_array_append_val (list, held);
  }
  if (local == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, local);
  return NULL;
}

/**
 * palier_aside_release:
 * @limit: at most, the oldest first
 * @n_released: (inout): grows by how many
 *
 * What the relay held back for this reason goes to it with the next exchange.
 */
gboolean
palier_aside_release (PalierDatabase *database, PalierHold hold, guint limit, guint *n_released,
                      GError **error)
{
  g_autoptr (GArray) list = list_held (database, hold, limit, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
  {
    const Held *held = &g_array_index (list, Held, i);
    if (!palier_aside_enter_again (database, held->kind, &held->id, error)
        || !palier_database_run (database, error, SQL_FORGET, "D", &held->id))
      return FALSE;
  }
  if (list != NULL)
    *n_released += list->len;
  return list != NULL;
}
