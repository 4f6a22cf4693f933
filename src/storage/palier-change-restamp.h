/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

gboolean palier_change_follow_clock (PalierDatabase *database, gint64 relay_now_ms, gint64 *off_ms,
                                     GError **error);
gboolean palier_change_restamp (PalierDatabase *database, gint64 relay_now_ms, guint *n_restamped,
                                GError **error);

G_END_DECLS
