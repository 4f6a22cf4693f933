/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold whatever was killed when. */
#include "palier-index.h"
#include "palier-job.h"
#include "palier-search.h"

#define SQL_STRAY_SCORES "SELECT count(*) FROM score WHERE n NOT IN (SELECT n FROM prospect)"
#define SQL_STRAY_HIDDEN                                                                           \
  "SELECT count(*) FROM hidden WHERE changeset NOT IN "                                            \
  "(SELECT n FROM changeset WHERE step IN (0, 2))"
#define SQL_UNHIDDEN                                                                               \
  "SELECT count(*) FROM changeset c JOIN changeset_rows r ON r.changeset = c.n "                   \
  "WHERE c.step = 0 AND r.kind = 0 AND r.made = 1 AND NOT EXISTS (SELECT 1 FROM hidden h "         \
  "WHERE h.changeset = c.n AND h.first_n <= r.first_n AND h.last_n >= r.last_n)"
/* Where none are postponed. */
#define SQL_LOST_KEYS                                                                              \
  "SELECT count(*) FROM prospect p, (VALUES (1), (2), (3), (4)) k WHERE NOT EXISTS "               \
  "(SELECT 1 FROM local WHERE key = 'keys_postponed') AND CASE k.column1 WHEN 1 THEN p.email "     \
  "WHEN 2 THEN p.phone WHEN 3 THEN p.mobile ELSE p.siret END IS NOT NULL AND NOT EXISTS "          \
  "(SELECT 1 FROM prospect_key WHERE n = p.n AND value = CASE k.column1 WHEN 1 THEN p.email "      \
  "WHEN 2 THEN p.phone WHEN 3 THEN p.mobile ELSE p.siret END)"
#define SQL_STRAY_KEYS "SELECT count(*) FROM prospect_key WHERE n NOT IN (SELECT n FROM prospect)"
#define SQL_CLOCK_BEHIND "SELECT count(*) FROM prospect WHERE stamp > (SELECT last FROM clock)"

static const struct
{
  const char *sql;
  const char *meaning;
} counts[] = {
  { SQL_STRAY_SCORES, "scores without their prospect" },
  { SQL_STRAY_HIDDEN, "rows hidden by a changeset that is over" },
  { SQL_UNHIDDEN, "rows of an open changeset that can be seen" },
  { SQL_LOST_KEYS, "prospects that their keys do not find" },
  { SQL_STRAY_KEYS, "keys without their prospect" },
  { SQL_CLOCK_BEHIND, "rows stamped ahead of the clock" },
};

static gboolean
fail (GError **error, const char *what)
{
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED, what);
  return FALSE;
}

/* Every page against its seal, then the structure. */
static gboolean
check_pages (PalierDatabase *database, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, "PRAGMA cipher_integrity_check", "");

  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    fail (error, palier_statement_get_text (row, 0));
    sqlite3_reset (row);
    return FALSE;
  }
  g_clear_error (&local);
  row = palier_database_query (database, error, "PRAGMA integrity_check (1)", "");
  if (row == NULL || !palier_database_next (database, row, error))
    return FALSE;
  gboolean good = g_strcmp0 (palier_statement_get_text (row, 0), "ok") == 0
                  || fail (error, palier_statement_get_text (row, 0));
  sqlite3_reset (row);
  return good;
}

static gboolean
check_counts (PalierDatabase *database, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
  {
    gint64 count = 0;
    if (!palier_database_number (database, &count, error, counts[i].sql, ""))
      return FALSE;
    if (count != 0)
      return fail (error, counts[i].meaning);
  }
  return TRUE;
}

static DexFuture *
check_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  return check_pages (database, error) && check_counts (database, error)
                 && palier_index_catch_up (database, error) && palier_search_check (database, error)
             ? dex_future_new_true ()
             : NULL;
}

/**
 * palier_workspace_check:
 *
 * Reads the whole base: pages against their seals, structure, the search index against the rows,
 * and what changesets leave behind.
 *
 * Returns: (transfer full): resolves to %TRUE; rejects with PALIER_STORAGE_ERROR_DAMAGED and what
 * was found
 */
DexFuture *
palier_workspace_check (PalierWorkspace *self)
{
  return palier_workspace_write_long (self, check_job, palier_arguments_new ());
}
