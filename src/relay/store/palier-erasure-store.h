/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

typedef struct
{
  const char *table;
  guint64 rows;
} PalierErasedTable;

/* What a tenant has in the store, or had. */
typedef struct
{
  GArray *tables; /* (element-type PalierErasedTable): those with rows of the tenant */
  guint64 rows;   /* in all of them */
} PalierErasure;

void palier_erasure_clear (PalierErasure *self);
gboolean
palier_erasure_store_count (PalierTx *tx, gint64 tenant, PalierErasure *out, GError **error);
gboolean
palier_erasure_store_erase (PalierTx *tx, gint64 tenant, PalierErasure *out, GError **error);
void palier_erasure_store_notice (PalierTx *tx);
gboolean palier_store_scrub (PalierStore *self, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierErasure, palier_erasure_clear)

G_END_DECLS
