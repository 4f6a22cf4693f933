/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-suppression-store.h"

#include <string.h>

#include "palier-job.h"
#include "palier-records.h"

#define SQL_COUNT "SELECT count(*) FROM suppression WHERE deleted_ms IS NULL AND erased IS NULL"
#define SQL_FIND "SELECT EXISTS (SELECT 1 FROM suppression WHERE hash = ?)"

typedef struct
{
  guint8 hash[PALIER_SUPPRESSION_HASH_SIZE];
  PalierAddressKind kind;
  gint64 at_ms;
  char *reason;
} Row;

static void
clear_row (gpointer row)
{
  g_free (((Row *) row)->reason);
}

static gboolean
is_there (PalierDatabase *database, const char *hex, gboolean *found, GError **error)
{
  gint64 any = 0;

  if (!palier_database_number (database, &any, error, SQL_FIND, "t", hex))
    return FALSE;
  *found = any != 0;
  return TRUE;
}

static gboolean
add_one (PalierDatabase *database, const Row *row, GError **error)
{
  g_autofree char *hex = palier_suppression_dup_hex (row->hash);
  PalierId id = palier_id_new (database->clock, database->random);
  gboolean found;
  gint64 n = 0;

  if (!is_there (database, hex, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_SUPPRESSION, &id);
  palier_record_set (record, PALIER_SUPPRESSION_FIELD_HASH, hex, database->mark);
  palier_record_set (record, PALIER_SUPPRESSION_FIELD_ADDRESS_KIND,
                     row->kind == PALIER_ADDRESS_EMAIL ? "email" : "phone", database->mark);
  palier_record_set_integer (record, PALIER_SUPPRESSION_FIELD_AT, row->at_ms, database->mark);
  if (row->reason != NULL)
    palier_record_set (record, PALIER_SUPPRESSION_FIELD_REASON, row->reason, database->mark);
  return palier_records_store_own (database, record, &n, error);
}

static DexFuture *
add_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  for (guint i = 0; i < arguments->array->len; i++)
    if (!add_one (database, &g_array_index (arguments->array, Row, i), error))
      return NULL;
  return dex_future_new_true ();
}

static DexFuture *
find_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) answers =
      g_array_sized_new (FALSE, FALSE, sizeof (gboolean), arguments->array->len);

  for (guint i = 0; i < arguments->array->len; i++)
  {
    const guint8 *hash =
        (const guint8 *) arguments->array->data + (gsize) i * PALIER_SUPPRESSION_HASH_SIZE;
    g_autofree char *hex = palier_suppression_dup_hex (hash);
    gboolean found;
    if (!is_there (database, hex, &found, error))
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

/* @rows: (array length=n_rows): copied; a hash that is there is left as it is. Resolves to %TRUE.
 */
DexFuture *
palier_suppression_store_add (PalierWorkspace *workspace, const PalierSuppression *rows,
                              gsize n_rows)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (arguments->array, clear_row);
  for (gsize i = 0; i < n_rows; i++)
  {
    Row row = { { 0 }, rows[i].kind, rows[i].at_ms, g_strdup (rows[i].reason) };
    memcpy (row.hash, rows[i].hash, sizeof row.hash);
    g_array_append_val (arguments->array, row);
  }
  return palier_workspace_write (workspace, add_job, arguments);
}

/**
 * palier_suppression_store_find:
 * @hashes: elements of PALIER_SUPPRESSION_HASH_SIZE bytes (palier_suppression_hash())
 *
 * Returns: (transfer full): resolves to a GArray of gboolean (G_TYPE_ARRAY) of the same length: who
 * must not be written to
 */
DexFuture *
palier_suppression_store_find (PalierWorkspace *workspace, GArray *hashes)
{
  PalierArguments *arguments = palier_arguments_new ();

  g_return_val_if_fail (g_array_get_element_size (hashes) == PALIER_SUPPRESSION_HASH_SIZE, NULL);
  arguments->array = g_array_ref (hashes);
  return palier_workspace_read (workspace, find_job, arguments);
}

/* Resolves to a gint64. */
DexFuture *
palier_suppression_store_count (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, count_job, palier_arguments_new ());
}
