/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-changeset-store.h"

#include "palier-changeset-log.h"
#include "palier-changeset-sweep.h"
#include "palier-changeset-undo.h"
#include "palier-changeset-write.h"
#include "palier-engine.h"
#include "palier-prospect-keys.h"

#define SQL_ROWS_MADE                                                                              \
  "SELECT kind, first_n, last_n FROM changeset_rows WHERE changeset = ? AND made = 1"
#define SQL_SHOW "DELETE FROM hidden WHERE changeset = ?"
#define SQL_COLUMNS "SELECT n, id, action, label, at, n_records, step FROM changeset"
#define SQL_GET SQL_COLUMNS " WHERE id = ?"
#define SQL_LIST SQL_COLUMNS " WHERE step <> 0 AND device = ? ORDER BY n DESC LIMIT ?"

G_DEFINE_BOXED_TYPE (PalierUndoResult, palier_undo_result, palier_undo_result_ref,
                     palier_undo_result_free)

PalierUndoResult *
palier_undo_result_ref (PalierUndoResult *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
undo_result_clear (gpointer self)
{
  g_ptr_array_unref (((PalierUndoResult *) self)->conflicts);
  g_array_unref (((PalierUndoResult *) self)->prospects);
}

void
palier_undo_result_free (PalierUndoResult *self)
{
  g_atomic_rc_box_release_full (self, undo_result_clear);
}

static void
conflict_free (gpointer conflict)
{
  g_free (((PalierConflict *) conflict)->field);
  g_free (conflict);
}

static PalierUndoResult *
undo_result_new (void)
{
  PalierUndoResult *self = g_atomic_rc_box_new0 (PalierUndoResult);

  self->conflicts = g_ptr_array_new_with_free_func (conflict_free);
  self->prospects = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

static DexFuture *
begin_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n;

  if (!palier_changeset_insert (database, &arguments->id, arguments->text, arguments->other,
                                PALIER_STEP_OPEN, &n, error))
    return NULL;
  palier_engine_lock_changeset (arguments->engine, n);
  return dex_future_new_true ();
}

/* Enters every row it made into the change log: one line a range. */
static gboolean
log_rows (PalierDatabase *database, gint64 changeset, GError **error)
{
  sqlite3_stmt *range = palier_database_query (database, error, SQL_ROWS_MADE, "i", changeset);
  GError *local = NULL;

  if (range == NULL)
    return FALSE;
  while (palier_database_next (database, range, &local))
    if (!palier_change_log (database, (PalierKind) sqlite3_column_int (range, 0),
                            sqlite3_column_int64 (range, 1), sqlite3_column_int64 (range, 2),
                            error))
    {
      sqlite3_reset (range);
      return FALSE;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static gboolean
publish (PalierDatabase *database, gint64 changeset, GCancellable *cancellable, GError **error)
{
  if (!palier_database_begin_write (database, error))
    return FALSE;
  if (palier_changeset_apply_values (database, changeset, cancellable, error)
      && log_rows (database, changeset, error)
      && palier_database_run (database, error, SQL_SHOW, "i", changeset)
      && palier_changeset_finish (database, changeset, error))
    return palier_database_commit (database, error);
  palier_database_rollback (database);
  return FALSE;
}

/* The open changeset of an id, looked up outside of a transaction. */
static gboolean
find_open (PalierDatabase *database, PalierArguments *arguments, gint64 *n, GError **error)
{
  return palier_changeset_require_open (database, &arguments->id, n, error);
}

static DexFuture *
close_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n;

  if (!find_open (database, arguments, &n, error)
      || !palier_prospect_keys_complete (database, error))
    return NULL;
  palier_database_set_frugal (database, FALSE);
  if (!publish (database, n, arguments->boxed, error))
    return NULL;
  palier_engine_unlock_changeset (arguments->engine, n);
  palier_engine_tell_changed (arguments->engine, database->changed | PALIER_CHANGED_SCORES);
  return dex_future_new_true ();
}

static DexFuture *
abandon_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 n;

  if (!find_open (database, arguments, &n, error) || !palier_changeset_remove (database, n, error))
    return NULL;
  palier_engine_unlock_changeset (arguments->engine, n);
  return dex_future_new_true ();
}

/* @step: CLOSED, or UNDOING where an undo failed on its way */
static gboolean
find_undoable (PalierDatabase *database, const PalierId *id, gint64 *n, PalierStep *step,
               GError **error)
{
  *step = PALIER_STEP_OPEN;
  if (!palier_changeset_find (database, id, n, step, error))
    return FALSE;
  if (*n != 0 && (*step == PALIER_STEP_CLOSED || *step == PALIER_STEP_UNDOING))
    return TRUE;
  g_set_error_literal (error, PALIER_STORAGE_ERROR,
                       *n == 0 ? PALIER_STORAGE_ERROR_NOT_FOUND : PALIER_STORAGE_ERROR_STATE,
                       "not a changeset that can be undone");
  return FALSE;
}

static gboolean
start_undo (PalierDatabase *database, gint64 n, PalierUndoResult *result, GError **error)
{
  if (!palier_database_begin_write (database, error))
    return FALSE;
  if (palier_changeset_start_undo (database, n, result, error))
    return palier_database_commit (database, error);
  palier_database_rollback (database);
  return FALSE;
}

/* Under the lock: the step is what it was for the last who held it. */
static gboolean
undo_locked (PalierDatabase *database, PalierArguments *arguments, PalierUndoResult *result,
             GError **error)
{
  PalierStep step;
  gint64 n;

  if (!find_undoable (database, &arguments->id, &n, &step, error)
      || (step == PALIER_STEP_CLOSED && !start_undo (database, n, result, error)))
    return FALSE;
  palier_engine_tell_changed (arguments->engine, PALIER_CHANGED_ALL);
  return palier_changeset_finish_undo (database, n, result, error);
}

static DexFuture *
undo_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  g_autoptr (PalierUndoResult) result = undo_result_new ();
  PalierStep step;
  gint64 n;

  if (!find_undoable (database, &arguments->id, &n, &step, error))
    return NULL;
  if (!palier_engine_lock_changeset (arguments->engine, n))
  {
    g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_BUSY,
                         "another process is undoing it");
    return NULL;
  }
  gboolean good = undo_locked (database, arguments, result, error);
  palier_engine_unlock_changeset (arguments->engine, n);
  palier_engine_tell_changed (arguments->engine, PALIER_CHANGED_ALL);
  return good ? dex_future_new_take_boxed (PALIER_TYPE_UNDO_RESULT, g_steal_pointer (&result))
              : NULL;
}

