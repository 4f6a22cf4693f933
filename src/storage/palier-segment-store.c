/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-segment-store.h"

#include "palier-filter-sql.h"
#include "palier-job.h"
#include "palier-record-store.h"
#include "palier-record-table.h"
#include "palier-visible.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY palier_fold (name), n"

#define HAS_EVENT(name)                                                                            \
  "EXISTS (SELECT 1 FROM event e WHERE e.prospect = p.id AND e.name = '" name "')"
#define SQL_MEASURE                                                                                \
  "SELECT count (*), coalesce (sum (" HAS_EVENT (                                                  \
      "message.sent") "), 0), "                                                                    \
                      "coalesce (sum (" HAS_EVENT (                                                \
                          "message.replied") "), 0) "                                              \
                                             "FROM prospect p LEFT JOIN score s ON s.n = p.n WHERE "
#define FIRST_OF_FILTER 1

static gpointer
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

static PalierRecord *
load (PalierDatabase *database, const PalierId *id, gint64 *n, GError **error)
{
  if (!palier_record_table_find (database, PALIER_KIND_SEGMENT, id, n, error))
    return NULL;
  return *n != 0 ? palier_record_table_load (database, PALIER_KIND_SEGMENT, *n, error)
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
  return palier_record_table_store_own (database, record, &n, error) ? dex_future_new_true ()
                                                                     : NULL;
}

static const PalierRecordStore store = {
  .kind = PALIER_KIND_SEGMENT,
  .list = SQL_LIST,
  .from_record = from_record,
  .unref = (GDestroyNotify) palier_segment_free,
};

/* Resolves to a GPtrArray of PalierSegment, by name. */
DexFuture *
palier_segment_store_list (PalierWorkspace *workspace)
{
  return palier_record_store_list (workspace, &store);
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

/* As palier_record_store_remove(). */
DexFuture *
palier_segment_store_remove (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_record_store_remove (workspace, &store, id);
}

/* ---- figures and values */

static DexFuture *
measure_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierFilter *filter = arguments->boxed;
  const char *visible = palier_visible_clause (database, error);
  g_autoptr (GString) sql = g_string_new (SQL_MEASURE);
  g_autoptr (GArray) figures = g_array_new (FALSE, FALSE, sizeof (guint64));

  if (visible == NULL)
    return NULL;
  g_string_append (sql, visible);
  palier_filter_sql_append (sql, filter, FIRST_OF_FILTER);
  sqlite3_stmt *row = palier_database_query (database, error, sql->str, "");
  if (row == NULL)
    return NULL;
  palier_filter_sql_bind (row, filter, FIRST_OF_FILTER);
  if (!palier_database_next (database, row, error))
    return NULL;
  for (int i = 0; i < 3; i++)
  {
    guint64 figure = (guint64) sqlite3_column_int64 (row, i);
    g_array_append_val (figures, figure);
  }
  sqlite3_reset (row);
  return palier_future_take_array (g_steal_pointer (&figures));
}

/**
 * palier_segment_store_measure:
 * @filter: (nullable): everyone
 *
 * Returns: (transfer full): resolves to a GArray of three guint64: how many prospects are meant, to
 * how many of them something was sent, how many replied
 */
DexFuture *
palier_segment_store_measure (PalierWorkspace *workspace, PalierFilter *filter)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->boxed = filter != NULL ? palier_filter_ref (filter) : NULL;
  arguments->boxed_free = (GDestroyNotify) palier_filter_free;
  return palier_workspace_read (workspace, measure_job, arguments);
}

void
palier_segment_value_free (PalierSegmentValue *self)
{
  g_free (self->value);
  g_free (self);
}

static char *
dup_values_sql (PalierFilterKey key, const char *visible)
{
  const char *column = key == PALIER_FILTER_DEPARTMENT ? palier_filter_sql_department ()
                       : key == PALIER_FILTER_TOWN     ? "p.city"
                       : key == PALIER_FILTER_TAG      ? "p.tags"
                                                       : "p.source";

  return g_strdup_printf ("SELECT %s AS value, count (*) FROM prospect p WHERE %s "
                          "GROUP BY 1 HAVING value <> '' ORDER BY 2 DESC, 1 LIMIT ?1",
                          column, visible);
}

/* Several tags stand in one text, a line each. */
static void
add_lines (GHashTable *counts, const char *text, guint count)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
  {
    guint before = GPOINTER_TO_UINT (g_hash_table_lookup (counts, *line));
    g_hash_table_insert (counts, g_strdup (*line), GUINT_TO_POINTER (before + count));
  }
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const PalierSegmentValue *one = *(PalierSegmentValue *const *) a;
  const PalierSegmentValue *two = *(PalierSegmentValue *const *) b;

  if (one->count != two->count)
    return one->count > two->count ? -1 : 1;
  return g_strcmp0 (one->value, two->value);
}

static GPtrArray *
collect_values (GHashTable *counts, guint limit)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_segment_value_free);
  GHashTableIter iter;
  gpointer value, count;

  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &value, &count))
  {
    PalierSegmentValue *one = g_new0 (PalierSegmentValue, 1);
    one->value = g_strdup (value);
    one->count = GPOINTER_TO_UINT (count);
    g_ptr_array_add (values, one);
  }
  g_ptr_array_sort (values, compare_values);
  if (values->len > limit)
    g_ptr_array_set_size (values, (int) limit);
  return values;
}

static DexFuture *
values_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierFilterKey key = (PalierFilterKey) arguments->from;
  const char *visible = palier_visible_clause (database, error);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GError *local = NULL;

  if (visible == NULL)
    return NULL;
  /* Of tags the combinations are read, which are more than the tags. */
  gint64 limit = key == PALIER_FILTER_TAG ? 10000 : arguments->limit;
  g_autofree char *sql = dup_values_sql (key, visible);
  sqlite3_stmt *row = palier_database_query (database, error, sql, "i", limit);
  if (row == NULL)
    return NULL;
  while (palier_database_next (database, row, &local))
    add_lines (counts, palier_statement_get_text (row, 0), (guint) sqlite3_column_int (row, 1));
  if (local == NULL)
    return palier_future_take_ptr_array (collect_values (counts, arguments->limit));
  g_propagate_error (error, local);
  return NULL;
}

/**
 * palier_segment_store_values:
 * @key: DEPARTMENT, TOWN, SOURCE or TAG
 *
 * Returns: (transfer full): resolves to a GPtrArray of PalierSegmentValue: what there is in the
 * base, the most frequent first
 */
DexFuture *
palier_segment_store_values (PalierWorkspace *workspace, PalierFilterKey key, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->from = key;
  arguments->limit = limit;
  return palier_workspace_read (workspace, values_job, arguments);
}
