/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1  the 1st, 2nd, … write to the disk fails, once or from then on, during an import, an edit, a
 *    deletion, an undo: each either happens wholly or not at all, and the base is sound
 * 2  a writer is killed at any moment: the same
 *
 * In the quick run some of the points, with -m slow every one.
 */
#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>

#include "storage-fixture.h"

#define ROWS 20
#define CHUNKS 3

/* ---- A file system whose n-th write fails */

static int countdown; /* 0: none fails; atomic */
static gboolean stays_broken;
static sqlite3_vfs broken_vfs;
static sqlite3_vfs *real_vfs;
static struct
{
  const sqlite3_io_methods *real;
  sqlite3_io_methods methods;
} tables[8];
static GMutex tables_lock;

static gboolean
fails_now (void)
{
  int left = g_atomic_int_get (&countdown);

  if (left == 0)
    return FALSE;
  if (left == 1)
  {
    if (!stays_broken)
      g_atomic_int_set (&countdown, 0);
    return TRUE;
  }
  g_atomic_int_add (&countdown, -1);
  return FALSE;
}

static const sqlite3_io_methods *
real_methods (sqlite3_file *file)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    if (file->pMethods == &tables[i].methods)
      return tables[i].real;
  g_assert_not_reached ();
}

static int
broken_write (sqlite3_file *file, const void *data, int length, sqlite3_int64 offset)
{
  return fails_now () ? SQLITE_FULL : real_methods (file)->xWrite (file, data, length, offset);
}

static int
broken_sync (sqlite3_file *file, int flags)
{
  return fails_now () ? SQLITE_IOERR_FSYNC : real_methods (file)->xSync (file, flags);
}

static int
broken_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  return fails_now () ? SQLITE_IOERR_TRUNCATE : real_methods (file)->xTruncate (file, size);
}

static int
broken_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
  int result = real_vfs->xOpen (real_vfs, name, file, flags, out);
  gsize i = 0;

  if (file->pMethods == NULL)
    return result;
  g_mutex_lock (&tables_lock);
  while (tables[i].real != NULL && tables[i].real != file->pMethods)
    g_assert_cmpuint (++i, <, G_N_ELEMENTS (tables));
  tables[i].real = file->pMethods;
  tables[i].methods = *file->pMethods;
  tables[i].methods.xWrite = broken_write;
  tables[i].methods.xSync = broken_sync;
  tables[i].methods.xTruncate = broken_truncate;
  file->pMethods = &tables[i].methods;
  g_mutex_unlock (&tables_lock);
  return result;
}

static void
install_broken_vfs (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  broken_vfs = *real_vfs;
  broken_vfs.zName = "broken";
  broken_vfs.xOpen = broken_open;
  g_assert_cmpint (sqlite3_vfs_register (&broken_vfs, 1), ==, SQLITE_OK);
}

/* ---- Actions, each in the middle of which something may fail */

static gboolean
done (DexFuture *future)
{
  gboolean good = fixture_wait (future, NULL) != NULL;

  dex_unref (future);
  return good;
}

static PalierId
nth_id (int i)
{
  PalierId id = PALIER_ID_NIL;

  id.bytes[0] = 1;
  id.bytes[15] = (guint8) i;
  return id;
}

static gboolean
insert (PalierWorkspace *workspace, const PalierId *changeset, int first, gboolean known_ids)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (first, ROWS);

  for (int i = 0; known_ids && i < ROWS; i++)
  {
    PalierId id = nth_id (i);
    palier_prospect_set_id (g_ptr_array_index (prospects, i), &id);
  }
  return done (palier_prospect_store_insert (workspace, changeset, prospects, NULL));
}

static gboolean
edit (PalierWorkspace *workspace, const PalierId *changeset, int row)
{
  g_autoptr (GPtrArray) edits =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_prospect_edit_free);
  PalierId id = nth_id (row);

  g_ptr_array_add (edits, palier_prospect_edit_new (&id, PALIER_FIELD_CITY, "Quimper", NULL));
  return done (palier_prospect_store_update (workspace, changeset, edits));
}

static gboolean
import (PalierWorkspace *workspace, const PalierId *id)
{
  gboolean good = done (palier_changeset_store_begin (workspace, id, "import", "a.csv"));

  for (int i = 1; good && i <= CHUNKS; i++)
    good = insert (workspace, id, 100 * i, FALSE);
  return good && edit (workspace, id, 3) && done (palier_changeset_store_close (workspace, id));
}

static gboolean
run_import (Fixture *self)
{
  PalierId id = palier_workspace_new_id (self->workspace);

  return import (self->workspace, &id);
}

static gboolean
run_edit (Fixture *self)
{
  return edit (self->workspace, NULL, 3);
}

static gboolean
run_delete (Fixture *self)
{
  PalierId ids[] = { nth_id (1), nth_id (2) };

  return done (palier_prospect_store_delete (self->workspace, ids, 2));
}

static const PalierId imported_id = { { 0x77 } };

static void
prepare_undo (Fixture *self)
{
  g_assert_true (import (self->workspace, &imported_id));
}

static gboolean
run_undo (Fixture *self)
{
  return done (palier_changeset_store_undo (self->workspace, &imported_id));
}

