/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that SQLite deletes when it closes it is a PalierScratch; every other one is the system's
 * own, untouched. Temporary files belong to one connection, so their locks are nothing. */
#include "palier-temp-vfs.h"

#include <sqlite3.h>
#include <string.h>

#include "palier-scratch.h"

#define TEMPORARY                                                                                  \
  (SQLITE_OPEN_TEMP_DB | SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_TRANSIENT_DB                       \
   | SQLITE_OPEN_SUBJOURNAL)

typedef struct
{
  sqlite3_file base;
  PalierScratch *scratch;
  sqlite3_int64 size;
} TempFile;

static GMutex folder_lock;
static char *folder; /* (nullable): where temporary files stand */

static sqlite3_vfs *
get_system (sqlite3_vfs *vfs)
{
  return vfs->pAppData;
}

static int
code_of (const GError *error)
{
  return g_error_matches (error, PALIER_STORAGE_ERROR, PALIER_STORAGE_ERROR_FULL) ? SQLITE_FULL
                                                                                  : SQLITE_IOERR;
}

static int
temp_close (sqlite3_file *file)
{
  palier_scratch_unref (((TempFile *) file)->scratch);
  return SQLITE_OK;
}

/* What lies beyond the end reads as zeros, and is told. */
static int
temp_read (sqlite3_file *file, void *data, int length, sqlite3_int64 offset)
{
  TempFile *self = (TempFile *) file;
  g_autoptr (GError) error = NULL;
  sqlite3_int64 there = CLAMP (self->size - offset, 0, length);

  if (there > 0
      && !palier_scratch_read (self->scratch, (guint64) offset, data, (gsize) there, &error))
    return SQLITE_IOERR_READ;
  if (there == length)
    return SQLITE_OK;
  memset ((guint8 *) data + there, 0, (gsize) (length - there));
  return SQLITE_IOERR_SHORT_READ;
}

static int
write_zeros (TempFile *self, sqlite3_int64 until)
{
  static const guint8 zeros[4096];

  while (self->size < until)
  {
    g_autoptr (GError) error = NULL;
    gsize length = (gsize) MIN (until - self->size, (sqlite3_int64) sizeof zeros);
    if (!palier_scratch_write (self->scratch, (guint64) self->size, zeros, length, &error))
      return code_of (error);
    self->size += (sqlite3_int64) length;
  }
  return SQLITE_OK;
}

static int
temp_write (sqlite3_file *file, const void *data, int length, sqlite3_int64 offset)
{
  TempFile *self = (TempFile *) file;
  g_autoptr (GError) error = NULL;
  int code = write_zeros (self, offset);

  if (code != SQLITE_OK)
    return code;
  if (!palier_scratch_write (self->scratch, (guint64) offset, data, (gsize) length, &error))
    return code_of (error);
  self->size = MAX (self->size, offset + length);
  return SQLITE_OK;
}

static int
temp_truncate (sqlite3_file *file, sqlite3_int64 size)
{
  TempFile *self = (TempFile *) file;

  self->size = MIN (self->size, size);
  return SQLITE_OK;
}

static int
temp_sync (sqlite3_file *file, int flags)
{
  return SQLITE_OK;
}

static int
temp_size (sqlite3_file *file, sqlite3_int64 *size)
{
  *size = ((TempFile *) file)->size;
  return SQLITE_OK;
}

static int
temp_lock (sqlite3_file *file, int kind)
{
  return SQLITE_OK;
}

static int
temp_is_locked (sqlite3_file *file, int *locked)
{
  *locked = 0;
  return SQLITE_OK;
}

static int
temp_control (sqlite3_file *file, int what, void *data)
{
  return SQLITE_NOTFOUND;
}

static int
temp_sector_size (sqlite3_file *file)
{
  return 4096;
}

static int
temp_characteristics (sqlite3_file *file)
{
  return 0;
}

static const sqlite3_io_methods temp_methods = {
  .iVersion = 1,
  .xClose = temp_close,
  .xRead = temp_read,
  .xWrite = temp_write,
  .xTruncate = temp_truncate,
  .xSync = temp_sync,
  .xFileSize = temp_size,
  .xLock = temp_lock,
  .xUnlock = temp_lock,
  .xCheckReservedLock = temp_is_locked,
  .xFileControl = temp_control,
  .xSectorSize = temp_sector_size,
  .xDeviceCharacteristics = temp_characteristics,
};

/* Beside the base, on its disk; where nobody may write there, among the system's. */
static PalierScratch *
make_scratch (GError **error)
{
  g_autofree char *place = NULL;

  g_mutex_lock (&folder_lock);
  place = g_strdup (folder);
  g_mutex_unlock (&folder_lock);
  PalierScratch *scratch = place != NULL ? palier_scratch_new (place, NULL) : NULL;
  return scratch != NULL ? scratch : palier_scratch_new (g_get_tmp_dir (), error);
}

static int
open_file (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
  sqlite3_vfs *system = get_system (vfs);
  g_autoptr (GError) error = NULL;
  TempFile *self = (TempFile *) file;

  if (name != NULL && (flags & TEMPORARY) == 0)
    return system->xOpen (system, name, file, flags, out_flags);
  memset (self, 0, sizeof *self);
  self->scratch = make_scratch (&error);
  if (self->scratch == NULL)
    return code_of (error) == SQLITE_FULL ? SQLITE_FULL : SQLITE_CANTOPEN;
  self->base.pMethods = &temp_methods;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static sqlite3_vfs *
make_vfs (void)
{
  static sqlite3_vfs vfs;
  sqlite3_vfs *system = sqlite3_vfs_find (NULL);

  if (system == NULL)
    return NULL;
  vfs = *system;
  vfs.pNext = NULL;
  vfs.zName = PALIER_TEMP_VFS;
  vfs.pAppData = system;
  vfs.szOsFile = MAX (system->szOsFile, (int) sizeof (TempFile));
  vfs.xOpen = open_file;
  return &vfs;
}

/* Once for the process, before the first base is opened. */
gboolean
palier_temp_vfs_register (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    sqlite3_vfs *vfs = make_vfs ();
    gboolean good = vfs != NULL && sqlite3_vfs_register (vfs, 0) == SQLITE_OK;
    g_once_init_leave (&ready, good ? 1 : 2);
  }
  return ready == 1;
}

/* On whose disk temporary files stand from now on: the last base that was opened. */
void
palier_temp_vfs_set_folder (const char *path)
{
  g_mutex_lock (&folder_lock);
  g_set_str (&folder, path);
  g_mutex_unlock (&folder_lock);
}
