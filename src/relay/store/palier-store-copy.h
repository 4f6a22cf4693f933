/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* What a copy of a store holds. */
typedef struct
{
  guint tenants;
  guint64 rows; /* in all tables of tenants */
  guint opened; /* tenants with records, of which one was opened with the tenant's key */
} PalierCopySummary;

gboolean palier_store_copy (const char *place, const char *copy, GError **error);
gboolean palier_store_count (const char *place, PalierCopySummary *out, GError **error);
gboolean palier_store_prove (const char *place, const PalierSealKey *master_key,
                             PalierCopySummary *out, GError **error);
gboolean palier_store_revive (const PalierDbEngine *engine, const char *place, guint *uncertain,
                              GError **error);

G_END_DECLS
