/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-store.h"

#include "palier-changeset-log.h"
#include "palier-job.h"
#include "palier-record-table.h"

#define SQL_LIST "WHERE deleted_ms IS NULL AND erased IS NULL ORDER BY n DESC LIMIT ?"
#define SQL_BY_HASH                                                                                \
  "WHERE file_hash = ? AND deleted_ms IS NULL AND erased IS NULL AND EXISTS "                      \
  "(SELECT 1 FROM changeset c WHERE c.id = changeset AND c.step = 1) ORDER BY n DESC LIMIT 1"
#define SQL_BY_CHANGESET "WHERE changeset = (SELECT id FROM changeset WHERE n = ?) LIMIT 1"
#define SQL_ADD_ORIGIN                                                                             \
  "INSERT OR IGNORE INTO origin (first_n, changeset, first_line, count) VALUES (?, ?, ?, ?)"
#define SQL_ORIGINS                                                                                \
  "SELECT first_n, changeset, first_line, count FROM origin "                                      \
  "WHERE first_n BETWEEN ? AND ? ORDER BY changeset, first_line"

/* ---- files */

static void
set_count (PalierRecord *record, guint field, guint64 count, PalierMark mark)
{
  palier_record_set_integer (record, field, (gint64) count, mark);
}

static void
set_text (PalierRecord *record, guint field, const char *text, PalierMark mark)
{
  if (text != NULL)
    palier_record_set (record, field, text, mark);
}

static void
fill_record (PalierRecord *record, const PalierImportFile *file, PalierMark mark)
{
  char changeset[PALIER_ID_TEXT_SIZE];

  palier_id_format (&file->changeset, changeset);
  set_text (record, PALIER_IMPORT_FIELD_FILE_NAME, file->file_name, mark);
  set_text (record, PALIER_IMPORT_FIELD_FILE_HASH, file->file_hash, mark);
  set_text (record, PALIER_IMPORT_FIELD_FORMAT, file->format, mark);
  set_text (record, PALIER_IMPORT_FIELD_CHANGESET, changeset, mark);
  palier_record_set_integer (record, PALIER_IMPORT_FIELD_AT, file->at_ms, mark);
  set_count (record, PALIER_IMPORT_FIELD_ROWS, file->rows, mark);
  set_count (record, PALIER_IMPORT_FIELD_CREATED, file->created, mark);
  set_count (record, PALIER_IMPORT_FIELD_UPDATED, file->updated, mark);
  set_count (record, PALIER_IMPORT_FIELD_SKIPPED, file->skipped, mark);
  set_text (record, PALIER_IMPORT_FIELD_MAPPING, file->mapping, mark);
  set_count (record, PALIER_IMPORT_FIELD_UNCHANGED, file->unchanged, mark);
  set_count (record, PALIER_IMPORT_FIELD_SUPPRESSED, file->suppressed, mark);
  set_text (record, PALIER_IMPORT_FIELD_LEGAL_BASIS, file->legal_basis, mark);
  set_text (record, PALIER_IMPORT_FIELD_SOURCE, file->source, mark);
  set_text (record, PALIER_IMPORT_FIELD_SOURCE_DATE, file->source_date, mark);
}

static guint64
get_count (const PalierRecord *record, guint field)
{
  return (guint64) palier_record_get_integer (record, field, 0);
}

static PalierImportFile *
file_from_record (const PalierRecord *record)
{
  PalierImportFile *file = palier_import_file_new ();

  file->id = record->id;
  palier_record_get_id (record, PALIER_IMPORT_FIELD_CHANGESET, &file->changeset);
  file->file_name = g_strdup (palier_record_get (record, PALIER_IMPORT_FIELD_FILE_NAME));
  file->file_hash = g_strdup (palier_record_get (record, PALIER_IMPORT_FIELD_FILE_HASH));
  file->format = g_strdup (palier_record_get (record, PALIER_IMPORT_FIELD_FORMAT));
  file->at_ms = palier_record_get_integer (record, PALIER_IMPORT_FIELD_AT, 0);
  file->rows = get_count (record, PALIER_IMPORT_FIELD_ROWS);
  file->created = get_count (record, PALIER_IMPORT_FIELD_CREATED);
  file->updated = get_count (record, PALIER_IMPORT_FIELD_UPDATED);
  file->unchanged = get_count (record, PALIER_IMPORT_FIELD_UNCHANGED);
  file->skipped = get_count (record, PALIER_IMPORT_FIELD_SKIPPED);
  file->suppressed = get_count (record, PALIER_IMPORT_FIELD_SUPPRESSED);
  file->legal_basis = g_strdup (palier_record_get (record, PALIER_IMPORT_FIELD_LEGAL_BASIS));
  file->source = g_strdup (palier_record_get (record, PALIER_IMPORT_FIELD_SOURCE));
  file->source_date = g_strdup (palier_record_get (record, PALIER_IMPORT_FIELD_SOURCE_DATE));
  file->mapping = g_strdup (palier_record_get (record, PALIER_IMPORT_FIELD_MAPPING));
  return file;
}

