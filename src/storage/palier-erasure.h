/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-record.h"

G_BEGIN_DECLS

/* Within a transaction that writes. */
gboolean palier_erasure_prospect (PalierDatabase *database, gint64 n, guint *count, GError **error);
gboolean palier_erasure_any (PalierDatabase *database, gboolean *any, GError **error);
gboolean palier_erasure_follow (PalierDatabase *database, const PalierRecord *record, gint64 n,
                                guint *count, GError **error);
gboolean palier_erasure_forget_beside (PalierDatabase *database, GError **error);

/* Outside of one. */
gboolean palier_erasure_wipe (PalierDatabase *database, GError **error);

G_END_DECLS
