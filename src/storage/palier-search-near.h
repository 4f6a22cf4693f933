/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

gboolean
palier_search_near (PalierDatabase *database, const char *words, char **match, GError **error);

G_END_DECLS
