/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-random.h"

G_BEGIN_DECLS

/* What stands in tracked links, and in refresh and API tokens: base64url without padding of a
 * version byte, the tenant's 8-byte handle (found before anything of the tenant can be read) and 16
 * random bytes. It says nothing of the reader. */
#define PALIER_TOKEN_VERSION 1
#define PALIER_TOKEN_TEXT_SIZE 35

typedef struct
{
  guint8 tenant[8];
  guint8 secret[16];
} PalierToken;

PalierToken palier_token_new (const guint8 tenant[8], PalierRandom *random);
char *palier_token_format (const PalierToken *token, char buffer[PALIER_TOKEN_TEXT_SIZE]);
gboolean palier_token_parse (const char *text, PalierToken *out);

G_END_DECLS
