/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-key-store.h"

G_BEGIN_DECLS

/* A key of the public API: "palier_", eight characters that may be shown, "_", 32 that may not. */
#define PALIER_API_KEY_MARK "palier_"
#define PALIER_API_KEY_PREFIX 15 /* characters of mark and prefix */
#define PALIER_API_KEY_LENGTH 48

char *palier_api_key_new (PalierRandom *random);
gboolean palier_api_key_is_one (const char *bearer);
char *palier_api_key_dup_prefix (const char *bearer);

G_END_DECLS
