/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-record.h"

G_BEGIN_DECLS

gboolean
palier_replaced_keep (PalierDatabase *database, const PalierRecord *held,
                      const PalierRecord *incoming, gint64 n, guint *n_kept, GError **error);
gboolean palier_replaced_sweep (PalierDatabase *database, gint64 now_ms, GError **error);

G_END_DECLS
