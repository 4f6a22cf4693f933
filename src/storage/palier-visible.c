/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-visible.h"

#define LIVE "p.deleted_ms IS NULL AND p.merged_into IS NULL AND p.erased IS NULL"
#define SHOWN                                                                                      \
  LIVE " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE p.n BETWEEN h.first_n AND h.last_n"          \
       " AND p.n NOT IN (SELECT n FROM kept))"

/* Looking up each row among the hidden ones would double the cost of a list, and most of the time
 * none is hidden. */
const char *
palier_visible_clause (PalierDatabase *database, GError **error)
{
  gint64 any = 0;

  if (!palier_database_number (database, &any, error, "SELECT EXISTS (SELECT 1 FROM hidden)", ""))
    return NULL;
  return any ? SHOWN : LIVE;
}
