/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 1  create, close, open again: id, device and keys stay; nothing readable on the disk
 * 2  each way of not being a base has its own code, and leaves the folder as it was
 * 3  damage at any page is told, never read as data
 * 4  a newer base: refused, but readable when asked for
 * 5  a folder that cannot be written
 * 6  no room on the disk: the write fails, what was there stays
 * 7  two openings see each other's writes and say so; locks exclude
 * 8  stamps never go back, whatever the wall clock does between two runs
 * 9  a base of each earlier version of the format is brought up to this one
 * 10 a creation that was cut short can be made again
 * 11 the end of a program waits for bases that are let go of, whoever held them last
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-database.h"
#include "palier-message-store.h"
#include "palier-schema.h"
#include "storage-fixture.h"

static char *
base_path (Fixture *self)
{
  return g_build_filename (self->folder, "base.db", NULL);
}

static char *
read_base (Fixture *self, gsize *length)
{
  g_autofree char *path = base_path (self);
  char *content;

  g_assert_true (g_file_get_contents (path, &content, length, NULL));
  return content;
}

static void
insert_some (Fixture *self, int count)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (0, count);

  fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
}

static void
test_create (Fixture *self, gconstpointer unused)
{
  PalierId id = *palier_workspace_get_id (self->workspace);
  PalierId device = *palier_workspace_get_device (self->workspace), probed;
  gsize length;

  insert_some (self, 10);
  fixture_reopen (self);
  g_assert_true (palier_id_equal (&id, palier_workspace_get_id (self->workspace)));
  g_assert_true (palier_id_equal (&device, palier_workspace_get_device (self->workspace)));
  g_assert_true (palier_workspace_probe (self->folder, &probed, NULL));
  g_assert_true (palier_id_equal (&id, &probed));
  g_assert_cmpuint (fixture_count (self, "lefevre"), ==, 10);
  fixture_close (self);
  g_autofree char *content = read_base (self, &length);
  g_assert_null (memmem (content, length, "Nantes", 6));
  g_assert_null (memmem (content, length, "SQLite", 6));
}

static void
write_file (Fixture *self, const char *name, const char *content, gssize length)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, length, NULL));
}

static void
test_not_a_base (Fixture *self, gconstpointer unused)
{
  PalierId id = palier_id_new (self->clock, self->random);
  g_autofree char *file = g_build_filename (self->folder, "file", NULL);
  g_autofree char *inside = g_build_filename (file, "base", NULL);
  g_autofree char *folder = g_strdup (self->folder);

  fixture_fails (fixture_open (self), PALIER_STORAGE_ERROR_NO_WORKSPACE);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_set_str (&self->folder, file);
  fixture_fails (fixture_open (self), PALIER_STORAGE_ERROR_NOT_A_FOLDER);
  fixture_fails (palier_workspace_create (file, &id, self->key, self->clock, self->random),
                 PALIER_STORAGE_ERROR_NOT_A_FOLDER);
  fixture_fails (palier_workspace_create (inside, &id, self->key, self->clock, self->random),
                 PALIER_STORAGE_ERROR_NOT_A_FOLDER);
  g_set_str (&self->folder, folder);
  write_file (self, "workspace.conf", "nonsense", -1);
  fixture_fails (fixture_open (self), PALIER_STORAGE_ERROR_DAMAGED);
}

static void
test_wrong_key (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) right = g_bytes_ref (self->key);
  guint8 wrong[32] = { 1 };
  PalierId id = palier_id_new (self->clock, self->random);
  gsize before, after;

  insert_some (self, 3);
  fixture_close (self);
  g_autofree char *content = read_base (self, &before);
  g_bytes_unref (self->key);
  self->key = g_bytes_new (wrong, sizeof wrong);
  fixture_fails (fixture_open (self), PALIER_STORAGE_ERROR_WRONG_KEY);
  fixture_fails (palier_workspace_create (self->folder, &id, self->key, self->clock, self->random),
                 PALIER_STORAGE_ERROR_EXISTS);
  g_autofree char *same = read_base (self, &after);
  g_assert_cmpmem (content, before, same, after);
  g_bytes_unref (self->key);
  self->key = g_bytes_ref (right);
  self->workspace = fixture_take_workspace (fixture_open (self));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 3);
}

