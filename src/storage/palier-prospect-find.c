/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking up exact keys. While a bulk load fills an empty base its indices do not exist yet, and
 * what is there for the user are the few rows beside the hidden ones: those are read through. */
#include <string.h>

#include "palier-job.h"
#include "palier-prospect-store.h"
#include "palier-prospect-keys.h"
#include "palier-visible.h"

#define SQL_KEY                                                                                    \
  "SELECT n FROM prospect p WHERE n IN (SELECT n FROM prospect_key WHERE value = ?1) AND "
#define NO_KEY "p.email IS NULL AND p.phone IS NULL AND p.mobile IS NULL AND p.siret IS NULL"
#define SQL_NAME SQL_KEY "coalesce (last_name, company, first_name) = ?1 AND " NO_KEY " AND "
#define SQL_SIRET SQL_KEY "p.siret = ?1 AND "
#define SQL_GAPS                                                                                   \
  "WITH gap (first_n, last_n) AS ("                                                                \
  "SELECT h.last_n + 1, coalesce ((SELECT min (o.first_n) - 1 FROM hidden o "                      \
  "WHERE o.first_n > h.last_n), 9223372036854775807) FROM hidden h "                               \
  "UNION ALL SELECT 0, coalesce ((SELECT min (first_n) - 1 FROM hidden), 9223372036854775807)) "   \
  "SELECT p.n, p.email, p.phone, p.mobile, p.siret, CASE WHEN " NO_KEY                             \
  " THEN coalesce (p.last_name, p.company, p.first_name) END, p.other_emails, p.other_phones "     \
  "FROM gap CROSS JOIN prospect p "                                                                \
  "WHERE p.n BETWEEN gap.first_n AND gap.last_n AND "

typedef struct
{
  PalierField field;
  char *value;
} Key;

static void
clear_key (gpointer key)
{
  g_free (((Key *) key)->value);
}

static void
add_match (GArray *matches, guint key, gint64 n)
{
  PalierProspectMatch match = { key, n };

  g_array_append_val (matches, match);
}

static gboolean
find_one (PalierDatabase *database, const char *visible, guint index, const Key *key,
          GArray *matches, GError **error)
{
  /* A name says little: of one that a thousand rows have, some are enough. */
  gboolean name = key->field == PALIER_FIELD_FULL_NAME;
  const char *start = name ? SQL_NAME : key->field == PALIER_FIELD_SIRET ? SQL_SIRET : SQL_KEY;
  g_autofree char *sql = g_strconcat (start, visible, name ? " LIMIT 256" : "", NULL);
  sqlite3_stmt *statement = palier_database_query (database, error, sql, "t", key->value);
  GError *local = NULL;

  if (statement == NULL)
    return FALSE;
  while (palier_database_next (database, statement, &local))
    add_match (matches, index, sqlite3_column_int64 (statement, 0));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
find_by_index (PalierDatabase *database, const GArray *keys, const char *visible, GArray *matches,
               GError **error)
{
  for (guint i = 0; i < keys->len; i++)
    if (!find_one (database, visible, i, &g_array_index (keys, Key, i), matches, error))
      return FALSE;
  return TRUE;
}

/* Where SQL_GAPS has a key's value; of phone numbers the next column has the mobile one. */
static int
first_column (PalierField field)
{
  switch ((int) field)
  {
  case PALIER_FIELD_EMAIL:
    return 1;
  case PALIER_FIELD_SIRET:
    return 4;
  case PALIER_FIELD_FULL_NAME:
    return 5;
  default:
    return 2;
  }
}

/* The column of SQL_GAPS with further values of the kind, or -1. */
static int
column_of_others (PalierField field)
{
  switch ((int) field)
  {
  case PALIER_FIELD_EMAIL:
    return 6;
  case PALIER_FIELD_PHONE:
  case PALIER_FIELD_MOBILE:
    return 7;
  default:
    return -1;
  }
}

/* Whether @value is a line of @set. */
static gboolean
has_line (const char *set, const char *value)
{
  gsize length = strlen (value);

  for (const char *line = set; line != NULL && *line != '\0';)
  {
    const char *end = strchrnul (line, '\n');
    if ((gsize) (end - line) == length && memcmp (line, value, length) == 0)
      return TRUE;
    line = *end == '\0' ? end : end + 1;
  }
  return FALSE;
}

static void
match_row (sqlite3_stmt *row, const GArray *keys, GArray *matches)
{
  for (guint i = 0; i < keys->len; i++)
  {
    const Key *key = &g_array_index (keys, Key, i);
    int first = first_column (key->field);
    int last = first == 2 ? 3 : first;
    gboolean found = FALSE;
    for (int column = first; column <= last; column++)
      found |= g_strcmp0 (palier_statement_get_text (row, column), key->value) == 0;
    int others = column_of_others (key->field);
    found =
        found || (others >= 0 && has_line (palier_statement_get_text (row, others), key->value));
    if (found)
      add_match (matches, i, sqlite3_column_int64 (row, 0));
  }
}

static gboolean
find_by_reading (PalierDatabase *database, const GArray *keys, const char *visible, GArray *matches,
                 GError **error)
{
  g_autofree char *sql = g_strconcat (SQL_GAPS, visible, NULL);
  sqlite3_stmt *row = palier_database_query (database, error, sql, "");
  GError *local = NULL;

  if (row == NULL)
    return FALSE;
  while (palier_database_next (database, row, &local))
    match_row (row, keys, matches);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static DexFuture *
find_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (PalierProspectMatch));
  const char *visible = palier_visible_clause (database, error);
  gboolean indexed = FALSE;

  if (visible == NULL || !palier_prospect_keys_are_complete (database, &indexed, error))
    return NULL;
  gboolean good = indexed ? find_by_index (database, arguments->array, visible, matches, error)
                          : find_by_reading (database, arguments->array, visible, matches, error);
  return good ? palier_future_take_array (g_steal_pointer (&matches)) : NULL;
}

/**
 * palier_prospect_store_find:
 * @keys: (array length=n_keys): copied
 *
 * Looks many exact keys up at once, among the rows that are there for the user: not those of the
 * changeset that is being written.
 *
 * Returns: (transfer full): resolves to a GArray of PalierProspectMatch (G_TYPE_ARRAY)
 */
DexFuture *
palier_prospect_store_find (PalierWorkspace *workspace, const PalierProspectKey *keys, gsize n_keys)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_sized_new (FALSE, FALSE, sizeof (Key), (guint) n_keys);
  g_array_set_clear_func (arguments->array, clear_key);
  for (gsize i = 0; i < n_keys; i++)
  {
    Key key = { keys[i].field, g_strdup (keys[i].value) };
    g_array_append_val (arguments->array, key);
  }
  return palier_workspace_read (workspace, find_job, arguments);
}
