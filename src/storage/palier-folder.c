/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `workspace.conf` holds the workspace's id, by which the keyring knows its key, and a seal: the id
 * under HMAC with the key. It tells a wrong key from a damaged base, which the base itself cannot
 * (both look like noise), and says nothing about a key of 256 random bits.
 *
 * Locks are of the open file description (fcntl(2)): one process may hold several bytes, two
 * openings within one process exclude each other, and a process that dies leaves none. */
#include "palier-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "palier-storage-error.h"

#define NAME_FILE "workspace.conf"
#define LOCK_FILE "base.lock"
#define GROUP "workspace"
#define NAME_FORMAT 1
#define MAX_NAME_BYTES 4096

char *
palier_folder_dup_base_path (const char *folder)
{
  return g_build_filename (folder, PALIER_BASE_NAME, NULL);
}

static void
set_error_from_errno (GError **error, int number, const char *path)
{
  PalierStorageError code = PALIER_STORAGE_ERROR_FAILED;

  if (number == EROFS || number == EACCES || number == EPERM)
    code = PALIER_STORAGE_ERROR_READ_ONLY;
  else if (number == ENOSPC || number == EDQUOT)
    code = PALIER_STORAGE_ERROR_FULL;
  else if (number == ENOTDIR || number == EEXIST || number == ELOOP || number == ENAMETOOLONG)
    code = PALIER_STORAGE_ERROR_NOT_A_FOLDER;
  g_set_error (error, PALIER_STORAGE_ERROR, (int) code, "%s: %s", path, g_strerror (number));
}

/* Makes the folder, for its owner alone, where there is none. */
gboolean
palier_folder_ensure (const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0700) != 0)
  {
    set_error_from_errno (error, errno, folder);
    return FALSE;
  }
  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
  {
    set_error_from_errno (error, ENOTDIR, folder);
    return FALSE;
  }
  return TRUE;
}

gboolean
palier_folder_is_writable (const char *folder)
{
  return faccessat (AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0;
}

/* The id under the key: 64 hexadecimal digits. */
char *
palier_folder_dup_seal (const PalierId *id, GBytes *key)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (key, &size);
  char text[PALIER_ID_TEXT_SIZE];

  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, bytes, size, palier_id_format (id, text),
                                    -1);
}

gboolean
palier_folder_write_name (const char *folder, const PalierId *id, GBytes *key, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  g_autofree char *path = g_build_filename (folder, NAME_FILE, NULL);
  g_autofree char *seal = palier_folder_dup_seal (id, key);
  char text[PALIER_ID_TEXT_SIZE];

  g_key_file_set_integer (file, GROUP, "format", NAME_FORMAT);
  g_key_file_set_string (file, GROUP, "id", palier_id_format (id, text));
  g_key_file_set_string (file, GROUP, "seal", seal);
  g_autofree char *content = g_key_file_to_data (file, NULL, NULL);
  if (g_file_set_contents_full (path, content, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &local))
    return TRUE;
  g_set_error (error, PALIER_STORAGE_ERROR,
               g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC)
                   ? PALIER_STORAGE_ERROR_FULL
                   : PALIER_STORAGE_ERROR_READ_ONLY,
               "%s", local->message);
  return FALSE;
}

static GKeyFile *
load_name (const char *folder, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *path = g_build_filename (folder, NAME_FILE, NULL);
  GStatBuf status;

  if (g_file_test (folder, G_FILE_TEST_EXISTS) && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    set_error_from_errno (error, ENOTDIR, folder);
  else if (g_stat (path, &status) != 0)
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_NO_WORKSPACE, "%s: %s", path,
                 g_strerror (errno));
  else if (status.st_size > MAX_NAME_BYTES
           || !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED, "%s: not readable",
                 path);
  else
    return g_steal_pointer (&file);
  return NULL;
}

/**
 * palier_folder_read_name:
 * @seal: (out) (optional)
 *
 * Errors: PALIER_STORAGE_ERROR NOT_A_FOLDER, NO_WORKSPACE, DAMAGED
 */
gboolean
palier_folder_read_name (const char *folder, PalierId *id, char **seal, GError **error)
{
  g_autoptr (GKeyFile) file = load_name (folder, error);

  if (file == NULL)
    return FALSE;
  g_autofree char *text = g_key_file_get_string (file, GROUP, "id", NULL);
  g_autofree char *found = g_key_file_get_string (file, GROUP, "seal", NULL);
  if (text == NULL || found == NULL || !palier_id_parse (text, id))
  {
    g_set_error (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_DAMAGED, "%s/%s: no id", folder,
                 NAME_FILE);
    return FALSE;
  }
  if (seal != NULL)
    *seal = g_steal_pointer (&found);
  return TRUE;
}

/* Returns: a file descriptor, or -1 where the folder is not writable: then no lock is ever held. */
int
palier_folder_open_locks (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);

  return open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
}

static gboolean
set_lock (int locks, gint64 byte, short type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  return locks >= 0 && fcntl (locks, F_OFD_SETLK, &lock) == 0;
}

gboolean
palier_folder_try_lock (int locks, gint64 byte)
{
  return set_lock (locks, byte, F_WRLCK);
}

void
palier_folder_unlock (int locks, gint64 byte)
{
  set_lock (locks, byte, F_UNLCK);
}