static void
test_truncated (Fixture *self, gconstpointer unused)
{
  static const double parts[] = { 0, 0.001, 0.3, 0.5, 0.9 };
  gsize length;

  insert_some (self, 500);
  fixture_close (self);
  g_autofree char *content = read_base (self, &length);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
  {
    write_file (self, "base.db", content, (gssize) ((double) (length / 4096) * parts[i]) * 4096);
    fixture_fails (fixture_open (self), PALIER_STORAGE_ERROR_TRUNCATED);
  }
  write_file (self, "base.db", content, (gssize) length);
  self->workspace = fixture_take_workspace (fixture_open (self));
  fixture_done (palier_workspace_check (self->workspace));
}

/* A byte turned in each page in turn: opening or the check says so. */
static void
test_damaged (Fixture *self, gconstpointer unused)
{
  gsize length;

  insert_some (self, 50);
  fixture_close (self);
  g_autofree char *content = read_base (self, &length);
  for (gsize page = 0; page < length / 4096; page += 1 + length / 4096 / 25)
  {
    g_autoptr (GError) error = NULL;
    content[page * 4096 + 2000] ^= 1;
    write_file (self, "base.db", content, (gssize) length);
    DexFuture *opened = fixture_open (self);
    const GValue *value = fixture_wait (opened, &error);
    if (value != NULL)
    {
      self->workspace = g_value_dup_object (value);
      fixture_fails (palier_workspace_check (self->workspace), PALIER_STORAGE_ERROR_DAMAGED);
      fixture_close (self);
    }
    else
      g_assert_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED);
    dex_unref (opened);
    content[page * 4096 + 2000] ^= 1;
  }
  write_file (self, "base.db", content, (gssize) length);
  self->workspace = fixture_take_workspace (fixture_open (self));
}

static void
run_sql (Fixture *self, const char *sql)
{
  g_autofree char *path = base_path (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDatabase) database = palier_database_open (
      path, self->key, PALIER_DATABASE_READ_WRITE, self->clock, self->random, &error);

  g_assert_no_error (error);
  palier_database_exec (database, sql, &error);
  g_assert_no_error (error);
}

static void
test_newer (Fixture *self, gconstpointer unused)
{
  g_autoptr (GPtrArray) prospects = fixture_prospects (5, 1);

  insert_some (self, 3);
  fixture_close (self);
  run_sql (self, "PRAGMA user_version = 1000");
  fixture_fails (fixture_open (self), PALIER_STORAGE_ERROR_NEWER);
  self->workspace = fixture_take_workspace (fixture_open_mode (self, PALIER_WORKSPACE_READ_ONLY));
  g_assert_true (palier_workspace_is_read_only (self->workspace));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 3);
  fixture_fails (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL),
                 PALIER_STORAGE_ERROR_READ_ONLY);
}

static void
test_read_only (Fixture *self, gconstpointer unused)
{
  PalierId id = palier_id_new (self->clock, self->random);
  g_autofree char *below = g_build_filename (self->folder, "new", NULL);
  uid_t user = geteuid ();

  insert_some (self, 3);
  fixture_close (self);
  g_assert_cmpint (chmod (self->folder, 0555), ==, 0);
  /* Permissions mean nothing to the superuser. */
  if (user == 0)
    g_assert_cmpint (seteuid (65534), ==, 0);
  fixture_fails (palier_workspace_create (below, &id, self->key, self->clock, self->random),
                 PALIER_STORAGE_ERROR_READ_ONLY);
  DexFuture *opened = fixture_open (self);
  g_autoptr (GError) error = NULL;
  g_assert_null (fixture_wait (opened, &error));
  dex_unref (opened);
  if (user == 0)
    g_assert_cmpint (seteuid (0), ==, 0);
  else
    g_assert_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_READ_ONLY);
  g_assert_cmpint (chmod (self->folder, 0700), ==, 0);
  self->workspace = fixture_take_workspace (fixture_open (self));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 3);
}

