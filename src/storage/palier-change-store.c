/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The log says which rows changed, never how: what is pushed is a record's state when it is read. A
 * line is a range of rows; acknowledging takes rows from its beginning, or the line. A record that
 * changes again while it is under way has a new line, which the acknowledgement does not touch. */
#include "palier-change-store.h"

#include "palier-changeset-log.h"
#include "palier-job.h"
#include "palier-record-table.h"

#define SQL_LINES                                                                                  \
  "SELECT seq, kind, first_n, last_n FROM change WHERE seq > ?1 AND (?2 >> kind) & 1 "             \
  "ORDER BY seq LIMIT 1"
#define SQL_COUNT                                                                                  \
  "SELECT coalesce (sum (last_n - first_n + 1), 0) FROM change WHERE (? >> kind) & 1"
#define SQL_FORGET_KIND "DELETE FROM change WHERE kind = ?"
/* What a relay was given before is not given again, but that it went for ever. */
#define SQL_REQUEUE_ERASED                                                                         \
  "REPLACE INTO change (kind, first_n, last_n) "                                                   \
  "SELECT 1, n, n FROM message WHERE erased IS NOT NULL"
/* Behind what is entered with them: what forbids a message goes before it. */
#define SQL_MESSAGES_LAST                                                                          \
  "REPLACE INTO change (kind, first_n, last_n) "                                                   \
  "SELECT kind, first_n, last_n FROM change WHERE kind = 1 ORDER BY seq"
/* Of the line that begins next before a row: where it ends. */
#define SQL_LAST_BEFORE                                                                            \
  "SELECT last_n FROM change WHERE kind = ?1 AND first_n <= ?2 "                                   \
  "ORDER BY first_n DESC, last_n DESC LIMIT 1"
#define SQL_ANY_ERASED                                                                             \
  "SELECT EXISTS (SELECT 1 FROM message m JOIN change c ON c.kind = 1 "                            \
  "AND m.n BETWEEN c.first_n AND c.last_n WHERE m.erased IS NOT NULL) "                            \
  "OR EXISTS (SELECT 1 FROM consent s JOIN change c ON c.kind = 3 "                                \
  "AND s.n BETWEEN c.first_n AND c.last_n WHERE s.erased IS NOT NULL)"
#define SQL_ANY_OPEN "SELECT EXISTS (SELECT 1 FROM changeset WHERE step = 0)"
#define SQL_FROM_ROW "WHERE n >= ?1 AND n <= ?2 %s ORDER BY n LIMIT ?3"
/* Not those of an open changeset, which are entered again when it is closed, nor itself. */
#define SQL_CLOSED "AND step <> 0"
#define SQL_SHOWN                                                                                  \
  "AND NOT EXISTS (SELECT 1 FROM changeset_rows r JOIN changeset c ON c.n = r.changeset "          \
  "AND c.step = 0 WHERE r.kind = %d AND r.made = 1 AND \"%s\".n BETWEEN r.first_n AND r.last_n)"

G_STATIC_ASSERT (PALIER_KIND_MESSAGE == 1 && PALIER_KIND_CONSENT == 3);

G_DEFINE_BOXED_TYPE (PalierChanges, palier_changes, palier_changes_ref, palier_changes_free)

PalierChanges *
palier_changes_ref (PalierChanges *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
changes_clear (gpointer data)
{
  PalierChanges *self = data;

  g_ptr_array_unref (self->records);
  g_array_unref (self->rows);
  g_array_unref (self->places);
}

/* Leaves the first @n records; the others, and what of the log stands for them, wait on. */
void
palier_changes_keep (PalierChanges *self, guint n)
{
  if (n >= self->records->len)
    return;
  self->more = TRUE;
  while (self->places->len > 0
         && g_array_index (self->places, PalierChangePlace, self->places->len - 1).first >= n)
    g_array_set_size (self->places, self->places->len - 1);
  if (self->places->len > 0)
    g_array_index (self->places, PalierChangePlace, self->places->len - 1).n =
        g_array_index (self->rows, gint64, n - 1);
  g_ptr_array_set_size (self->records, (int) n);
  g_array_set_size (self->rows, n);
}

void
palier_changes_free (PalierChanges *self)
{
  g_atomic_rc_box_release_full (self, changes_clear);
}

static PalierChanges *
changes_new (void)
{
  PalierChanges *self = g_atomic_rc_box_new0 (PalierChanges);

  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_record_free);
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->places = g_array_new (FALSE, FALSE, sizeof (PalierChangePlace));
  return self;
}