static const struct Action
{
  const char *name;
  void (*prepare) (Fixture *self); /* (nullable) */
  gboolean (*run) (Fixture *self);
  guint rows_before, rows_after;
  guint edited_before, edited_after;
} actions[] = {
  { "import", NULL, run_import, ROWS, ROWS + CHUNKS *ROWS, 0, 1 },
  { "edit", NULL, run_edit, ROWS, ROWS, 0, 1 },
  { "delete", NULL, run_delete, ROWS, ROWS - 2, 0, 0 },
  { "undo", prepare_undo, run_undo, ROWS + CHUNKS *ROWS, ROWS, 1, 0 },
};

/* ---- 1 */

static void
save (Fixture *self, GHashTable *files)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
  {
    g_autofree char *path = g_build_filename (self->folder, name, NULL);
    char *content;
    gsize length;
    g_assert_true (g_file_get_contents (path, &content, &length, NULL));
    g_hash_table_insert (files, g_steal_pointer (&path), g_bytes_new_take (content, length));
  }
}

static void
restore (Fixture *self, GHashTable *files)
{
  GHashTableIter iter;
  gpointer path, content;

  fixture_remove_folder (self->folder);
  g_assert_cmpint (g_mkdir (self->folder, 0700), ==, 0);
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &path, &content))
    g_assert_true (g_file_set_contents_full (path, g_bytes_get_data (content, NULL),
                                             (gssize) g_bytes_get_size (content),
                                             G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* Wholly before or wholly after; after, where the action said so. */
static void
assert_whole (Fixture *self, const struct Action *action, gboolean said_done)
{
  guint rows = fixture_count (self, NULL), edited = fixture_count (self, "quimper");
  gboolean before = rows == action->rows_before && edited == action->edited_before;
  gboolean after = rows == action->rows_after && edited == action->edited_after;

  g_assert_true (before || after);
  if (said_done)
    g_assert_true (after);
  fixture_done (palier_workspace_check (self->workspace));
}

/* Returns: whether there was an n-th write at all */
static gboolean
fail_at (Fixture *self, const struct Action *action, int n)
{
  self->workspace = fixture_take_workspace (fixture_open (self));
  g_atomic_int_set (&countdown, n);
  gboolean said_done = action->run (self);
  gboolean reached = g_atomic_int_get (&countdown) <= 1;
  if (!said_done && action->run == run_undo)
  {
    g_atomic_int_set (&countdown, 0);
    said_done = action->run (self);
    g_assert_true (said_done);
  }
  fixture_close (self);
  g_atomic_int_set (&countdown, 0);
  self->workspace = fixture_take_workspace (fixture_open (self));
  assert_whole (self, action, said_done);
  fixture_close (self);
  return reached;
}

static void
test_failures (Fixture *self, gconstpointer data)
{
  const struct Action *action = data;
  int stride = g_test_slow () ? 1 : 23;
  g_autoptr (GHashTable) files =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);

  g_assert_true (insert (self->workspace, NULL, 0, TRUE));
  if (action->prepare != NULL)
    action->prepare (self);
  fixture_close (self);
  save (self, files);
  for (int broken = 0; broken <= 1; broken++)
  {
    stays_broken = broken;
    int n = g_test_rand_int_range (1, stride + 1);
    for (; restore (self, files), fail_at (self, action, n); n += stride)
      ;
    g_test_message ("%s, %s: no write %d", action->name, broken ? "for good" : "once", n);
  }
}

/* ---- 2 */

/* The process that is killed: imports, undoes every second one, edits one row again and again. */
static int
write_until_killed (const char *folder)
{
  Fixture self = { 0 };

  fixture_set_up_empty (&self, NULL);
  fixture_remove_folder (self.folder);
  g_set_str (&self.folder, folder);
  palier_random_unref (self.random);
  self.random = palier_random_new_system ();
  self.workspace = fixture_take_workspace (fixture_open (&self));
  for (int i = 0;; i++)
  {
    PalierId id = palier_workspace_new_id (self.workspace);
    palier_clock_advance (self.clock, 1000);
    if (!import (self.workspace, &id) || !edit (self.workspace, NULL, i % ROWS)
        || (i % 2 && !done (palier_changeset_store_undo (self.workspace, &id))))
      return 1;
  }
}

static void
kill_one (Fixture *self, const char *program)
{
  const char *argv[] = { program, "--write-in", self->folder, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;
  int status;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  g_usleep ((gulong) g_test_rand_int_range (20000, 220000));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status));
}

static void
test_kill (Fixture *self, gconstpointer program)
{
  int runs = g_test_slow () ? 200 : 6;

  g_assert_true (insert (self->workspace, NULL, 0, TRUE));
  fixture_close (self);
  for (int i = 0; i < runs; i++)
  {
    kill_one (self, program);
    self->workspace = fixture_take_workspace (fixture_open (self));
    guint rows = fixture_count (self, NULL);
    g_test_message ("%u rows", rows);
    g_assert_cmpuint ((rows - ROWS) % (CHUNKS * ROWS), ==, 0);
    fixture_done (palier_workspace_check (self->workspace));
    fixture_close (self);
  }
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--write-in") == 0)
    return write_until_killed (argv[2]);
  g_test_init (&argc, &argv, NULL);
  install_broken_vfs ();
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
  {
    g_autofree char *path = g_strdup_printf ("/storage/faults/%s", actions[i].name);
    g_test_add (path, Fixture, &actions[i], fixture_set_up, test_failures, fixture_tear_down);
  }
  g_test_add ("/storage/faults/kill", Fixture, argv[0], fixture_set_up, test_kill,
              fixture_tear_down);
  return g_test_run ();
}
