/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Room on the disk for what need not stay in memory.
 *
 * 1. what was written is read, in any pieces, at any place
 * 2. nothing of it stands on the disk as it was written, nor does the folder list a file
 * 3. beyond its end: an error; in a folder that is none: an error */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "palier-scratch.h"

static PalierScratch *
make_scratch (const char *folder)
{
  g_autoptr (GError) error = NULL;
  PalierScratch *scratch = palier_scratch_new (folder, &error);

  g_assert_no_error (error);
  return scratch;
}

static void
test_pieces (void)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-scratch-XXXXXX", NULL);
  g_autoptr (PalierScratch) scratch = make_scratch (folder);
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);
  g_autofree guint8 *bytes = g_malloc (100000), *back = g_malloc (100000);
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 100000; i++)
    bytes[i] = (guint8) g_rand_int (rand);
  for (gsize done = 0, n; done < 100000; done += n)
  {
    n = MIN ((gsize) g_rand_int_range (rand, 1, 40000), 100000 - done);
    g_assert_true (palier_scratch_write (scratch, done, bytes + done, n, &error));
  }
  for (int i = 0; i < 200; i++)
  {
    gsize from = (gsize) g_rand_int_range (rand, 0, 100000);
    gsize n = (gsize) g_rand_int_range (rand, 0, (gint32) (100001 - from));
    g_assert_true (palier_scratch_read (scratch, from, back, n, &error));
    g_assert_cmpmem (back, n, bytes + from, n);
  }
  g_assert_no_error (error);
  g_rmdir (folder);
}

/* The file's own descriptor is the last that was opened. */
static void
test_secret (void)
{
  static const char canary[] = "jeanne.legoff@agence-du-port.example";
  g_autofree char *folder = g_dir_make_tmp ("palier-scratch-XXXXXX", NULL);
  int next = open ("/dev/null", O_RDONLY | O_CLOEXEC);

  close (next);
  g_autoptr (PalierScratch) scratch = make_scratch (folder);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", next);
  g_autofree char *stored = NULL;
  gsize length;

  for (guint i = 0; i < 100; i++)
    g_assert_true (palier_scratch_write (scratch, i * sizeof canary, canary, sizeof canary, NULL));
  g_assert_true (g_file_get_contents (path, &stored, &length, NULL));
  g_assert_cmpuint (length, ==, 100 * sizeof canary);
  g_assert_null (memmem (stored, length, "legoff", 6));
  g_assert_null (memmem (stored, length, "agence", 6));
  g_assert_null (memmem (stored + 16, length - 16, stored, 16));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  g_rmdir (folder);
}

static void
test_errors (void)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-scratch-XXXXXX", NULL);
  g_autoptr (PalierScratch) scratch = make_scratch (folder);
  g_autoptr (GError) error = NULL, none = NULL;
  char byte;

  g_assert_false (palier_scratch_read (scratch, 10, &byte, 1, &error));
  g_assert_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_FAILED);
  g_assert_null (palier_scratch_new ("/nowhere/at/all", &none));
  g_assert_error (none, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_FAILED);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scratch/pieces", test_pieces);
  g_test_add_func ("/scratch/secret", test_secret);
  g_test_add_func ("/scratch/errors", test_errors);
  return g_test_run ();
}
