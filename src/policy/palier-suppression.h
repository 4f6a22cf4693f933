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

/* An address in the normal form in which it is hashed. */
typedef struct
{
  PalierAddressKind kind;
  char *text;
} PalierAddress;

GArray *palier_address_list_new (void);
void palier_address_list_add (GArray *list, PalierAddressKind kind, const char *text);

void palier_suppression_hash (const guint8 key[PALIER_SUPPRESSION_KEY_SIZE], PalierAddressKind kind,
                              const char *address, guint8 out[PALIER_SUPPRESSION_HASH_SIZE]);
char *palier_suppression_dup_hex (const guint8 bytes[PALIER_SUPPRESSION_HASH_SIZE]);
char *palier_suppression_dup_hash (const guint8 key[PALIER_SUPPRESSION_KEY_SIZE],
                                   PalierAddressKind kind, const char *address);

/* The keys of the bases that have come together travel as settings, each with a name of its own. */
#define PALIER_SUPPRESSION_SETTING "suppression_key:"

char *palier_suppression_dup_setting (const guint8 key[PALIER_SUPPRESSION_KEY_SIZE]);
gboolean palier_suppression_read_setting (const char *name, const char *value,
                                          guint8 key[PALIER_SUPPRESSION_KEY_SIZE]);

G_END_DECLS
