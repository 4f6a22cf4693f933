/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-engine.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-changeset-sweep.h"
#include "palier-erasure.h"
#include "palier-folder.h"
#include "palier-index.h"
#include "palier-replaced-keep.h"
#include "palier-schema.h"
#include "palier-suppression-keys.h"

#define PAGE_BYTES 4096

/* The first bytes of the lock file are PalierLock's. */
#define CHANGESET_LOCKS 64

/* Between two chunks of a bulk load, so that who waits for the lock gets it: see on_busy_cb(). */
#define GAP_US 1500

/* Engines that stand, and the threads that end others: nothing of a base may be at work when the
 * program's end takes the libraries away. */
static GMutex living_lock;
static guint n_living;
static GQueue closers; /* of GThread */

static void
count_living (int change)
{
  g_mutex_lock (&living_lock);
  n_living += (guint) change;
  g_mutex_unlock (&living_lock);
}

PalierEngine *
palier_engine_new (const char *folder, GBytes *key, PalierWorkspaceMode mode, PalierClock *clock,
                   PalierRandom *random)
{
  PalierEngine *self = g_new0 (PalierEngine, 1);

  count_living (1);
  self->folder = g_strdup (folder);
  self->key = g_bytes_ref (key);
  self->mode = mode;
  self->clock = palier_clock_ref (clock);
  self->random = palier_random_ref (random);
  self->locks = -1;
  self->writing = palier_worker_new ("palier-write");
  self->reading = palier_worker_new ("palier-read");
  return self;
}

/* Waits for what was asked for. Never on one of its own threads. */
void
palier_engine_free (PalierEngine *self)
{
  palier_worker_free (self->writing);
  palier_worker_free (self->reading);
  palier_engine_close_reader (self);
  palier_engine_close_writer (self);
  g_free (self->folder);
  g_bytes_unref (self->key);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
  g_clear_pointer (&self->changed, g_source_unref);
  g_free (self);
  count_living (-1);
}

static gpointer
close_main (gpointer engine)
{
  palier_engine_free (engine);
  return NULL;
}

/* Ends the engine on a thread of its own: for one of the engine's, which cannot wait for itself. */
void
palier_engine_free_elsewhere (PalierEngine *self)
{
  g_mutex_lock (&living_lock);
  g_queue_push_tail (&closers, g_thread_new ("palier-close", close_main, self));
  g_mutex_unlock (&living_lock);
}

/* Returns: whether no engine stands any more; then the threads that ended the last have ended too
 */
gboolean
palier_engine_all_gone (void)
{
  g_mutex_lock (&living_lock);
  gboolean gone = n_living == 0;
  GThread *closer = gone ? g_queue_pop_head (&closers) : NULL;
  g_mutex_unlock (&living_lock);
  if (closer != NULL)
    g_thread_join (closer);
  return gone && closer == NULL;
}

/* On the reader's thread, or before it has any work. */
void
palier_engine_close_reader (PalierEngine *self)
{
  g_clear_pointer (&self->reader, palier_database_free);
}

/* On the writer's thread; the locks go with it. */
void
palier_engine_close_writer (PalierEngine *self)
{
  g_clear_pointer (&self->writer, palier_database_free);
  if (self->locks >= 0)
    close (self->locks);
  self->locks = -1;
}

static gboolean
load_local (PalierEngine *self, PalierDatabase *database, GError **error)
{
  sqlite3_stmt *row;

  row = palier_database_query (database, error, "SELECT value FROM local WHERE key = 'device'", "");
  if (row == NULL || !palier_database_next (database, row, error))
    return FALSE;
  palier_statement_get_id (row, 0, &self->device);
  sqlite3_reset (row);
  database->device = palier_mark_device (&self->device);
  return TRUE;
}

static gboolean
make_local (PalierEngine *self, PalierDatabase *database, GError **error)
{
  PalierId device = palier_id_new (self->clock, self->random);

  return palier_database_run (database, error, "INSERT INTO local VALUES ('device', ?)", "D",
                              &device);
}