static DexFuture *
add_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  const PalierImportFile *file = arguments->boxed;
  PalierId id =
      palier_id_is_nil (&file->id) ? palier_id_new (database->clock, database->random) : file->id;
  g_autoptr (PalierRecord) record = palier_record_new (PALIER_KIND_IMPORT, &id);
  gint64 changeset, n = 0;

  if (!palier_changeset_require_open (database, &file->changeset, &changeset, error))
    return NULL;
  fill_record (record, file, database->mark);
  if (!palier_record_table_store (database, record, &n, error)
      || !palier_changeset_add_rows (database, changeset, PALIER_KIND_IMPORT, n, n, TRUE, error))
    return NULL;
  return dex_future_new_true ();
}

static gboolean
read_files (sqlite3_stmt *row, PalierDatabase *database, GPtrArray *files, GError **error)
{
  GError *local = NULL;

  while (palier_database_next (database, row, &local))
  {
    g_autoptr (PalierRecord) record = palier_record_table_read (PALIER_KIND_IMPORT, row, &local);
    if (record == NULL)
    {
      sqlite3_reset (row);
      break;
    }
    g_ptr_array_add (files, file_from_record (record));
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static GPtrArray *
files_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) palier_import_file_free);
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_IMPORT, SQL_LIST);
  g_autoptr (GPtrArray) files = files_new ();
  gint64 limit = arguments->limit > 0 ? (gint64) arguments->limit : -1;
  sqlite3_stmt *row = palier_database_query (database, error, sql, "i", limit);

  if (row == NULL || !read_files (row, database, files, error))
    return NULL;
  return palier_future_take_ptr_array (g_steal_pointer (&files));
}

static DexFuture *
find_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_IMPORT, SQL_BY_HASH);
  g_autoptr (GPtrArray) files = files_new ();
  sqlite3_stmt *row = palier_database_query (database, error, sql, "t", arguments->text);

  if (row == NULL || !read_files (row, database, files, error))
    return NULL;
  return dex_future_new_take_boxed (PALIER_TYPE_IMPORT_FILE,
                                    files->len > 0 ? g_ptr_array_steal_index (files, 0) : NULL);
}

/**
 * palier_import_store_add:
 * @file: of an open changeset: should it be abandoned, the record goes with it. An undo leaves it
 *
 * Returns: (transfer full): resolves to %TRUE; rejects with PALIER_STORAGE_ERROR NOT_FOUND or STATE
 * for the changeset, FULL, …
 */
DexFuture *
palier_import_store_add (PalierWorkspace *workspace, PalierImportFile *file)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->boxed = palier_import_file_ref (file);
  arguments->boxed_free = (GDestroyNotify) palier_import_file_free;
  return palier_workspace_write (workspace, add_job, arguments);
}

/* Resolves to a GPtrArray of PalierImportFile, the newest first, undone ones among them; @limit 0:
 * all. */
DexFuture *
palier_import_store_list (PalierWorkspace *workspace, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->limit = limit;
  return palier_workspace_read (workspace, list_job, arguments);
}

/* Resolves to the latest PalierImportFile with these bytes that was not undone; (nullable). */
DexFuture *
palier_import_store_find (PalierWorkspace *workspace, const char *file_hash)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->text = g_strdup (file_hash);
  return palier_workspace_read (workspace, find_job, arguments);
}

/* ---- origins */

static DexFuture *
add_origins_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 changeset;

  if (!palier_changeset_require_open (database, &arguments->id, &changeset, error))
    return NULL;
  for (guint i = 0; i < arguments->array->len; i++)
  {
    const PalierOriginRange *range = &g_array_index (arguments->array, PalierOriginRange, i);
    if (!palier_database_run (database, error, SQL_ADD_ORIGIN, "iiii", range->first_n, changeset,
                              (gint64) range->first_line, (gint64) range->count))
      return NULL;
  }
  return dex_future_new_true ();
}

/* One look for origins: what was asked, and what is found. */
typedef struct
{
  PalierDatabase *database;
  const GArray *ns;    /* sorted, none twice */
  GHashTable *indices; /* changeset → index of its file + 1 */
  PalierOrigins *found;
} Look;

static int
compare_n (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

static GArray *
sort_ns (const GArray *ns)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (gint64), ns->len);
  guint kept = 0;

  if (ns->len == 0)
    return sorted;
  g_array_append_vals (sorted, ns->data, ns->len);
  g_array_sort (sorted, compare_n);
  for (guint i = 1; i < sorted->len; i++)
    if (g_array_index (sorted, gint64, i) != g_array_index (sorted, gint64, kept))
      g_array_index (sorted, gint64, ++kept) = g_array_index (sorted, gint64, i);
  g_array_set_size (sorted, kept + 1);
  return sorted;
}