/* The base may grow no further: the same answer as of a full disk. */
static void
test_full (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = base_path (self);
  g_autoptr (GError) error = NULL;
  gint64 pages = 0, before = 0, rows = 0;

  insert_some (self, 20);
  fixture_close (self);
  g_autoptr (PalierDatabase) database = palier_database_open (
      path, self->key, PALIER_DATABASE_READ_WRITE, self->clock, self->random, &error);
  g_assert_true (palier_database_number (database, &pages, &error, "PRAGMA page_count", ""));
  g_assert_true (
      palier_database_number (database, &before, &error, "SELECT count(*) FROM local", ""));
  g_autofree char *sql = g_strdup_printf ("PRAGMA max_page_count = %d", (int) pages + 3);
  g_assert_true (palier_database_exec (database, sql, &error));
  g_assert_true (palier_database_begin_write (database, &error));
  while (palier_database_run (
      database, &error, "INSERT INTO local VALUES (hex (randomblob (16)), randomblob (4000))", ""))
    ;
  g_assert_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_FULL);
  palier_database_rollback (database);
  g_clear_error (&error);
  g_assert_true (
      palier_database_number (database, &rows, &error, "SELECT count(*) FROM local", ""));
  g_assert_cmpint (rows, ==, before);
  g_clear_pointer (&database, palier_database_free);
  self->workspace = fixture_take_workspace (fixture_open (self));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 20);
  fixture_done (palier_workspace_check (self->workspace));
}

static void
on_changed_cb (PalierWorkspace *workspace, guint kinds, gpointer seen)
{
  *(guint *) seen |= kinds;
}

static void
wait_for (const guint *seen, guint kinds)
{
  gint64 until_us = g_get_monotonic_time () + 5 * G_USEC_PER_SEC;

  while ((*seen & kinds) != kinds && g_get_monotonic_time () < until_us)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmphex (*seen & kinds, ==, kinds);
}

static void
test_two_openings (Fixture *self, gconstpointer unused)
{
  PalierWorkspace *first = self->workspace;
  PalierWorkspace *second = fixture_take_workspace (fixture_open (self));
  guint own = 0, others = 0;

  g_signal_connect (first, "changed", G_CALLBACK (on_changed_cb), &own);
  g_signal_connect (second, "changed", G_CALLBACK (on_changed_cb), &others);
  insert_some (self, 4);
  wait_for (&own, PALIER_CHANGED (PALIER_KIND_PROSPECT));
  wait_for (&others, PALIER_CHANGED (PALIER_KIND_PROSPECT));
  self->workspace = second;
  g_assert_cmpuint (fixture_count (self, NULL), ==, 4);
  self->workspace = first;

  g_assert_true (palier_workspace_try_lock (first, PALIER_LOCK_SYNC));
  g_assert_false (palier_workspace_try_lock (second, PALIER_LOCK_SYNC));
  g_assert_true (palier_workspace_try_lock (second, PALIER_LOCK_RELAY));
  palier_workspace_unlock (first, PALIER_LOCK_SYNC);
  g_assert_true (palier_workspace_try_lock (second, PALIER_LOCK_SYNC));

  /* An open changeset of a living process is left alone by whoever opens the base. */
  PalierId import = palier_workspace_new_id (first);
  g_autoptr (GPtrArray) prospects = fixture_prospects (50, 5);
  fixture_done (palier_changeset_store_begin (first, &import, "import", NULL));
  fixture_take_int64 (palier_prospect_store_insert (first, &import, prospects, NULL));
  fixture_done (palier_workspace_close (second));
  g_object_unref (second);
  second = fixture_take_workspace (fixture_open (self));
  fixture_done (palier_changeset_store_close (first, &import));
  g_assert_cmpuint (fixture_count (self, NULL), ==, 9);
  fixture_done (palier_workspace_close (second));
  g_object_unref (second);
}

static gint64
last_stamp (Fixture *self)
{
  g_autofree char *path = base_path (self);
  g_autoptr (PalierDatabase) database = palier_database_open (
      path, self->key, PALIER_DATABASE_READER, self->clock, self->random, NULL);
  gint64 stamp = 0;

  g_assert_true (
      palier_database_number (database, &stamp, NULL, "SELECT max (stamp) FROM prospect", ""));
  return stamp;
}

static void
test_stamps (Fixture *self, gconstpointer unused)
{
  gint64 last = 0;

  for (int i = 0; i < 6; i++)
  {
    g_autoptr (GPtrArray) prospects = fixture_prospects (i, 1);
    fixture_take_int64 (palier_prospect_store_insert (self->workspace, NULL, prospects, NULL));
    gint64 stamp = last_stamp (self);
    g_assert_cmpint (stamp, >, last);
    last = stamp;
    palier_clock_set (self->clock, START_MS - i * 86400 * G_GINT64_CONSTANT (1000));
    if (i % 2)
      fixture_reopen (self);
  }
}