static gboolean
fill_new_base (PalierEngine *self, const char *path, GError **error)
{
  g_autoptr (PalierDatabase) database = palier_database_open (
      path, self->key, PALIER_DATABASE_CREATE, self->clock, self->random, error);

  return database != NULL && palier_schema_migrate (database, palier_schema_latest (), error)
         && make_local (self, database, error)
         && palier_database_exec (database, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

static void
remove_base (const char *path)
{
  static const char *const ends[] = { "", "-wal", "-shm", "-journal" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
  {
    g_autofree char *file = g_strconcat (path, ends[i], NULL);
    g_unlink (file);
  }
}

/* Makes the base under another name and gives it its own in one step, after its name file: a
 * creation that dies halfway leaves a folder that holds no base. */
gboolean
palier_engine_create (PalierEngine *self, const PalierId *id, GError **error)
{
  g_autofree char *path = palier_folder_dup_base_path (self->folder);
  g_autofree char *fresh = g_strconcat (path, ".new", NULL);

  if (!palier_folder_ensure (self->folder, error))
    return FALSE;
  if (g_file_test (path, G_FILE_TEST_EXISTS))
  {
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_EXISTS, "%s exists", path);
    return FALSE;
  }
  if (!palier_folder_is_writable (self->folder))
  {
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_READ_ONLY, "%s: not writable",
                 self->folder);
    return FALSE;
  }
  remove_base (fresh);
  if (fill_new_base (self, fresh, error) && g_chmod (fresh, 0600) == 0
      && palier_folder_write_name (self->folder, id, self->key, error))
  {
    if (g_rename (fresh, path) == 0)
      return palier_engine_open (self, error);
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_FAILED, "%s: %s", path,
                 g_strerror (errno));
  }
  remove_base (fresh);
  return FALSE;
}

static gboolean
check_key (PalierEngine *self, GError **error)
{
  g_autofree char *seal = NULL;

  if (!palier_folder_read_name (self->folder, &self->id, &seal, error))
    return FALSE;
  g_autofree char *expected = palier_folder_dup_seal (&self->id, self->key);
  if (strcmp (seal, expected) == 0)
    return TRUE;
  g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_WRONG_KEY,
               "%s: sealed with another key", self->folder);
  return FALSE;
}

/* The file is there, and long enough to be read at all. */
static gboolean
check_file (const char *path, GError **error)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0)
  {
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NO_WORKSPACE, "%s: %s", path,
                 g_strerror (errno));
    return FALSE;
  }
  if (status.st_size >= PAGE_BYTES)
    return TRUE;
  g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_TRUNCATED,
               "%s: %" G_GINT64_FORMAT " bytes", path, (gint64) status.st_size);
  return FALSE;
}

static gboolean
check_version (PalierDatabase *database, int *version, GError **error)
{
  if (!palier_schema_get_version (database, version, error))
    return FALSE;
  if (*version <= palier_schema_latest ())
    return TRUE;
  g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NEWER,
               "written by version %d of the format, this program knows %d", *version,
               palier_schema_latest ());
  return FALSE;
}

static gboolean
open_writer (PalierEngine *self, const char *path, GError **error)
{
  int version;

  if (!palier_folder_is_writable (self->folder))
  {
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_READ_ONLY, "%s: not writable",
                 self->folder);
    return FALSE;
  }
  self->locks = palier_folder_open_locks (self->folder);
  self->writer = palier_database_open (path, self->key, PALIER_DATABASE_READ_WRITE, self->clock,
                                       self->random, error);
  return self->writer != NULL && check_version (self->writer, &version, error)
         && (version == palier_schema_latest ()
             || palier_schema_migrate (self->writer, palier_schema_latest (), error))
         && load_local (self, self->writer, error)
         && palier_suppression_ensure_key (self->writer, error)
         && palier_changeset_sweep (self->writer, self, error)
         && palier_replaced_sweep (self->writer, palier_clock_now_ms (self->clock), error)
         && palier_index_catch_up (self->writer, error) && palier_erasure_wipe (self->writer, error)
         && palier_database_number (self->writer, &self->data_version, error, "PRAGMA data_version",
                                    "");
}

static gboolean
open_reader (PalierEngine *self, const char *path, GError **error)
{
  self->reader = palier_database_open (path, self->key, PALIER_DATABASE_READER, self->clock,
                                       self->random, error);
  return self->reader != NULL && load_local (self, self->reader, error);
}

static gboolean
open_base (PalierEngine *self, const char *path, GError **error)
{
  return (self->mode == PALIER_WORKSPACE_READ_ONLY || open_writer (self, path, error))
         && open_reader (self, path, error);
}

/* On the writer's thread. Errors: as palier_workspace_open(). */
gboolean
palier_engine_open (PalierEngine *self, GError **error)
{
  g_autofree char *path = palier_folder_dup_base_path (self->folder);
  GError *local = NULL;

  if (check_key (self, &local) && check_file (path, &local) && open_base (self, path, &local))
    return TRUE;
  palier_engine_close_reader (self);
  palier_engine_close_writer (self);
  if (g_error_matches (local, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED)
      && palier_database_is_truncated (path, self->key))
    local->code = PALIER_STORAGE_ERROR_TRUNCATED;
  g_propagate_error (error, local);
  return FALSE;
}

/* Changesets are locked while a process works on them: an open one that nobody locks was left by a
 * process that died. */
