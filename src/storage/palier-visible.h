/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"

G_BEGIN_DECLS

/* The condition, on a table `prospect p`, that a row is there for the user. */
const char *palier_visible_clause (PalierDatabase *database, GError **error);

/* The ids of the prospect whose id is @value and of all that were merged into it, as a list of SQL:
 * what refers to any of them belongs to the one that is shown. */
#define PALIER_SQL_WITH_MERGED(value)                                                              \
  "(WITH RECURSIVE one (id) AS (SELECT " value                                                     \
  " UNION SELECT p.id FROM one JOIN prospect p ON p.merged_into = one.id) SELECT id FROM one)"

G_END_DECLS
