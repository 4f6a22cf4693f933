/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By what a prospect is found exactly: its addresses, numbers and SIRET, and where it has none of
 * them its name, all in one table. Five indices of the prospects would each read all of them when
 * they are made; this is filled in one go, which after a bulk load costs half. Triggers keep it
 * when rows change or go; who inserts a row puts its keys in, one statement a key, as one for
 * several would make the search index write out what it holds.
 *
 * A bulk load into an empty base goes without keys and fills them in afterwards. That it is so
 * stands in the base, so that whoever opens it next does it where a process died. */
#include "palier-prospect-keys.h"

#include <string.h>

#define NAME                                                                                       \
  "CASE WHEN email IS NULL AND phone IS NULL AND mobile IS NULL AND siret IS NULL "                \
  "THEN coalesce (last_name, company, first_name) END"
#define SQL_KEYS                                                                                   \
  "SELECT email, phone, mobile, siret, " NAME ", other_emails, other_phones "                      \
  "FROM prospect WHERE n = ?"
#define N_SINGLE 5
#define N_COLUMNS 7
#define SQL_PUT "INSERT OR IGNORE INTO prospect_key (value, n) VALUES (?, ?)"
#define SQL_FILL                                                                                   \
  "INSERT OR IGNORE INTO prospect_key (value, n) SELECT CASE k.column1 WHEN 1 THEN email "         \
  "WHEN 2 THEN phone WHEN 3 THEN mobile WHEN 4 THEN siret ELSE " NAME " END AS key, n "            \
  "FROM prospect CROSS JOIN (VALUES (1), (2), (3), (4), (5)) k WHERE key IS NOT NULL ORDER BY 1, 2"
#define SQL_POSTPONE "INSERT OR REPLACE INTO local VALUES ('keys_postponed', 1)"
#define SQL_COMPLETE "DELETE FROM local WHERE key = 'keys_postponed'"
#define SQL_POSTPONED "SELECT count(*) FROM local WHERE key = 'keys_postponed'"

/* @values: one a line */
static gboolean
put_lines (PalierDatabase *database, gint64 n, const char *values, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (values, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0' && !palier_database_run (database, error, SQL_PUT, "ti", lines[i], n))
      return FALSE;
  return TRUE;
}

static gboolean
put_all (PalierDatabase *database, gint64 n, char **columns, GError **error)
{
  for (guint i = 0; i < N_COLUMNS; i++)
  {
    gboolean good =
        columns[i] == NULL
        || (i < N_SINGLE ? palier_database_run (database, error, SQL_PUT, "ti", columns[i], n)
                         : put_lines (database, n, columns[i], error));
    if (!good)
      return FALSE;
  }
  return TRUE;
}

/* Makes a row that was inserted known by its keys. */
gboolean
palier_prospect_keys_put (PalierDatabase *database, gint64 n, GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_KEYS, "i", n);
  char *columns[N_COLUMNS] = { NULL };
  GError *local = NULL;

  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    for (int i = 0; i < N_COLUMNS; i++)
      columns[i] = g_strdup (palier_statement_get_text (row, i));
    sqlite3_reset (row);
  }
  if (local == NULL)
    put_all (database, n, columns, &local);
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (columns[i]);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* From now on rows are inserted without keys, but for those that have further addresses. */
gboolean
palier_prospect_keys_postpone (PalierDatabase *database, GError **error)
{
  return palier_database_run (database, error, SQL_POSTPONE, "");
}

gboolean
palier_prospect_keys_are_complete (PalierDatabase *database, gboolean *complete, GError **error)
{
  gint64 postponed = 0;

  if (!palier_database_number (database, &postponed, error, SQL_POSTPONED, ""))
    return FALSE;
  *complete = postponed == 0;
  return TRUE;
}

static gboolean
fill (PalierDatabase *database, GError **error)
{
  if (!palier_database_begin_write (database, error))
    return FALSE;
  if (palier_database_run (database, error, SQL_FILL, "")
      && palier_database_run (database, error, SQL_COMPLETE, ""))
    return palier_database_commit (database, error);
  palier_database_rollback (database);
  return FALSE;
}

/* Puts in what was postponed, in a transaction of its own. */
gboolean
palier_prospect_keys_complete (PalierDatabase *database, GError **error)
{
  gboolean complete = FALSE;

  if (!palier_prospect_keys_are_complete (database, &complete, error) || complete)
    return complete;
  palier_database_set_sorting (database);
  gboolean good = fill (database, error);
  palier_database_set_frugal (database, database->frugal);
  return good;
}
