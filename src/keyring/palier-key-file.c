/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-keyring.h"

/* 64 digits and a line's end. */
#define FILE_MAX 66

/* 64 lower-case hexadecimal digits. */
char *
palier_key_to_text (GBytes *key)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (key, &length);
  GString *text = g_string_sized_new (length * 2);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free_and_steal (text);
}

/* (transfer full) (nullable): NULL where @text is not 64 hexadecimal digits. */
GBytes *
palier_key_from_text (const char *text)
{
  guint8 key[PALIER_KEYRING_KEY_SIZE];

  if (strlen (text) != 2 * sizeof key)
    return NULL;
  for (gsize i = 0; i < sizeof key; i++)
  {
    int high = g_ascii_xdigit_value (text[2 * i]);
    int low = g_ascii_xdigit_value (text[2 * i + 1]);
    if (high < 0 || low < 0)
      return NULL;
    key[i] = (guint8) (high << 4 | low);
  }
  GBytes *bytes = g_bytes_new (key, sizeof key);
  explicit_bzero (key, sizeof key);
  return bytes;
}

static gboolean
fail (GError **error, PalierKeyringError code, const char *path, const char *why)
{
  g_set_error (error, PALIER_KEYRING_ERROR, (int) code, "%s: %s", path, why);
  return FALSE;
}

/* Refuses a file that anyone but its owner may read. */
static gboolean
check_mode (int fd, const char *path, GError **error)
{
  struct stat info;

  if (fstat (fd, &info) != 0 || !S_ISREG (info.st_mode))
    return fail (error, PALIER_KEYRING_ERROR_FILE, path, "not a file");
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail (error, PALIER_KEYRING_ERROR_FILE_MODE, path, "others may read it");
  return TRUE;
}

/**
 * palier_key_file_read:
 *
 * Returns: (transfer full): 32 bytes. Errors: PALIER_KEYRING_ERROR_FILE, _FILE_MODE, _FILE_FORM
 */
GBytes *
palier_key_file_read (const char *path, GError **error)
{
  char text[FILE_MAX + 1] = { 0 };
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    return fail (error, PALIER_KEYRING_ERROR_FILE, path, g_strerror (errno)), NULL;
  if (!check_mode (fd, path, error))
    return close (fd), NULL;
  ssize_t length = read (fd, text, FILE_MAX);
  close (fd);

  GBytes *key = NULL;
  if (length == PALIER_KEYRING_KEY_SIZE)
    key = g_bytes_new (text, (gsize) length);
  else if (length >= 2 * PALIER_KEYRING_KEY_SIZE)
    key = palier_key_from_text (g_strchomp (text));
  explicit_bzero (text, sizeof text);
  if (key == NULL)
    fail (error, PALIER_KEYRING_ERROR_FILE_FORM, path, "no key");
  return key;
}

/* Makes the file, and its folder, for their owner only; never writes over one that is there. */
gboolean
palier_key_file_create (const char *path, GBytes *key, GError **error)
{
  g_autofree char *hex = palier_key_to_text (key);
  g_autofree char *line = g_strconcat (hex, "\n", NULL);
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, PALIER_KEYRING_ERROR_FILE, path, g_strerror (errno));
  int fd = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0)
    return fail (error, PALIER_KEYRING_ERROR_FILE, path, g_strerror (errno));
  gboolean written = write (fd, line, strlen (line)) == (ssize_t) strlen (line) && fsync (fd) == 0;
  int reason = errno;
  close (fd);
  if (written)
    return TRUE;
  unlink (path);
  return fail (error, PALIER_KEYRING_ERROR_FILE, path, g_strerror (reason));
}
