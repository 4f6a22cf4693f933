/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-db.h"
#include "palier-seal.h"

G_BEGIN_DECLS

/* Another master key for a store that nobody serves. */
typedef struct
{
  const PalierDbEngine *engine;
  const char *place; /* where the owner of the tables comes in */
  const PalierSealKey *from;
  const PalierSealKey *to;
  guint tenants;    /* out: how many there are */
  guint resealed;   /* out: values that were sealed again */
  gboolean already; /* out: @to was the store's key: nothing was to be done */
} PalierRekey;

gboolean palier_store_rekey (PalierRekey *self, PalierRandom *random, GError **error);
gboolean palier_store_is_served (const PalierDbEngine *engine, const char *place, guint wait_ms,
                                 gboolean *served, GError **error);

G_END_DECLS
