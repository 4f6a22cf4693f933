/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-suppression-store.h"

#include "palier-changeset-log.h"
#include "palier-job.h"

#define SQL_FIND                                                                                   \
  "SELECT count(*) FROM suppression WHERE hash = ? AND deleted_ms IS NULL AND erased IS NULL"
#define SQL_COUNT "SELECT count(*) FROM suppression WHERE deleted_ms IS NULL AND erased IS NULL"
#define SQL_INSERT                                                                                 \
  "INSERT INTO suppression (id, stamp, device, hash, address_kind, at, reason) "                   \
  "VALUES (?, ?, ?, ?, ?, ?, ?)"

static gboolean
has (PalierDatabase *database, const guint8 *hash, gboolean *out, GError **error)
{
  g_autofree char *hex = palier_suppression_dup_hex (hash);
  gint64 count = 0;

  if (!palier_database_number (database, &count, error, SQL_FIND, "t", hex))
    return FALSE;
  *out = count > 0;
  return TRUE;
}

static gboolean
insert (PalierDatabase *database, const PalierSuppression *row, const char *reason, GError **error)
{
  g_autofree char *hex = palier_suppression_dup_hex (row->hash);
  PalierId id = palier_id_new (database->clock, database->random);

  if (!palier_database_run (database, error, SQL_INSERT, "Diittit", &id,
                            (gint64) database->mark.time, (gint64) database->mark.device, hex,
                            row->kind == PALIER_ADDRESS_PHONE ? "phone" : "email", row->at_ms,
                            reason))
    return FALSE;
  gint64 n = sqlite3_last_insert_rowid (database->handle);
  return palier_change_log (database, PALIER_KIND_SUPPRESSION, n, n, error);
}

static DexFuture *
add_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  for (guint i = 0; i < arguments->array->len; i++)
  {
    const PalierSuppression *row = &g_array_index (arguments->array, PalierSuppression, i);
    gboolean there;

    if (!has (database, row->hash, &there, error)
        || (!there && !insert (database, row, g_ptr_array_index (arguments->objects, i), error)))
      return NULL;
  }
  return dex_future_new_true ();
}

static DexFuture *
find_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) found =
      g_array_sized_new (FALSE, FALSE, sizeof (gboolean), arguments->array->len);

  for (guint i = 0; i < arguments->array->len; i++)
  {
    const guint8 *hash = (const guint8 *) arguments->array->data + i * PALIER_SUPPRESSION_HASH_SIZE;
    gboolean there;
    if (!has (database, hash, &there, error))
      return NULL;
    g_array_append_val (found, there);
  }
  return palier_future_take_array (g_steal_pointer (&found));
}

static DexFuture *
count_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 count = 0;

  return palier_database_number (database, &count, error, SQL_COUNT, "")
             ? dex_future_new_for_int64 (count)
             : NULL;
}

/* Adds those that are not there yet. Resolves to %TRUE. */
DexFuture *
palier_suppression_store_add (PalierWorkspace *workspace, const PalierSuppression *rows,
                              gsize n_rows)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_new (FALSE, FALSE, sizeof *rows);
  g_array_append_vals (arguments->array, rows, (guint) n_rows);
  arguments->objects = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n_rows; i++)
    g_ptr_array_add (arguments->objects, g_strdup (rows[i].reason));
  return palier_workspace_write (workspace, add_job, arguments);
}

/**
 * palier_suppression_store_find:
 * @hashes: elements of PALIER_SUPPRESSION_HASH_SIZE bytes
 *
 * Returns: (transfer full): resolves to a GArray of gboolean, in the order of @hashes
 */
DexFuture *
palier_suppression_store_find (PalierWorkspace *workspace, GArray *hashes)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (hashes);
  return palier_workspace_read (workspace, find_job, arguments);
}

/* Resolves to a gint64. */
DexFuture *
palier_suppression_store_count (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, count_job, palier_arguments_new ());
}
