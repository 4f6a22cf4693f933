/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-changeset-log.h"
#include "palier-job.h"
#include "palier-setting-store.h"

#define SQL_LIST                                                                                   \
  "SELECT id, host, port, security, user, from_name, from_email, allow_plain_loopback "            \
  "FROM sender WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY n"
#define SQL_PUT                                                                                    \
  "INSERT INTO sender (id, stamp, device, channel, host, port, security, user, from_name, "        \
  "from_email, allow_plain_loopback) VALUES (?, ?, ?, 'email', ?, ?, ?, ?, ?, ?, ?) "              \
  "ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp, device = excluded.device, marks = "      \
  "NULL, "                                                                                         \
  "deleted_ms = NULL, host = excluded.host, port = excluded.port, security = excluded.security, "  \
  "user = excluded.user, from_name = excluded.from_name, from_email = excluded.from_email, "       \
  "allow_plain_loopback = excluded.allow_plain_loopback"
#define SQL_REMOVE                                                                                 \
  "UPDATE sender SET stamp = ?, device = ?, marks = NULL, deleted_ms = ? WHERE id = ?"
#define SQL_FIND "SELECT n FROM sender WHERE id = ?"

static PalierSender *
read_sender (sqlite3_stmt *row)
{
  PalierSender *sender = palier_sender_new ();

  palier_statement_get_id (row, 0, &sender->id);
  sender->host = g_strdup (palier_statement_get_text (row, 1));
  sender->port = sqlite3_column_int (row, 2);
  sender->security = g_strdup (palier_statement_get_text (row, 3));
  sender->user = g_strdup (palier_statement_get_text (row, 4));
  sender->from_name = g_strdup (palier_statement_get_text (row, 5));
  sender->from_email = g_strdup (palier_statement_get_text (row, 6));
  sender->allow_plain_loopback = g_strcmp0 (palier_statement_get_text (row, 7), "yes") == 0;
  return sender;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_sender_free);
  sqlite3_stmt *row = palier_database_query (database, error, SQL_LIST, "");
  GError *local = NULL;

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
    g_ptr_array_add (found, read_sender (row));
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&found));
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
log_sender (PalierDatabase *database, const PalierId *id, GError **error)
{
  gint64 n = 0;

  if (!palier_database_number (database, &n, error, SQL_FIND, "D", id)
      || (n != 0 && !palier_change_log (database, PALIER_KIND_SENDER, n, n, error)))
    return NULL;
  return dex_future_new_true ();
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierSender *sender = arguments->boxed;

  if (!palier_database_run (database, error, SQL_PUT, "Diitittttt", &sender->id,
                            (gint64) database->mark.time, (gint64) database->mark.device,
                            sender->host, (gint64) sender->port, sender->security, sender->user,
                            sender->from_name, sender->from_email,
                            sender->allow_plain_loopback ? "yes" : "no"))
    return NULL;
  return log_sender (database, &sender->id, error);
}

static DexFuture *
remove_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  if (!palier_database_run (database, error, SQL_REMOVE, "iiiD", (gint64) database->mark.time,
                            (gint64) database->mark.device, database->now_ms, &arguments->id))
    return NULL;
  return log_sender (database, &arguments->id, error);
}

/* Resolves to a GPtrArray of PalierSender, the oldest first. */
DexFuture *
palier_sender_store_list (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, list_job, palier_arguments_new ());
}

/* Adds it, or takes the place of the one with its id. Resolves to %TRUE. */
DexFuture *
palier_sender_store_put (PalierWorkspace *workspace, PalierSender *sender)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->boxed = palier_sender_ref (sender);
  arguments->boxed_free = (GDestroyNotify) palier_sender_free;
  return palier_workspace_write (workspace, put_job, arguments);
}

/* Resolves to %TRUE, also where there was none. */
DexFuture *
palier_sender_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return palier_workspace_write (workspace, remove_job, arguments);
}
