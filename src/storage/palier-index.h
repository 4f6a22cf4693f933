/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

gboolean palier_index_catch_up (PalierDatabase *database, GError **error);

G_END_DECLS
