/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-suppression.h"

G_BEGIN_DECLS

gboolean palier_suppression_ensure_key (PalierDatabase *database, GError **error);

/* Within a transaction. */
gboolean palier_suppression_load_own_key (PalierDatabase *database,
                                          guint8 key[PALIER_SUPPRESSION_KEY_SIZE], GError **error);
GBytes *palier_suppression_load_keys (PalierDatabase *database, GError **error);
gboolean palier_suppression_add (PalierDatabase *database, const GArray *addresses, gint64 at_ms,
                                 const char *reason, GError **error);

G_END_DECLS