typedef struct
{
  gint64 seq;
  PalierKind kind;
  gint64 first_n;
  gint64 last_n;
} Line;

/* @line: its seq is 0 where there is none after @seq */
static gboolean
find_line (PalierDatabase *database, gint64 seq, guint kinds, Line *line, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_LINES, "ii", seq, (gint64) kinds);

  *line = (Line) { 0 };
  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    *line = (Line) { sqlite3_column_int64 (row, 0), (PalierKind) sqlite3_column_int (row, 1),
                     sqlite3_column_int64 (row, 2), sqlite3_column_int64 (row, 3) };
    sqlite3_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static char *
dup_sql (PalierKind kind, gboolean any_open)
{
  g_autofree char *shown = g_strdup_printf (SQL_SHOWN, (int) kind, palier_kind_name (kind));
  const char *filter = kind == PALIER_KIND_CHANGESET ? SQL_CLOSED : shown;
  g_autofree char *rest = g_strdup_printf (SQL_FROM_ROW, any_open ? filter : "");

  return palier_record_table_dup_select (kind, rest);
}

/* Adds the records of a line that there is room for, and how far that got. */
static gboolean
add_line (PalierDatabase *database, const Line *line, gboolean any_open, guint room,
          PalierChanges *changes, GError **error)
{
  g_autofree char *sql = dup_sql (line->kind, any_open);
  PalierChangePlace place = { line->seq, line->last_n, changes->records->len };
  guint count = 0;
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, sql, "iii", line->first_n,
                                             line->last_n, (gint64) room);

  if (row == NULL)
    return FALSE;
  for (; palier_database_next (database, row, &local); count++)
  {
    PalierRecord *record = palier_record_table_read (line->kind, row, error);
    if (record == NULL)
    {
      sqlite3_reset (row);
      return FALSE;
    }
    gint64 n = sqlite3_column_int64 (row, 0);
    g_ptr_array_add (changes->records, record);
    g_array_append_val (changes->rows, n);
    if (count + 1 == room)
      place.n = n;
  }
  changes->more = place.n < line->last_n;
  g_array_append_val (changes->places, place);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static DexFuture *
pending_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (PalierChanges) changes = changes_new ();
  guint kinds = (guint) arguments->from;
  gint64 any_open = 0;
  PalierChangePlace after = { 0 };
  Line line = { 0 };

  if (arguments->boxed != NULL)
    after = *(PalierChangePlace *) arguments->boxed;
  line.seq = after.seq - 1;

  if (!palier_database_number (database, &any_open, error, SQL_ANY_OPEN, ""))
    return NULL;
  do
  {
    guint room = arguments->limit - changes->records->len;
    if (!find_line (database, line.seq, kinds, &line, error))
      return NULL;
    if (line.seq == after.seq)
      line.first_n = after.n + 1;
    if (line.first_n > line.last_n)
      continue;
    if (line.seq != 0 && room == 0)
      changes->more = TRUE;
    else if (line.seq != 0 && !add_line (database, &line, any_open != 0, room, changes, error))
      return NULL;
  } while (line.seq != 0 && !changes->more);
  return dex_future_new_take_boxed (PALIER_TYPE_CHANGES, g_steal_pointer (&changes));
}

static DexFuture *
count_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 count = 0;

  return palier_database_number (database, &count, error, SQL_COUNT, "i", arguments->from)
             ? dex_future_new_for_uint64 ((guint64) count)
             : NULL;
}

static gboolean
requeue_kind (PalierDatabase *database, PalierKind kind, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT min (n), max (n) FROM \"%s\"", palier_kind_name (kind));
  sqlite3_stmt *row = palier_database_query (database, error, sql, "");

  if (row == NULL || !palier_database_next (database, row, error))
    return FALSE;
  gint64 first_n = sqlite3_column_int64 (row, 0), last_n = sqlite3_column_int64 (row, 1);
  sqlite3_reset (row);
  return palier_database_run (database, error, SQL_FORGET_KIND, "i", (gint64) kind)
         && (last_n == 0 || palier_change_log (database, kind, first_n, last_n, error));
}

