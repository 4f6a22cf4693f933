/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

/* The condition, on a table `prospect p`, that a row is there for the user. */
const char *palier_visible_clause (PalierDatabase *database, GError **error);

G_END_DECLS
