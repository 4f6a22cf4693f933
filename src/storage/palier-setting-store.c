/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-setting-store.h"

#include "palier-job.h"
#include "palier-local.h"
#include "palier-record-table.h"

#define SQL_GET_LOCAL "SELECT value FROM local WHERE key = ?"
#define SQL_SET_LOCAL "REPLACE INTO local VALUES (?, ?)"
#define SQL_FORGET_LOCAL "DELETE FROM local WHERE key = ?"
#define SQL_LIST                                                                                   \
  "SELECT value FROM setting WHERE substr (\"key\", 1, length (?1)) = ?1 AND value IS NOT NULL "   \
  "AND deleted_ms IS NULL AND erased IS NULL ORDER BY \"key\""
#define SQL_SENDERS "SELECT n FROM sender WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY n"

/* Keys of programs stand apart from the base's own. */
#define LOCAL_PREFIX "app."

/* Resolved to a text, which may be NULL. */
static DexFuture *
future_for_text (const char *text)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  return dex_future_new_for_value (&value);
}

/* @value: (out) (nullable) (transfer full): NULL where it was never set */
gboolean
palier_setting_load (PalierDatabase *database, const char *key, char **value, GError **error)
{
  PalierId id = palier_setting_id (key);
  gint64 n;

  *value = NULL;
  if (!palier_record_table_find (database, PALIER_KIND_SETTING, &id, &n, error))
    return FALSE;
  if (n == 0)
    return TRUE;
  g_autoptr (PalierRecord) record =
      palier_record_table_load (database, PALIER_KIND_SETTING, n, error);
  if (record != NULL)
    *value = palier_record_dup (record, PALIER_SETTING_FIELD_VALUE);
  return record != NULL;
}

static DexFuture *
get_setting_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *value = NULL;

  return palier_setting_load (database, arguments->text, &value, error) ? future_for_text (value)
                                                                        : NULL;
}

static DexFuture *
set_setting_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierId id = palier_setting_id (arguments->text);
  g_autoptr (PalierRecord) record = NULL;
  gint64 n;

  if (!palier_record_table_find (database, PALIER_KIND_SETTING, &id, &n, error))
    return NULL;
  record = n != 0 ? palier_record_table_load (database, PALIER_KIND_SETTING, n, error)
                  : palier_record_new (PALIER_KIND_SETTING, &id);
  if (record == NULL)
    return NULL;
  if (n == 0)
    palier_record_set (record, PALIER_SETTING_FIELD_KEY, arguments->text, database->mark);
  palier_record_set (record, PALIER_SETTING_FIELD_VALUE, arguments->other, database->mark);
  return palier_record_table_store_own (database, record, &n, error) ? dex_future_new_true ()
                                                                     : NULL;
}

static DexFuture *
list_settings_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_LIST, "t", arguments->text);

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
    g_ptr_array_add (values, g_strdup (palier_statement_get_text (row, 0)));
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&values));
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
get_local_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  GError *local = NULL;
  DexFuture *future = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_GET_LOCAL, "t", arguments->text);

  if (row == NULL)
    return NULL;
  if (palier_database_next (database, row, &local))
  {
    future = future_for_text (palier_statement_get_text (row, 0));
    sqlite3_reset (row);
  }
  if (local == NULL)
    return future != NULL ? future : future_for_text (NULL);
  g_propagate_error (error, local);
  return NULL;
}

gboolean
palier_local_put (PalierDatabase *database, const char *key, const char *value, GError **error)
{
  g_autofree char *full = g_strconcat (LOCAL_PREFIX, key, NULL);

  if (value == NULL)
    return palier_database_run (database, error, SQL_FORGET_LOCAL, "t", full);
  return palier_database_run (database, error, SQL_SET_LOCAL, "tt", full, value);
}

static DexFuture *
set_local_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  return palier_local_put (database, arguments->text, arguments->other, error)
             ? dex_future_new_true ()
             : NULL;
}

static PalierArguments *
arguments_for (const char *key, const char *value)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->text = g_strdup (key);
  arguments->other = g_strdup (value);
  return arguments;
}

/* Resolves to a text, %NULL where it was never set. */
DexFuture *
palier_setting_store_get (PalierWorkspace *workspace, const char *key)
{
  return palier_workspace_read (workspace, get_setting_job, arguments_for (key, NULL));
}

/* Resolves to a GPtrArray of texts: what is set under keys that begin so, by key. */
DexFuture *
palier_setting_store_list (PalierWorkspace *workspace, const char *prefix)
{
  return palier_workspace_read (workspace, list_settings_job, arguments_for (prefix, NULL));
}

/* @value: (nullable). Resolves to %TRUE. */
DexFuture *
palier_setting_store_set (PalierWorkspace *workspace, const char *key, const char *value)
{
  return palier_workspace_write (workspace, set_setting_job, arguments_for (key, value));
}

