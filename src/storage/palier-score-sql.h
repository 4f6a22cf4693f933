/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-score-store.h"

G_BEGIN_DECLS

gboolean palier_score_sql_put (PalierDatabase *database, gint64 n, const PalierScoreRow *row,
                               GError **error);

G_END_DECLS
