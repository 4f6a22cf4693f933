/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-suppression-store.h"

#include "palier-job.h"
#include "palier-record-table.h"
#include "palier-suppression-keys.h"

#define SQL_COUNT "SELECT count(*) FROM suppression WHERE deleted_ms IS NULL AND erased IS NULL"
#define SQL_FIND "SELECT EXISTS (SELECT 1 FROM suppression WHERE hash = ?)"

/* Whether the address is there under any of the keys. */
static gboolean
is_there (PalierDatabase *database, GBytes *keys, const PalierAddress *address, gboolean *found,
          GError **error)
{
  gsize length;
  const guint8 *key = g_bytes_get_data (keys, &length);
  gint64 any = 0;

  for (gsize at = 0; any == 0 && at < length; at += PALIER_SUPPRESSION_KEY_SIZE)
  {
    g_autofree char *hash = palier_suppression_dup_hash (key + at, address->kind, address->text);
    if (!palier_database_number (database, &any, error, SQL_FIND, "t", hash))
      return FALSE;
  }
  *found = any != 0;
  return TRUE;
}

static gboolean
add_one (PalierDatabase *database, const guint8 *key, const PalierAddress *address, gint64 at_ms,
         const char *reason, GError **error)
{
  g_autofree char *hash = palier_suppression_dup_hash (key, address->kind, address->text);
  PalierId id = palier_id_new (database->clock, database->random);
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_SUPPRESSION, &id);
  gint64 n = 0;

  palier_record_set (record, PALIER_SUPPRESSION_FIELD_HASH, hash, database->mark);
  palier_record_set (record, PALIER_SUPPRESSION_FIELD_ADDRESS_KIND,
                     address->kind == PALIER_ADDRESS_EMAIL ? "email" : "phone", database->mark);
  palier_record_set_integer (record, PALIER_SUPPRESSION_FIELD_AT, at_ms, database->mark);
  if (reason != NULL)
    palier_record_set (record, PALIER_SUPPRESSION_FIELD_REASON, reason, database->mark);
  return palier_record_table_store_own (database, record, &n, error);
}

static gboolean
add_missing (PalierDatabase *database, GBytes *keys, const guint8 *own, const GArray *addresses,
             gint64 at_ms, const char *reason, GError **error)
{
  for (guint i = 0; i < addresses->len; i++)
  {
    const PalierAddress *address = &g_array_index (addresses, PalierAddress, i);
    gboolean found;
    if (!is_there (database, keys, address, &found, error)
        || (!found && !add_one (database, own, address, at_ms, reason, error)))
      return FALSE;
  }
  return TRUE;
}

/* As palier_suppression_store_add(), within a transaction. */
gboolean
palier_suppression_add (PalierDatabase *database, const GArray *addresses, gint64 at_ms,
                        const char *reason, GError **error)
{
  guint8 own[PALIER_SUPPRESSION_KEY_SIZE];
  g_autoptr (GBytes) keys = palier_suppression_load_keys (database, error);
  gboolean good = keys != NULL && palier_suppression_load_own_key (database, own, error)
                  && add_missing (database, keys, own, addresses, at_ms, reason, error);

  explicit_bzero (own, sizeof own);
  return good;
}

static DexFuture *
add_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  return palier_suppression_add (database, arguments->array, arguments->from, arguments->text,
                                 error)
             ? dex_future_new_true ()
             : NULL;
}

static DexFuture *
find_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GBytes) keys = palier_suppression_load_keys (database, error);
  g_autoptr (GArray) answers =
      g_array_sized_new (FALSE, FALSE, sizeof (gboolean), arguments->array->len);

  if (keys == NULL)
    return NULL;
  for (guint i = 0; i < arguments->array->len; i++)
  {
    gboolean found;
    if (!is_there (database, keys, &g_array_index (arguments->array, PalierAddress, i), &found,
                   error))
      return NULL;
    g_array_append_val (answers, found);
  }
  return palier_future_take_array (g_steal_pointer (&answers));
}

static DexFuture *
count_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 count = 0;

  return palier_database_number (database, &count, error, SQL_COUNT, "")
             ? dex_future_new_for_int64 (count)
             : NULL;
}

/**
 * palier_suppression_store_add:
 * @addresses: (element-type PalierAddress): kept, and not changed; one that is there is left as it
 * is
 * @reason: (nullable): unsubscribed, by_hand, bounced, …
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_suppression_store_add (PalierWorkspace *workspace, GArray *addresses, gint64 at_ms,
                              const char *reason)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (addresses);
  arguments->from = at_ms;
  arguments->text = g_strdup (reason);
  return palier_workspace_write (workspace, add_job, arguments);
}

/**
 * palier_suppression_store_find:
 * @addresses: (element-type PalierAddress): kept, and not changed
 *
 * Returns: (transfer full): resolves to a GArray of gboolean (G_TYPE_ARRAY) of the same length: who
 * must not be written to
 */
DexFuture *
palier_suppression_store_find (PalierWorkspace *workspace, GArray *addresses)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (addresses);
  return palier_workspace_read (workspace, find_job, arguments);
}

/* Resolves to a gint64. */
DexFuture *
palier_suppression_store_count (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, count_job, palier_arguments_new ());
}