static PalierChangeset *
read_changeset (sqlite3_stmt *row)
{
  PalierChangeset *changeset = palier_changeset_new ();

  changeset->n = sqlite3_column_int64 (row, 0);
  palier_statement_get_id (row, 1, &changeset->id);
  changeset->action = g_strdup (palier_statement_get_text (row, 2));
  changeset->label = g_strdup (palier_statement_get_text (row, 3));
  changeset->at_ms = sqlite3_column_int64 (row, 4);
  changeset->n_records = (guint) sqlite3_column_int64 (row, 5);
  changeset->undone = sqlite3_column_int (row, 6) >= PALIER_STEP_UNDOING;
  return changeset;
}

static GPtrArray *
read_changesets (PalierDatabase *database, sqlite3_stmt *row, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_changeset_free);
  GError *local = NULL;

  while (palier_database_next (database, row, &local))
    g_ptr_array_add (found, read_changeset (row));
  if (local == NULL)
    return g_steal_pointer (&found);
  g_propagate_error (error, local);
  return NULL;
}

static DexFuture *
list_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  gint64 limit = arguments->limit > 0 ? (gint64) arguments->limit : -1;
  sqlite3_stmt *row =
      palier_database_query (database, error, SQL_LIST, "ii", (gint64) database->device, limit);
  GPtrArray *found = row != NULL ? read_changesets (database, row, error) : NULL;

  return found != NULL ? palier_future_take_ptr_array (found) : NULL;
}

