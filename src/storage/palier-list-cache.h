/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-query.h"

G_BEGIN_DECLS

void palier_list_cache_free (PalierListCache *self);

/* The rows of @query in its order: (transfer full) (element-type gint64), not to be changed. */
GArray *
palier_list_find (PalierDatabase *database, const PalierQuery *query, guint limit, GError **error);

G_END_DECLS