/* A base as version @from made it, with a row. */
static void
make_old_base (Fixture *self, int from)
{
  g_autofree char *path = base_path (self);
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  g_autoptr (PalierDatabase) database = palier_database_open (
      path, self->key, PALIER_DATABASE_CREATE, self->clock, self->random, &error);
  g_assert_no_error (error);
  g_assert_true (palier_schema_migrate (database, from, &error));
  g_assert_true (palier_database_exec (
      database,
      "INSERT INTO local VALUES ('device', zeroblob (16)), ('suppression_key', zeroblob (32));"
      "INSERT INTO prospect (id, stamp, device, city) VALUES (randomblob (16), 0, 1, 'Tours');"
      "INSERT INTO prospect_fts (rowid, city) VALUES (1, 'Tours');"
      "INSERT INTO message (id, stamp, device, state, due_at) VALUES (randomblob (16), 0, 1, 'approved', 5),"
      " (zeroblob (16), 0, 1, 'approved', 5), (randomblob (16), 0, 1, 'draft', 5);"
      "INSERT INTO event (id, stamp, device, name, at, message, data)"
      " VALUES (randomblob (16), 0, 1, 'message.state', 5, zeroblob (16), '{\"state\":\"accepted\"}')",
      &error));
}

static void
test_migrations (Fixture *self, gconstpointer unused)
{
  for (int from = 1; from <= palier_schema_latest (); from++)
  {
    fixture_close (self);
    make_old_base (self, from);
    self->workspace = fixture_take_workspace (fixture_open (self));
    g_assert_cmpuint (fixture_count (self, "tours"), ==, 1);
    g_autofree PalierMessageCounts *counts =
        fixture_take_boxed (palier_message_store_count (self->workspace));
    g_assert_cmpuint (counts->queued, ==, 1);
    fixture_done (palier_workspace_check (self->workspace));
  }
}

static void
test_cut_short (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = base_path (self);
  g_autofree char *fresh = g_strconcat (path, ".new", NULL);
  PalierId id;

  fixture_close (self);
  g_assert_cmpint (g_rename (path, fresh), ==, 0);
  g_assert_false (palier_workspace_probe (self->folder, &id, NULL));
  fixture_fails (fixture_open (self), PALIER_STORAGE_ERROR_NO_WORKSPACE);
  fixture_create (self);
  insert_some (self, 1);
  g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
}

static void
test_wait (Fixture *self, gconstpointer unused)
{
  insert_some (self, 10);
  g_assert_false (palier_workspace_wait_all_gone (20));
  g_clear_object (&self->workspace);
  g_assert_true (palier_workspace_wait_all_gone (20000));
  /* The last to hold it is what runs on a thread of its own. */
  for (int i = 0; i < 20; i++)
  {
    self->workspace = fixture_take_workspace (fixture_open (self));
    dex_future_disown (palier_workspace_check (self->workspace));
    g_clear_object (&self->workspace);
    g_assert_true (palier_workspace_wait_all_gone (20000));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, set_up, function)                                                               \
  g_test_add (path, Fixture, NULL, set_up, function, fixture_tear_down)
  TEST ("/storage/workspace/create", fixture_set_up, test_create);
  TEST ("/storage/workspace/not-a-base", fixture_set_up_empty, test_not_a_base);
  TEST ("/storage/workspace/wrong-key", fixture_set_up, test_wrong_key);
  TEST ("/storage/workspace/truncated", fixture_set_up, test_truncated);
  TEST ("/storage/workspace/damaged", fixture_set_up, test_damaged);
  TEST ("/storage/workspace/newer", fixture_set_up, test_newer);
  TEST ("/storage/workspace/read-only", fixture_set_up, test_read_only);
  TEST ("/storage/workspace/full", fixture_set_up, test_full);
  TEST ("/storage/workspace/two-openings", fixture_set_up, test_two_openings);
  TEST ("/storage/workspace/stamps", fixture_set_up, test_stamps);
  TEST ("/storage/workspace/migrations", fixture_set_up, test_migrations);
  TEST ("/storage/workspace/cut-short", fixture_set_up, test_cut_short);
  TEST ("/storage/workspace/wait", fixture_set_up, test_wait);
  return g_test_run ();
}
