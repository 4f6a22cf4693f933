/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a list of messages follows the base by: it reads again those that were written since, and
 * those whose delivery is another now. */
#include "palier-message-rows.h"

#include "palier-job.h"
#include "palier-message-sql.h"

#define SQL_ROWS                                                                                     \
  "SELECT n, stamp, marks FROM message WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY n DESC " \
  "LIMIT ?"
#define SQL_ROWS_AND_NAMES                                                                                   \
  "SELECT m.n, m.stamp, m.marks, p.stamp, p.marks FROM message m LEFT JOIN prospect p ON p.id = m.prospect " \
  "WHERE m.deleted_ms IS NULL AND m.erased IS NULL ORDER BY m.n DESC LIMIT ?"
#define SQL_STIRRED                                                                                \
  "SELECT m.n FROM event e JOIN message m ON m.id = e.message WHERE e.n > ? "                      \
  "AND e.name = 'message.state'"
#define SQL_TOLD "SELECT coalesce (max (n), 0) FROM event"

G_DEFINE_BOXED_TYPE (PalierMessageRows, palier_message_rows, palier_message_rows_ref,
                     palier_message_rows_free)

PalierMessageRows *
palier_message_rows_ref (PalierMessageRows *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
rows_clear (gpointer data)
{
  PalierMessageRows *self = data;

  g_array_unref (self->rows);
  g_array_unref (self->stirred);
}

void
palier_message_rows_free (PalierMessageRows *self)
{
  g_atomic_rc_box_release_full (self, rows_clear);
}

/* By a record's marks, which tell when each field was written. */
static guint64
read_version (sqlite3_stmt *row, int column)
{
  const char *marks = palier_statement_get_text (row, column + 1);

  return (guint64) sqlite3_column_int64 (row, column)
         ^ (guint64) g_str_hash (marks != NULL ? marks : "") << 32;
}

static gboolean
read_rows (PalierDatabase *database, guint limit, gboolean names, GArray *rows, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, names ? SQL_ROWS_AND_NAMES : SQL_ROWS,
                                             "i", (gint64) limit);

  if (row == NULL)
    return FALSE;
  while (palier_database_next (database, row, &local))
  {
    PalierMessageRow one = { sqlite3_column_int64 (row, 0), read_version (row, 1),
                             names ? read_version (row, 3) : 0 };
    g_array_append_val (rows, one);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static gboolean
read_stirred (PalierDatabase *database, gint64 told, GArray *ns, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_STIRRED, "i", told);

  if (row == NULL)
    return FALSE;
  while (palier_database_next (database, row, &local))
  {
    gint64 n = sqlite3_column_int64 (row, 0);
    g_array_append_val (ns, n);
  }
  if (local != NULL)
    g_propagate_error (error, local);
  return local == NULL;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (PalierMessageRows) self = g_atomic_rc_box_new0 (PalierMessageRows);

  self->rows = g_array_new (FALSE, FALSE, sizeof (PalierMessageRow));
  self->stirred = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!read_rows (database, arguments->limit, arguments->to != 0, self->rows, error)
      || (arguments->from >= 0 && !read_stirred (database, arguments->from, self->stirred, error))
      || !palier_database_number (database, &self->told, error, SQL_TOLD, ""))
    return NULL;
  return dex_future_new_take_boxed (PALIER_TYPE_MESSAGE_ROWS, g_steal_pointer (&self));
}

/**
 * palier_message_rows_list:
 * @limit: how many at most
 * @told: of the last call; -1: there was none
 * @names: whether it is asked, too, which prospects were written since: this takes longer
 *
 * Returns: (transfer full): → PALIER_TYPE_MESSAGE_ROWS
 */
DexFuture *
palier_message_rows_list (PalierWorkspace *workspace, guint limit, gint64 told, gboolean names)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->limit = limit;
  arguments->from = told;
  arguments->to = names;
  return palier_workspace_read (workspace, list_job, arguments);
}

static DexFuture *
load_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GPtrArray *messages =
      palier_message_sql_load_all (database, arguments->array, palier_message_sql_load_head, error);

  return messages != NULL ? palier_future_take_ptr_array (messages) : NULL;
}

/* Resolves to a GPtrArray of PalierMessage of the same length and order, as lists show them: NULL
 * where one is gone. */
DexFuture *
palier_message_rows_load (PalierWorkspace *workspace, GArray *ns)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (ns);
  return palier_workspace_read (workspace, load_job, arguments);
}