gboolean
palier_engine_lock_changeset (PalierEngine *self, gint64 changeset)
{
  return palier_folder_try_lock (self->locks, CHANGESET_LOCKS + changeset);
}

void
palier_engine_unlock_changeset (PalierEngine *self, gint64 changeset)
{
  palier_folder_unlock (self->locks, CHANGESET_LOCKS + changeset);
}

/* From any thread. */
void
palier_engine_tell_changed (PalierEngine *self, guint kinds)
{
  if (kinds == 0 || self->changed == NULL)
    return;
  g_atomic_int_or (&self->pending, kinds);
  g_source_set_ready_time (self->changed, 0);
}

/* On the writer's thread, whose connection sees no own change here. */
void
palier_engine_look_for_others (PalierEngine *self)
{
  gint64 version = self->data_version;

  if (self->writer == NULL
      || !palier_database_number (self->writer, &version, NULL, "PRAGMA data_version", "")
      || version == self->data_version)
    return;
  self->data_version = version;
  palier_engine_tell_changed (self, PALIER_CHANGED_ALL);
}

typedef struct
{
  PalierReadJob job;
  PalierArguments *arguments;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  palier_arguments_free (call->arguments);
  g_free (call);
}

static DexFuture *
future_from (DexFuture *future, GError *error)
{
  g_assert ((future == NULL) == (error != NULL));
  return future != NULL ? future : dex_future_new_for_error (error);
}

static DexFuture *
reject_closed (void)
{
  return dex_future_new_for_error (
      g_error_new_literal (PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_CLOSED, "closed"));
}

static DexFuture *
run_read_job (gpointer data)
{
  Call *call = data;
  PalierDatabase *database = call->arguments->engine->reader;
  DexFuture *future = NULL;
  GError *error = NULL;

  if (database == NULL)
    return reject_closed ();
  if (palier_database_begin_read (database, &error))
  {
    future = call->job (database, call->arguments, &error);
    palier_database_rollback (database);
  }
  return future_from (future, error);
}

static DexFuture *
run_write_job (gpointer data)
{
  Call *call = data;
  PalierEngine *self = call->arguments->engine;
  DexFuture *future = NULL;
  GError *error = NULL;

  if (self->writer == NULL)
    return reject_closed ();
  self->writer->bulk = FALSE;
  if (call->arguments->may_be_lost)
    palier_database_set_durable (self->writer, FALSE);
  if (!palier_database_begin_write (self->writer, &error))
  {
    palier_database_set_durable (self->writer, TRUE);
    return future_from (NULL, error);
  }
  future = call->job (self->writer, call->arguments, &error);
  if (future == NULL)
    palier_database_rollback (self->writer);
  else if (!palier_database_commit (self->writer, &error))
    dex_clear (&future);
  else
    palier_engine_tell_changed (self, self->writer->changed);
  if (call->arguments->may_be_lost)
    palier_database_set_durable (self->writer, TRUE);
  if (self->writer->bulk)
    g_usleep (GAP_US);
  return future_from (future, error);
}

static DexFuture *
run_long_job (gpointer data)
{
  Call *call = data;
  PalierDatabase *database = call->arguments->engine->writer;
  GError *error = NULL;

  if (database == NULL)
    return reject_closed ();
  DexFuture *future = call->job (database, call->arguments, &error);
  return future_from (future, error);
}

static DexFuture *
run (PalierEngine *self, PalierWorker *worker, PalierJob runner, PalierReadJob job,
     PalierArguments *arguments)
{
  Call *call = g_new0 (Call, 1);

  call->job = job;
  call->arguments = arguments;
  arguments->engine = self;
  return palier_worker_run (worker, runner, call, call_free);
}

DexFuture *
palier_engine_run_read (PalierEngine *self, PalierReadJob job, PalierArguments *arguments)
{
  return run (self, self->reading, run_read_job, job, arguments);
}

static DexFuture *
reject_read_only (PalierArguments *arguments)
{
  palier_arguments_free (arguments);
  return dex_future_new_for_error (g_error_new_literal (
      PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_READ_ONLY, "opened read-only"));
}

DexFuture *
palier_engine_run_write (PalierEngine *self, PalierWriteJob job, PalierArguments *arguments)
{
  if (self->mode == PALIER_WORKSPACE_READ_ONLY)
    return reject_read_only (arguments);
  return run (self, self->writing, run_write_job, job, arguments);
}

DexFuture *
palier_engine_run_long (PalierEngine *self, PalierWriteJob job, PalierArguments *arguments)
{
  if (self->mode == PALIER_WORKSPACE_READ_ONLY)
    return reject_read_only (arguments);
  return run (self, self->writing, run_long_job, job, arguments);
}
