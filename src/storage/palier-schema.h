/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

int palier_schema_latest (void);
gboolean palier_schema_get_version (PalierDatabase *database, int *version, GError **error);
gboolean palier_schema_migrate (PalierDatabase *database, int to, GError **error);

G_END_DECLS
