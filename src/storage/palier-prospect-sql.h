/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-prospect.h"

G_BEGIN_DECLS

gboolean palier_prospect_sql_insert (PalierDatabase *database, const PalierId *id,
                                     PalierProspect *prospect, gint64 *n, GError **error);
sqlite3_stmt *palier_prospect_sql_select (PalierDatabase *database, GError **error);
PalierProspect *palier_prospect_sql_read (sqlite3_stmt *statement);

char *palier_originals_format (const PalierProspect *prospect);
char *palier_originals_dup (const char *originals, PalierField field);
char *palier_originals_replace (const char *originals, PalierField field, const char *text);

G_END_DECLS