static DexFuture *
requeue_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  for (int kind = 0; kind < PALIER_N_KINDS; kind++)
    if (arguments->from & PALIER_CHANGED (kind)
        && !requeue_kind (database, (PalierKind) kind, error))
      return NULL;
  return palier_database_run (database, error, SQL_MESSAGES_LAST, "")
                 && (arguments->from & PALIER_CHANGED (PALIER_KIND_MESSAGE)
                     || palier_database_run (database, error, SQL_REQUEUE_ERASED, ""))
             ? dex_future_new_true ()
             : NULL;
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* @rows: (element-type gint64): changed: sorted. Rows that follow each other make one line. */
static gboolean
log_rows (PalierDatabase *database, PalierKind kind, GArray *rows, GError **error)
{
  g_array_sort (rows, compare_numbers);
  for (guint i = 0, n = 1; i < rows->len; i += n, n = 1)
  {
    gint64 first = g_array_index (rows, gint64, i);
    while (i + n < rows->len && g_array_index (rows, gint64, i + n) == first + (gint64) n)
      n++;
    if (!palier_change_log (database, kind, first, first + (gint64) n - 1, error))
      return FALSE;
  }
  return TRUE;
}

/* Adds the row of a record that is here and does not wait. */
static gboolean
add_row (PalierDatabase *database, PalierKind kind, const PalierId *id, GArray *rows,
         GError **error)
{
  gint64 last_n = -1, n;

  if (!palier_record_table_find (database, kind, id, &n, error)
      || !palier_database_number (database, &last_n, error, SQL_LAST_BEFORE, "ii", (gint64) kind,
                                  n))
    return FALSE;
  if (n != 0 && last_n < n)
    g_array_append_val (rows, n);
  return TRUE;
}

static DexFuture *
requeue_some_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  PalierKind kind = (PalierKind) arguments->from;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < arguments->array->len; i++)
    if (!add_row (database, kind, &g_array_index (arguments->array, PalierId, i), rows, error))
      return NULL;
  return log_rows (database, kind, rows, error)
                 && palier_database_run (database, error, SQL_MESSAGES_LAST, "")
             ? dex_future_new_true ()
             : NULL;
}

static DexFuture *
any_erased_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 any = 0;

  return palier_database_number (database, &any, error, SQL_ANY_ERASED, "")
             ? dex_future_new_for_boolean (any != 0)
             : NULL;
}

static PalierArguments *
arguments_for (guint kinds, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->from = (gint64) kinds;
  arguments->limit = limit;
  return arguments;
}

/**
 * palier_change_store_pending:
 * @kinds: bits PALIER_CHANGED (kind)
 * @limit: records at most
 *
 * Returns: (transfer full): resolves to a PalierChanges: the oldest changes that were not
 * acknowledged
 */
DexFuture *
palier_change_store_pending (PalierWorkspace *workspace, guint kinds, guint limit)
{
  return palier_workspace_read (workspace, pending_job, arguments_for (kinds, limit));
}

/* As palier_change_store_pending(), for what comes after a place of an earlier answer that waits
 * for its acknowledgement. */
DexFuture *
palier_change_store_pending_after (PalierWorkspace *workspace, guint kinds,
                                   const PalierChangePlace *place, guint limit)
{
  PalierArguments *arguments = arguments_for (kinds, limit);

  arguments->boxed = g_memdup2 (place, sizeof *place);
  arguments->boxed_free = g_free;
  return palier_workspace_read (workspace, pending_job, arguments);
}

/* Resolves to a guint64: how many records wait, one that changed twice counted once or twice. */
DexFuture *
palier_change_store_count (PalierWorkspace *workspace, guint kinds)
{
  return palier_workspace_read (workspace, count_job, arguments_for (kinds, 0));
}

/* For another relay: everything of these kinds waits again, and of the messages those that were
 * erased. Resolves to %TRUE. */
DexFuture *
palier_change_store_requeue (PalierWorkspace *workspace, guint kinds)
{
  return palier_workspace_write (workspace, requeue_job, arguments_for (kinds, 0));
}

/**
 * palier_change_store_requeue_some:
 * @ids: (element-type PalierId)
 *
 * These records of one kind wait again, as far as they are here. Resolves to %TRUE.
 */
DexFuture *
palier_change_store_requeue_some (PalierWorkspace *workspace, PalierKind kind, GArray *ids)
{
  PalierArguments *arguments = arguments_for (kind, 0);

  arguments->array = g_array_ref (ids);
  return palier_workspace_write (workspace, requeue_some_job, arguments);
}

/* Resolves to a gboolean: whether erasures of messages or consents wait. */
DexFuture *
palier_change_store_any_erased (PalierWorkspace *workspace)
{
  return palier_workspace_read (workspace, any_erased_job, palier_arguments_new ());
}
