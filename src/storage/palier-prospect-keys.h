/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

gboolean palier_prospect_keys_put (PalierDatabase *database, gint64 n, GError **error);
gboolean palier_prospect_keys_postpone (PalierDatabase *database, GError **error);
gboolean palier_prospect_keys_complete (PalierDatabase *database, GError **error);
gboolean
palier_prospect_keys_are_complete (PalierDatabase *database, gboolean *complete, GError **error);

G_END_DECLS
