/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The face of an open base. What its threads touch is the engine's, which outlives this object for
 * as long as jobs are queued. */
#include "palier-workspace.h"

#include "palier-engine.h"
#include "palier-folder.h"

/* How soon what another process wrote is noticed. */
#define WATCH_INTERVAL_MS 200

struct _PalierWorkspace
{
  GObject parent_instance;
  PalierEngine *engine;
  GFileMonitor *monitor; /* (nullable) */
  gboolean looking;
};

G_DEFINE_FINAL_TYPE (PalierWorkspace, palier_workspace, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static DexFuture *
look_job (gpointer engine)
{
  palier_engine_look_for_others (engine);
  return dex_future_new_true ();
}

static DexFuture *
on_looked_cb (DexFuture *future, gpointer data)
{
  PalierWorkspace *self = data;

  self->looking = FALSE;
  return NULL;
}

static void
on_folder_changed_cb (PalierWorkspace *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  if (self->looking || !g_str_has_prefix (name, PALIER_BASE_NAME) || self->engine->writer == NULL)
    return;
  self->looking = TRUE;
  DexFuture *looked = palier_worker_run (self->engine->writing, look_job, self->engine, NULL);
  dex_future_disown (
      dex_future_finally (looked, on_looked_cb, g_object_ref (self), g_object_unref));
}

static gboolean
on_source_ready_cb (gpointer data)
{
  PalierWorkspace *self = data;

  g_source_set_ready_time (self->engine->changed, -1);
  guint kinds = g_atomic_int_exchange ((int *) &self->engine->pending, 0);
  if (kinds != 0)
    g_signal_emit (self, signals[CHANGED], 0, kinds);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_source (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs source_functions = { .dispatch = dispatch_source };

static void
make_source (PalierWorkspace *self)
{
  GSource *source = g_source_new (&source_functions, sizeof (GSource));
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  g_source_set_static_name (source, "palier-workspace-changed");
  g_source_set_callback (source, on_source_ready_cb, self, NULL);
  g_source_attach (source, context);
  self->engine->changed = source;
}

static void
watch (PalierWorkspace *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (self->engine->folder);

  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor == NULL)
    return;
  g_file_monitor_set_rate_limit (self->monitor, WATCH_INTERVAL_MS);
  g_signal_connect_swapped (self->monitor, "changed", G_CALLBACK (on_folder_changed_cb), self);
}

static PalierWorkspace *
workspace_new (const char *folder, GBytes *key, PalierWorkspaceMode mode, PalierClock *clock,
               PalierRandom *random)
{
  PalierWorkspace *self = g_object_new (PALIER_TYPE_WORKSPACE, NULL);

  self->engine = palier_engine_new (folder, key, mode, clock, random);
  make_source (self);
  return self;
}

static DexFuture *
open_job (gpointer data)
{
  GError *error = NULL;

  if (palier_engine_open (data, &error))
    return dex_future_new_true ();
  return dex_future_new_for_error (error);
}

static DexFuture *
create_job (gpointer data)
{
  PalierEngine *engine = data;
  PalierId id = engine->id;
  GError *error = NULL;

  if (palier_engine_create (engine, &id, &error))
    return dex_future_new_true ();
  return dex_future_new_for_error (error);
}

static DexFuture *
close_reader_job (gpointer data)
{
  palier_engine_close_reader (data);
  return dex_future_new_true ();
}

static DexFuture *
close_writer_job (gpointer data)
{
  palier_engine_close_writer (data);
  return dex_future_new_true ();
}

static DexFuture *
on_opened_cb (DexFuture *future, gpointer data)
{
  watch (data);
  return dex_future_new_for_object (data);
}

static void
palier_workspace_dispose (GObject *object)
{
  PalierWorkspace *self = PALIER_WORKSPACE (object);

  if (self->monitor != NULL)
    g_file_monitor_cancel (self->monitor);
  g_clear_object (&self->monitor);
  if (self->engine != NULL && self->engine->changed != NULL)
    g_source_destroy (self->engine->changed);
  G_OBJECT_CLASS (palier_workspace_parent_class)->dispose (object);
}

/* The last reference may fall on a thread of the engine, with a future that nobody awaits any
 * more; that thread cannot wait for itself. */
static void
palier_workspace_finalize (GObject *object)
{
  PalierEngine *engine = PALIER_WORKSPACE (object)->engine;

  if (palier_worker_is_current (engine->writing) || palier_worker_is_current (engine->reading))
    palier_engine_free_elsewhere (engine);
  else
    palier_engine_free (engine);
  G_OBJECT_CLASS (palier_workspace_parent_class)->finalize (object);
}

static void
palier_workspace_class_init (PalierWorkspaceClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->dispose = palier_workspace_dispose;
  object_class->finalize = palier_workspace_finalize;
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_WORKSPACE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
palier_workspace_init (PalierWorkspace *self)
{
}

/**
 * palier_workspace_wait_all_gone:
 * @patience_ms: for one that is held by what never ends
 *
 * For the end of a program, on its main thread: waits for the workspaces that nobody holds any
 * more, and for their threads.
 *
 * Returns: whether all have gone
 */
gboolean
palier_workspace_wait_all_gone (guint patience_ms)
{
  gint64 until_us = g_get_monotonic_time () + (gint64) patience_ms * 1000;

  while (!palier_engine_all_gone ())
  {
    /* Fibers that have ended let go here. */
    if (g_main_context_iteration (NULL, FALSE))
      continue;
    if (g_get_monotonic_time () > until_us)
      return FALSE;
    g_usleep (1000);
  }
  return TRUE;
}

/**
 * palier_workspace_probe:
 * @id: (out): by which the keyring knows the key
 *
 * Reads which workspace a folder holds, without its key.
 *
 * Errors: PALIER_STORAGE_ERROR NOT_A_FOLDER, NO_WORKSPACE, DAMAGED
 */
gboolean
palier_workspace_probe (const char *folder, PalierId *id, GError **error)
{
  g_autofree char *path = palier_folder_dup_base_path (folder);

  if (!palier_folder_read_name (folder, id, NULL, error))
    return FALSE;
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NO_WORKSPACE, "%s: no base", path);
  return FALSE;
}

static DexFuture *
start (PalierWorkspace *self, PalierJob job)
{
  DexFuture *future = palier_worker_run (self->engine->writing, job, self->engine, NULL);

  return dex_future_then (future, on_opened_cb, self, g_object_unref);
}

/**
 * palier_workspace_create:
 * @folder: made with its parents where it does not exist
 * @id: of the new workspace; the key is to be kept under it before
 * @key: 32 random bytes
 *
 * Returns: (transfer full): resolves to a PalierWorkspace, open; rejects with PALIER_STORAGE_ERROR
 * NOT_A_FOLDER, EXISTS, READ_ONLY, FULL, NO_CIPHER, FAILED, and then there is no base
 */
DexFuture *
palier_workspace_create (const char *folder, const PalierId *id, GBytes *key, PalierClock *clock,
                         PalierRandom *random)
{
  g_return_val_if_fail (g_bytes_get_size (key) == PALIER_WORKSPACE_KEY_SIZE, NULL);
  PalierWorkspace *self = workspace_new (folder, key, PALIER_WORKSPACE_READ_WRITE, clock, random);

  self->engine->id = *id;
  return start (self, create_job);
}

/**
 * palier_workspace_open:
 * @key: 32 bytes
 * @mode: READ_ONLY also opens what a newer version wrote, and a folder that is not writable
 *
 * Opens a base, brings it up to this version, and removes what dead processes left open.
 *
 * Returns: (transfer full): resolves to a PalierWorkspace; rejects with PALIER_STORAGE_ERROR
 * NOT_A_FOLDER, NO_WORKSPACE, WRONG_KEY, DAMAGED, TRUNCATED, NEWER, READ_ONLY, FULL, BUSY,
 * NO_CIPHER, FAILED
 */
DexFuture *
palier_workspace_open (const char *folder, GBytes *key, PalierWorkspaceMode mode,
                       PalierClock *clock, PalierRandom *random)
{
  g_return_val_if_fail (g_bytes_get_size (key) == PALIER_WORKSPACE_KEY_SIZE, NULL);
  return start (workspace_new (folder, key, mode, clock, random), open_job);
}

static DexFuture *
on_reader_closed_cb (DexFuture *future, gpointer data)
{
  PalierWorkspace *self = data;

  return palier_worker_run (self->engine->writing, close_writer_job, self->engine, NULL);
}

/* Closes the base after what was asked for before. Later calls reject with CLOSED. The connection
 * that writes goes last: it alone can move the log into the base and remove it. */
DexFuture *
palier_workspace_close (PalierWorkspace *self)
{
  DexFuture *reader =
      palier_worker_run (self->engine->reading, close_reader_job, self->engine, NULL);

  return dex_future_then (reader, on_reader_closed_cb, g_object_ref (self), g_object_unref);
}

const char *
palier_workspace_get_folder (PalierWorkspace *self)
{
  return self->engine->folder;
}

const PalierId *
palier_workspace_get_id (PalierWorkspace *self)
{
  return &self->engine->id;
}

const PalierId *
palier_workspace_get_device (PalierWorkspace *self)
{
  return &self->engine->device;
}

gboolean
palier_workspace_is_read_only (PalierWorkspace *self)
{
  return self->engine->mode == PALIER_WORKSPACE_READ_ONLY;
}

/* An id for a record that is about to be made. */
PalierId
palier_workspace_new_id (PalierWorkspace *self)
{
  return palier_id_new (self->engine->clock, self->engine->random);
}

/* Returns: whether this process holds the lock now; it keeps it until it unlocks or ends. */
gboolean
palier_workspace_try_lock (PalierWorkspace *self, PalierLock lock)
{
  return palier_folder_try_lock (self->engine->locks, lock);
}

void
palier_workspace_unlock (PalierWorkspace *self, PalierLock lock)
{
  palier_folder_unlock (self->engine->locks, lock);
}

DexFuture *
palier_workspace_read (PalierWorkspace *self, PalierReadJob job, PalierArguments *arguments)
{
  return palier_engine_run_read (self->engine, job, arguments);
}

DexFuture *
palier_workspace_write (PalierWorkspace *self, PalierWriteJob job, PalierArguments *arguments)
{
  return palier_engine_run_write (self->engine, job, arguments);
}

DexFuture *
palier_workspace_write_long (PalierWorkspace *self, PalierWriteJob job, PalierArguments *arguments)
{
  return palier_engine_run_long (self->engine, job, arguments);
}