/* Resolves to a text, %NULL where it was never set. */
DexFuture *
palier_local_store_get (PalierWorkspace *workspace, const char *key)
{
  g_autofree char *full = g_strconcat (LOCAL_PREFIX, key, NULL);

  return palier_workspace_read (workspace, get_local_job, arguments_for (full, NULL));
}

/* @value: (nullable): %NULL forgets it. Resolves to %TRUE. */
DexFuture *
palier_local_store_set (PalierWorkspace *workspace, const char *key, const char *value)
{
  return palier_workspace_write (workspace, set_local_job, arguments_for (key, value));
}

static void
set_text (PalierRecord *record, guint field, const char *text, PalierMark mark)
{
  const char *value = text != NULL && *text != '\0' ? text : NULL;

  if (g_strcmp0 (palier_record_get (record, field), value) != 0)
    palier_record_set (record, field, value, mark);
}

static void
fill_sender (PalierRecord *record, const PalierSender *sender, PalierMark mark)
{
  set_text (record, PALIER_SENDER_FIELD_CHANNEL, "email", mark);
  set_text (record, PALIER_SENDER_FIELD_HOST, sender->host, mark);
  palier_record_set_integer (record, PALIER_SENDER_FIELD_PORT, sender->port, mark);
  set_text (record, PALIER_SENDER_FIELD_SECURITY, sender->security, mark);
  set_text (record, PALIER_SENDER_FIELD_USER, sender->user, mark);
  set_text (record, PALIER_SENDER_FIELD_FROM_NAME, sender->from_name, mark);
  set_text (record, PALIER_SENDER_FIELD_FROM_EMAIL, sender->from_email, mark);
  set_text (record, PALIER_SENDER_FIELD_ALLOW_PLAIN_LOOPBACK,
            sender->allow_plain_loopback ? "yes" : "no", mark);
}

static PalierSender *
sender_from_record (const PalierRecord *record)
{
  PalierSender *sender = palier_sender_new ();

  sender->id = record->id;
  sender->host = g_strdup (palier_record_get (record, PALIER_SENDER_FIELD_HOST));
  sender->port = (int) palier_record_get_integer (record, PALIER_SENDER_FIELD_PORT, 0);
  sender->security = g_strdup (palier_record_get (record, PALIER_SENDER_FIELD_SECURITY));
  sender->user = g_strdup (palier_record_get (record, PALIER_SENDER_FIELD_USER));
  sender->from_name = g_strdup (palier_record_get (record, PALIER_SENDER_FIELD_FROM_NAME));
  sender->from_email = g_strdup (palier_record_get (record, PALIER_SENDER_FIELD_FROM_EMAIL));
  sender->allow_plain_loopback =
      g_strcmp0 (palier_record_get (record, PALIER_SENDER_FIELD_ALLOW_PLAIN_LOOPBACK), "yes") == 0;
  return sender;
}

static GArray *
list_senders (PalierDatabase *database, GError **error)
{
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof (gint64));
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_SENDERS, "");

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    gint64 n = sqlite3_column_int64 (row, 0);
    g_array_append_val (ns, n);
  }
  if (local == NULL)
    return g_steal_pointer (&ns);
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) ns = list_senders (database, error);
  g_autoptr (GPtrArray) senders =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_sender_free);

  for (guint i = 0; ns != NULL && i < ns->len; i++)
  {
    g_autoptr (PalierRecord) record = palier_record_table_load (
        database, PALIER_KIND_SENDER, g_array_index (ns, gint64, i), error);
    if (record == NULL)
      return NULL;
    g_ptr_array_add (senders, sender_from_record (record));
  }
  return ns != NULL ? palier_future_take_ptr_array (g_steal_pointer (&senders)) : NULL;
}

static PalierRecord *
load_sender (PalierDatabase *database, const PalierId *id, gint64 *n, GError **error)
{
  if (!palier_record_table_find (database, PALIER_KIND_SENDER, id, n, error))
    return NULL;
  return *n != 0 ? palier_record_table_load (database, PALIER_KIND_SENDER, *n, error)
                 : palier_record_new (PALIER_KIND_SENDER, id);
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierSender *sender = arguments->boxed;
  gint64 n;
  g_autoptr (PalierRecord) record = load_sender (database, &sender->id, &n, error);

  if (record == NULL)
    return NULL;
  fill_sender (record, sender, database->mark);
  return palier_record_table_store_own (database, record, &n, error) ? dex_future_new_true ()
                                                                     : NULL;
}

static DexFuture *
remove_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n;
  g_autoptr (PalierRecord) record = load_sender (database, &arguments->id, &n, error);

  if (record == NULL)
    return NULL;
  palier_record_delete (record, database->now_ms, database->mark);
  return n == 0 || palier_record_table_store_own (database, record, &n, error)
             ? dex_future_new_true ()
             : NULL;
}

/* Resolves to a GPtrArray of PalierSender, the first made first. */
DexFuture *
palier_sender_store_list (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, list_job, palier_arguments_new ());
}

/* Makes or changes the sender of that id. Resolves to %TRUE. */
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
