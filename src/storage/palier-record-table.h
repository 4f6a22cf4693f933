/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-record.h"

G_BEGIN_DECLS

/* Any synced record, between its table and the wire's form of it. */
gboolean palier_record_table_find (PalierDatabase *database, PalierKind kind, const PalierId *id,
                                   gint64 *n, GError **error);
PalierRecord *
palier_record_table_load (PalierDatabase *database, PalierKind kind, gint64 n, GError **error);
gboolean palier_record_table_write (PalierDatabase *database, const PalierRecord *record, gint64 *n,
                                    GError **error);
gboolean palier_record_table_store (PalierDatabase *database, const PalierRecord *record, gint64 *n,
                                    GError **error);
gboolean palier_record_table_store_own (PalierDatabase *database, const PalierRecord *record,
                                        gint64 *n, GError **error);

/* The row that a SELECT of palier_record_table_dup_select() stands on. */
char *palier_record_table_dup_select (PalierKind kind, const char *rest);
PalierRecord *palier_record_table_read (PalierKind kind, sqlite3_stmt *row, GError **error);

G_END_DECLS
