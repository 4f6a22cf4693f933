/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

gboolean
palier_local_put (PalierDatabase *database, const char *key, const char *value, GError **error);
gboolean
palier_setting_load (PalierDatabase *database, const char *key, char **value, GError **error);

G_END_DECLS
