/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets of a workspace.
 *
 * 1. key files: made for the owner only, read back; other forms and modes are refused
 * 2. libsecret (its file backend): set, get, clear; what was never set is "no secret" */
#include <glib/gstdio.h>
#include <string.h>

#include "palier-keyring.h"

static const GValue *
wait_for (DexFuture *future, GError **error)
{
  while (dex_future_is_pending (future))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (100);
  return dex_future_get_value (future, error);
}

typedef struct
{
  const char *content;
  gssize length;
  int mode;
  int code; /* -1: it is a key */
} FileCase;

#define HEX32 "00112233445566778899aabbccddeeff"

static const FileCase file_cases[] = {
  { HEX32 HEX32, -1, 0600, -1 },
  { HEX32 HEX32 "\n", -1, 0400, -1 },
  { HEX32 HEX32 "\r\n", -1, 0600, -1 },
  { HEX32, 32, 0600, -1 }, /* 32 bytes as they are */
  { HEX32 HEX32, -1, 0640, PALIER_KEYRING_ERROR_FILE_MODE },
  { HEX32 HEX32, -1, 0604, PALIER_KEYRING_ERROR_FILE_MODE },
  { HEX32 HEX32 "00", -1, 0600, PALIER_KEYRING_ERROR_FILE_FORM },
  { HEX32 "0011223344556677889gaabbccddeeff", -1, 0600, PALIER_KEYRING_ERROR_FILE_FORM },
  { "", -1, 0600, PALIER_KEYRING_ERROR_FILE_FORM },
  { "secret", -1, 0600, PALIER_KEYRING_ERROR_FILE_FORM },
};

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "key", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (file_cases); i++)
  {
    const FileCase *one = &file_cases[i];
    g_autoptr (GError) error = NULL;

    g_assert_true (g_file_set_contents (path, one->content, one->length, NULL));
    g_chmod (path, one->mode);
    g_autoptr (GBytes) key = palier_key_file_read (path, &error);
    if (one->code < 0)
      g_assert_cmpuint (g_bytes_get_size (key), ==, PALIER_KEYRING_KEY_SIZE);
    else
      g_assert_error (error, PALIER_KEYRING_ERROR, one->code);
    g_unlink (path);
  }
  g_rmdir (folder);
}

static void
test_create (void)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-key-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "new", "key", NULL);
  g_autoptr (GBytes) key = palier_key_from_text (HEX32 HEX32);
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (palier_key_file_create (path, key, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_autoptr (GBytes) read = palier_key_file_read (path, &error);
  g_assert_true (g_bytes_equal (read, key));

  g_assert_false (palier_key_file_create (path, key, &error));
  g_assert_error (error, PALIER_KEYRING_ERROR, PALIER_KEYRING_ERROR_FILE);
  g_unlink (path);
  g_autofree char *made = g_path_get_dirname (path);
  g_rmdir (made);
  g_rmdir (folder);
}

static void
assert_secret (const PalierId *workspace, const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  DexFuture *future = palier_keyring_get (workspace, name);
  const GValue *value = wait_for (future, &error);

  if (expected != NULL)
    g_assert_cmpstr (g_value_get_string (value), ==, expected);
  else
    g_assert_error (error, PALIER_KEYRING_ERROR, PALIER_KEYRING_ERROR_NO_SECRET);
  dex_unref (future);
}

static void
run (DexFuture *future)
{
  g_autoptr (GError) error = NULL;

  wait_for (future, &error);
  g_assert_no_error (error);
  dex_unref (future);
}

static void
test_libsecret (void)
{
  PalierId one = { { 1 } }, two = { { 2 } };

  assert_secret (&one, "key", NULL);
  run (palier_keyring_set (&one, "key", "Palier", "s3cret é"));
  run (palier_keyring_set (&two, "key", "Palier", "other"));
  assert_secret (&one, "key", "s3cret é");
  assert_secret (&one, "smtp", NULL);
  run (palier_keyring_set (&one, "key", "Palier", "newer"));
  assert_secret (&one, "key", "newer");
  run (palier_keyring_clear (&one, "key"));
  assert_secret (&one, "key", NULL);
  assert_secret (&two, "key", "other");
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("palier-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "secrets", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  dex_init ();
  g_test_add_func ("/keyring/files", test_files);
  g_test_add_func ("/keyring/create", test_create);
  g_test_add_func ("/keyring/libsecret", test_libsecret);
  int result = g_test_run ();
  g_unlink (path);
  g_rmdir (folder);
  return result;
}
