/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-segment-store.h"

#include "palier-job.h"
#include "palier-records.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY palier_fold (name), n"

static PalierSegment *
from_record (const PalierRecord *record)
{
  PalierSegment *segment = palier_segment_new ();

  segment->id = record->id;
  segment->name = g_strdup (palier_record_get (record, PALIER_SEGMENT_FIELD_NAME));
  segment->filter =
      palier_filter_from_json (palier_record_get (record, PALIER_SEGMENT_FIELD_FILTER), NULL);
  segment->created_ms = palier_record_get_integer (record, PALIER_SEGMENT_FIELD_CREATED_AT, 0);
  if (segment->name == NULL)
    segment->name = g_strdup ("");
  return segment;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *sql = palier_records_dup_select (PALIER_KIND_SEGMENT, SQL_LIST);
  g_autoptr (GPtrArray) segments =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_segment_free);
  sqlite3_stmt *row = palier_database_query (database, error, sql, "");
  GError *local = NULL;

  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_records_read (PALIER_KIND_SEGMENT, row, &local);
    if (record == NULL)
    {
      sqlite3_reset (row);
      break;
    }
    g_ptr_array_add (segments, from_record (record));
  }
  if (local == NULL)
    return palier_future_take_ptr_array (g_steal_pointer (&segments));
  g_propagate_error (error, local);
  return NULL;
}

static PalierRecord *
load (PalierDatabase *database, const PalierId *id, gint64 *n, GError **error)
{
  if (!palier_records_find (database, PALIER_KIND_SEGMENT, id, n, error))
    return NULL;
  return *n != 0 ? palier_records_load (database, PALIER_KIND_SEGMENT, *n, error)
                 : palier_record_new (PALIER_KIND_SEGMENT, id);
}

static void
set_text (PalierRecord *record, guint field, const char *text, PalierMark mark)
{
  if (g_strcmp0 (palier_record_get (record, field), text) != 0)
    palier_record_set (record, field, text, mark);
}

static DexFuture *
put_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierSegment *segment = arguments->boxed;
  g_autofree char *filter =
      segment->filter != NULL ? palier_filter_to_json (segment->filter) : NULL;
  gint64 n;
  g_autoptr (PalierRecord) record = load (database, &segment->id, &n, error);

  if (record == NULL)
    return NULL;
  set_text (record, PALIER_SEGMENT_FIELD_NAME, segment->name, database->mark);
  /* One that is not understood here stays as it is. */
  if (filter != NULL)
    set_text (record, PALIER_SEGMENT_FIELD_FILTER, filter, database->mark);
  if (n == 0)
    palier_record_set_integer (record, PALIER_SEGMENT_FIELD_CREATED_AT, segment->created_ms,
                               database->mark);
  return palier_records_store_own (database, record, &n, error) ? dex_future_new_true () : NULL;
}

static DexFuture *
remove_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n;
  g_autoptr (PalierRecord) record = load (database, &arguments->id, &n, error);

  if (record == NULL)
    return NULL;
  palier_record_delete (record, database->now_ms, database->mark);
  return n == 0 || palier_records_store_own (database, record, &n, error) ? dex_future_new_true ()
                                                                          : NULL;
}

/* Resolves to a GPtrArray of PalierSegment, by name. */
DexFuture *
palier_segment_store_list (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, list_job, palier_arguments_new ());
}

/* Makes or changes the segment of that id. Resolves to %TRUE. */
DexFuture *
palier_segment_store_put (PalierWorkspace *workspace, PalierSegment *segment)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->boxed = palier_segment_ref (segment);
  arguments->boxed_free = (GDestroyNotify) palier_segment_free;
  return palier_workspace_write (workspace, put_job, arguments);
}

/* Resolves to %TRUE, also where there was none. */
DexFuture *
palier_segment_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return palier_workspace_write (workspace, remove_job, arguments);
}
