/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

#define PALIER_SIGNING_KEY_KEPT_MS (60 * 60 * 1000)

/* A key that signs access tokens, or did so until a moment ago. */
typedef struct
{
  char *kid;
  gint64 created_ms;
  PalierSealKey seed;
} PalierSigningKey;

GPtrArray *palier_signing_key_store_list (PalierTx *tx, GError **error);
gboolean palier_signing_key_store_add (PalierTx *tx, GError **error);

G_END_DECLS