/* The first of the sorted numbers that is not below @n. */
static guint
first_from (const GArray *ns, gint64 n)
{
  guint low = 0, high = ns->len;

  while (low < high)
  {
    guint middle = low + (high - low) / 2;
    if (g_array_index (ns, gint64, middle) < n)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Each changeset's file is read once; one that synchronisation took away has an empty name. */
static gboolean
find_file (Look *look, gint64 changeset, guint *index, GError **error)
{
  gpointer known = g_hash_table_lookup (look->indices, &changeset);
  GPtrArray *files = look->found->files;

  if (known == NULL)
  {
    g_autofree char *sql = palier_record_table_dup_select (PALIER_KIND_IMPORT, SQL_BY_CHANGESET);
    sqlite3_stmt *row = palier_database_query (look->database, error, sql, "i", changeset);
    guint before = files->len;
    if (row == NULL || !read_files (row, look->database, files, error))
      return FALSE;
    if (files->len == before)
      g_ptr_array_add (files, palier_import_file_new ());
    known = GUINT_TO_POINTER (files->len);
    g_hash_table_insert (look->indices, g_memdup2 (&changeset, sizeof changeset), known);
  }
  *index = GPOINTER_TO_UINT (known) - 1;
  return TRUE;
}

static gboolean
take_range (Look *look, const PalierOriginRange *range, gint64 changeset, GError **error)
{
  gint64 end = range->first_n + range->count;
  guint file = 0;

  for (guint i = first_from (look->ns, range->first_n);
       i < look->ns->len && g_array_index (look->ns, gint64, i) < end; i++)
  {
    gint64 n = g_array_index (look->ns, gint64, i);
    if (!find_file (look, changeset, &file, error))
      return FALSE;
    PalierOrigin origin = { n, range->first_line + (guint64) (n - range->first_n), file };
    g_array_append_val (look->found->rows, origin);
  }
  return TRUE;
}

/* All ranges that may hold numbers from @first to @last. */
static gboolean
look_between (Look *look, gint64 first, gint64 last, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (look->database, error, SQL_ORIGINS, "ii",
                                             first - PALIER_ORIGIN_RANGE_MAX + 1, last);

  if (row == NULL)
    return FALSE;
  while (palier_database_next (look->database, row, &local))
  {
    PalierOriginRange range = { sqlite3_column_int64 (row, 0),
                                (guint64) sqlite3_column_int64 (row, 2),
                                (guint) sqlite3_column_int (row, 3) };
    if (!take_range (look, &range, sqlite3_column_int64 (row, 1), &local))
    {
      sqlite3_reset (row);
      break;
    }
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Neighbours are looked for together, so that many cost one walk through the table, few a few
 * steps. */
static gboolean
look_for_all (Look *look, GError **error)
{
  for (guint i = 0, next; i < look->ns->len; i = next)
  {
    gint64 first = g_array_index (look->ns, gint64, i), last = first;
    for (next = i + 1; next < look->ns->len
                       && g_array_index (look->ns, gint64, next) - last < PALIER_ORIGIN_RANGE_MAX;
         next++)
      last = g_array_index (look->ns, gint64, next);
    if (!look_between (look, first, last, error))
      return FALSE;
  }
  return TRUE;
}

static int
compare_origins (gconstpointer a, gconstpointer b)
{
  const PalierOrigin *x = a, *y = b;

  if (x->n != y->n)
    return x->n < y->n ? -1 : 1;
  if (x->file != y->file)
    return x->file < y->file ? -1 : 1;
  return (x->line > y->line) - (x->line < y->line);
}

static DexFuture *
origins_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (GArray) ns = sort_ns (arguments->array);
  g_autoptr (PalierOrigins) found = palier_origins_new ();
  g_autoptr (GHashTable) indices =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Look look = { database, ns, indices, found };

  if (!look_for_all (&look, error))
    return NULL;
  g_array_sort (found->rows, compare_origins);
  return dex_future_new_take_boxed (PALIER_TYPE_ORIGINS, g_steal_pointer (&found));
}

/**
 * palier_import_store_add_origins:
 * @changeset: an open one; when it is abandoned or undone, they go
 * @ranges: (element-type PalierOriginRange): kept by reference until the future settles
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_import_store_add_origins (PalierWorkspace *workspace, const PalierId *changeset,
                                 GArray *ranges)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *changeset;
  arguments->array = g_array_ref (ranges);
  arguments->may_be_lost = TRUE;
  return palier_workspace_write (workspace, add_origins_job, arguments);
}

/**
 * palier_import_store_origins:
 * @ns: (element-type gint64): row numbers of prospects, in any order
 *
 * From which rows of which files prospects are. One that was not imported on this computer has
 * none; one into which others were merged at import has several.
 *
 * Returns: (transfer full): resolves to a PalierOrigins
 */
DexFuture *
palier_import_store_origins (PalierWorkspace *workspace, GArray *ns)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->array = g_array_ref (ns);
  return palier_workspace_read (workspace, origins_job, arguments);
}
