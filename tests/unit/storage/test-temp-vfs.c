/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the database library puts on the disk beside the base.
 *
 * 1. sorting and temporary tables that do not fit into memory come out right
 * 2. meanwhile no open file of this process holds a word of them, and none has a name */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-database.h"

#define CANARY "jeanne.legoff@agence-du-port.example"

typedef struct
{
  char *folder;
  char *path;
  PalierClock *clock;
  PalierRandom *random;
  PalierDatabase *database;
} Fixture;

static void
fixture_set_up (Fixture *self, gconstpointer unused)
{
  static const guint8 key[32] = { 1, 2, 3 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (key, sizeof key);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("palier-temp-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "base.db", NULL);
  self->clock = palier_clock_new_fake (0);
  self->random = palier_random_new_seeded (1);
  self->database = palier_database_open (self->path, bytes, PALIER_DATABASE_CREATE, self->clock,
                                         self->random, &error);
  g_assert_no_error (error);
}

static void
fixture_tear_down (Fixture *self, gconstpointer unused)
{
  palier_database_free (self->database);
  g_unlink (self->path);
  g_rmdir (self->folder);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
  g_free (self->path);
  g_free (self->folder);
}

static void
run (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;

  palier_database_exec (self->database, sql, &error);
  g_assert_no_error (error);
}

/* A temporary table of some megabytes, with room for 200 KiB in memory. */
static void
fill (Fixture *self)
{
  run (self, "PRAGMA cache_size = -200; CREATE TEMP TABLE t (a, b); PRAGMA temp.cache_size = -200");
  run (self, "WITH RECURSIVE c (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 59999) "
             "INSERT INTO t SELECT (i * 7919) % 60000, '" CANARY "' || i FROM c");
}

static void
test_sorts (Fixture *self, gconstpointer unused)
{
  gint64 number = 0;
  g_autoptr (GError) error = NULL;

  fill (self);
  run (self, "CREATE INDEX temp.t_b ON t (b); CREATE INDEX temp.t_a ON t (a)");
  g_assert_true (palier_database_number (
      self->database, &number, &error,
      "SELECT count(*) FROM t WHERE b = '" CANARY "' || 59998 AND a = (59998 * 7919) % 60000", ""));
  g_assert_cmpint (number, ==, 1);
  g_assert_true (palier_database_number (
      self->database, &number, &error,
      "SELECT count(*) FROM (SELECT a, lag (a) OVER (ORDER BY a) AS before FROM t) "
      "WHERE before IS NULL OR a = before + 1",
      ""));
  g_assert_cmpint (number, ==, 60000);
}

/* Returns: how many bytes without a name are open; none of them is to be read. */
static gsize
look_at_files (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  gsize total = 0;

  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
  {
    g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
    g_autofree char *target = g_file_read_link (path, NULL);
    g_autofree char *bytes = NULL;
    gsize length;
    if (target == NULL || !g_str_has_suffix (target, " (deleted)")
        || !g_file_get_contents (path, &bytes, &length, NULL))
      continue;
    g_assert_null (memmem (bytes, length, "legoff", 6));
    g_assert_null (memmem (bytes, length, "agence-du-port", 14));
    total += length;
  }
  return total;
}

static void
test_secret (Fixture *self, gconstpointer unused)
{
  g_autoptr (GDir) dir = NULL;

  fill (self);
  g_assert_cmpuint (look_at_files (), >, 1 << 20);
  dir = g_dir_open (self->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL;)
    g_assert_true (g_str_has_prefix (name, "base.db"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, test) g_test_add (name, Fixture, NULL, fixture_set_up, test, fixture_tear_down)
  ADD ("/temp-vfs/sorts", test_sorts);
  ADD ("/temp-vfs/secret", test_secret);
  return g_test_run ();
}
