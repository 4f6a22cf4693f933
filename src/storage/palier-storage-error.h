/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_STORAGE_ERROR (palier_storage_error_quark ())
GQuark palier_storage_error_quark (void);

/* Whatever the code: the base on the disk is as it was before the call. */
typedef enum
{
  PALIER_STORAGE_ERROR_NOT_A_FOLDER, /* the path is a file, or a folder that cannot be made */
  PALIER_STORAGE_ERROR_NO_WORKSPACE, /* the folder holds no base */
  PALIER_STORAGE_ERROR_EXISTS,       /* the folder holds a base already; or the record is there */
  PALIER_STORAGE_ERROR_READ_ONLY,    /* folder, medium or this opening do not allow writing */
  PALIER_STORAGE_ERROR_WRONG_KEY,
  PALIER_STORAGE_ERROR_DAMAGED,   /* pages whose seal does not fit */
  PALIER_STORAGE_ERROR_TRUNCATED, /* the file is shorter than it says */
  PALIER_STORAGE_ERROR_NEWER,     /* written by a newer version: may be opened read-only */
  PALIER_STORAGE_ERROR_FULL,      /* no room on the disk */
  PALIER_STORAGE_ERROR_BUSY,      /* another process keeps writing: try again */
  PALIER_STORAGE_ERROR_NO_CIPHER, /* this program was linked with a library that does not encrypt */
  PALIER_STORAGE_ERROR_NOT_FOUND, /* no such record, or it is hidden */
  PALIER_STORAGE_ERROR_STATE,     /* the changeset is not open, or was undone already */
  PALIER_STORAGE_ERROR_VALUE,     /* a value its field does not take */
  PALIER_STORAGE_ERROR_CLOSED,
  PALIER_STORAGE_ERROR_FAILED, /* the disk or the library failed: see the message */
} PalierStorageError;

G_END_DECLS
