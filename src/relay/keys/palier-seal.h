/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-random.h"

G_BEGIN_DECLS

#define PALIER_SEAL_KEY_SIZE 32
#define PALIER_DIGEST_SIZE 32

/* Errors of keys at rest. */
#define PALIER_KEYS_ERROR (palier_keys_error_quark ())
GQuark palier_keys_error_quark (void);
typedef enum
{
  PALIER_KEYS_ERROR_BAD_KEY,  /* not 64 hexadecimal digits, or a file that cannot be read */
  PALIER_KEYS_ERROR_TAMPERED, /* another key, another place, or changed bytes */
  PALIER_KEYS_ERROR_INTERNAL, /* the library refused */
} PalierKeysError;

typedef struct
{
  guint8 bytes[PALIER_SEAL_KEY_SIZE];
} PalierSealKey;

/* Where a sealed value belongs: a value moved to another row does not open. */
typedef struct
{
  gint64 tenant;
  const char *table;
  const guint8 *row; /* (array length=row_length) (nullable) */
  gsize row_length;
} PalierSealPlace;

gboolean palier_seal_key_parse (const char *hex, PalierSealKey *out, GError **error);
gboolean palier_seal_key_load (const char *path, PalierSealKey *out, GError **error);
void palier_seal_key_random (PalierRandom *random, PalierSealKey *out);
void palier_seal_key_derive (const PalierSealKey *key, const char *label, PalierSealKey *out);
void palier_seal_key_clear (PalierSealKey *key);

GBytes *palier_seal (const PalierSealKey *key, const PalierSealPlace *place, PalierRandom *random,
                     const void *plain, gsize length, GError **error);
GBytes *palier_unseal (const PalierSealKey *key, const PalierSealPlace *place, const void *sealed,
                       gsize length, GError **error);

void palier_keyed_digest (const PalierSealKey *key, const void *data, gsize length,
                          guint8 out[PALIER_DIGEST_SIZE]);
void palier_digest (const void *data, gsize length, guint8 out[PALIER_DIGEST_SIZE]);

G_END_DECLS
