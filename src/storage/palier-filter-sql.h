/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-filter.h"

G_BEGIN_DECLS

/* A filter as conditions on `prospect p LEFT JOIN score s`. Its values are only ever bound. */
void palier_filter_sql_append (GString *sql, const PalierFilter *filter, guint first_parameter);
void
palier_filter_sql_bind (sqlite3_stmt *statement, const PalierFilter *filter, guint first_parameter);

const char *palier_filter_sql_department (void);

G_END_DECLS
