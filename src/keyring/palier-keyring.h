/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-id.h"

G_BEGIN_DECLS

#define PALIER_KEYRING_ERROR (palier_keyring_error_quark ())
GQuark palier_keyring_error_quark (void);

typedef enum
{
  PALIER_KEYRING_ERROR_NO_SECRET, /* nothing is kept under this name, or the keyring stays locked */
  PALIER_KEYRING_ERROR_NO_SERVICE, /* this session has no keyring */
  PALIER_KEYRING_ERROR_DISMISSED,  /* the user was asked to unlock it and did not */
  PALIER_KEYRING_ERROR_FILE,       /* a key file that cannot be read or written */
  PALIER_KEYRING_ERROR_FILE_MODE,  /* a key file that others may read */
  PALIER_KEYRING_ERROR_FILE_FORM,  /* neither 32 bytes nor 64 hexadecimal digits */
  PALIER_KEYRING_ERROR_FAILED,
} PalierKeyringError;

#define PALIER_KEYRING_KEY_NAME "key"
#define PALIER_KEYRING_KEY_SIZE 32

/* The secrets of a workspace in the user's keyring, each under a name. */
DexFuture *palier_keyring_get (const PalierId *workspace, const char *name);
DexFuture *palier_keyring_set (const PalierId *workspace, const char *name, const char *label,
                               const char *secret);
DexFuture *palier_keyring_clear (const PalierId *workspace, const char *name);

/* The workspace's key in a file, for use without a keyring. */
GBytes *palier_key_file_read (const char *path, GError **error);
gboolean palier_key_file_create (const char *path, GBytes *key, GError **error);

/* Keys as text. */
char *palier_key_to_text (GBytes *key);
GBytes *palier_key_from_text (const char *text);

G_END_DECLS