static DexFuture *
get_job (PalierDatabase *database, PalierArguments *arguments, GError **error)
{
  sqlite3_stmt *row = palier_database_query (database, error, SQL_GET, "D", &arguments->id);
  g_autoptr (GPtrArray) found = row != NULL ? read_changesets (database, row, error) : NULL;

  if (found == NULL)
    return NULL;
  if (found->len > 0)
    return dex_future_new_take_boxed (PALIER_TYPE_CHANGESET, g_ptr_array_steal_index (found, 0));
  g_set_error_literal (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NOT_FOUND,
                       "no such changeset");
  return NULL;
}

static PalierArguments *
arguments_for (const PalierId *id)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->id = *id;
  return arguments;
}

/**
 * palier_changeset_store_begin:
 * @id: new (palier_workspace_new_id())
 * @action: a code: import, merge, …
 * @label: (nullable): a file's name
 *
 * Opens a changeset, which belongs to this process: should it die, the rows go.
 *
 * Returns: (transfer full): resolves to %TRUE
 */
DexFuture *
palier_changeset_store_begin (PalierWorkspace *workspace, const PalierId *id, const char *action,
                              const char *label)
{
  PalierArguments *arguments = arguments_for (id);

  arguments->text = g_strdup (action);
  arguments->other = g_strdup (label);
  return palier_workspace_write (workspace, begin_job, arguments);
}

/**
 * palier_changeset_store_close:
 *
 * Publishes everything that was written in the changeset, in one step.
 *
 * Returns: (transfer full): resolves to %TRUE; rejects with PALIER_STORAGE_ERROR NOT_FOUND, STATE,
 * FULL…: then it is still open, to be closed again or abandoned
 */
DexFuture *
palier_changeset_store_close (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_changeset_store_close_unless (workspace, id, NULL);
}

/**
 * palier_changeset_store_close_unless:
 * @cancellable: (nullable)
 *
 * As palier_changeset_store_close(), but it can be cancelled up to the end.
 *
 * Returns: (transfer full): as there; also rejects with G_IO_ERROR_CANCELLED: it is still open then
 */
DexFuture *
palier_changeset_store_close_unless (PalierWorkspace *workspace, const PalierId *id,
                                     GCancellable *cancellable)
{
  PalierArguments *arguments = arguments_for (id);

  if (cancellable != NULL)
    arguments->boxed = g_object_ref (cancellable);
  arguments->boxed_free = g_object_unref;
  return palier_workspace_write_long (workspace, close_job, arguments);
}

/* Removes an open changeset and all its rows. Resolves to %TRUE. */
DexFuture *
palier_changeset_store_abandon (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_workspace_write_long (workspace, abandon_job, arguments_for (id));
}

/**
 * palier_changeset_store_undo:
 *
 * Puts back what a closed changeset changed: what it made is deleted, what it deleted comes back,
 * fields get their old values, each with a new stamp. What was changed since stays as it is and is
 * listed. The rows vanish for everyone at once, also where undoing many takes a while; a death in
 * between leaves the rest to the next opening.
 *
 * Returns: (transfer full): resolves to a PalierUndoResult; rejects with PALIER_STORAGE_ERROR
 * NOT_FOUND, STATE (open, or undone already), BUSY, FULL…; it may be asked for again, and goes on
 */
DexFuture *
palier_changeset_store_undo (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_workspace_write_long (workspace, undo_job, arguments_for (id));
}

/* Resolves to a PalierChangeset; rejects with NOT_FOUND. */
DexFuture *
palier_changeset_store_get (PalierWorkspace *workspace, const PalierId *id)
{
  return palier_workspace_read (workspace, get_job, arguments_for (id));
}

/* Resolves to a GPtrArray of PalierChangeset, those of this device, the newest first; @limit 0:
 * all.
 */
DexFuture *
palier_changeset_store_list (PalierWorkspace *workspace, guint limit)
{
  PalierArguments *arguments = palier_arguments_new ();

  arguments->limit = limit;
  return palier_workspace_read (workspace, list_job, arguments);
}
