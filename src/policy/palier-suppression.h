/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_SUPPRESSION_KEY_SIZE 32
#define PALIER_SUPPRESSION_HASH_SIZE 32

typedef enum
{
  PALIER_ADDRESS_EMAIL,
  PALIER_ADDRESS_PHONE,
} PalierAddressKind;

void palier_suppression_hash (const guint8 key[PALIER_SUPPRESSION_KEY_SIZE], PalierAddressKind kind,
                              const char *address, guint8 out[PALIER_SUPPRESSION_HASH_SIZE]);
char *palier_suppression_dup_hex (const guint8 hash[PALIER_SUPPRESSION_HASH_SIZE]);

G_END_DECLS
