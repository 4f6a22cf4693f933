/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-message.h"

G_BEGIN_DECLS

/* One message by the number of its row. */
typedef PalierMessage *(*PalierMessageLoad) (PalierDatabase *database, gint64 n, GError **error);

PalierMessage *palier_message_sql_load (PalierDatabase *database, gint64 n, GError **error);
PalierMessage *palier_message_sql_load_head (PalierDatabase *database, gint64 n, GError **error);
GPtrArray *palier_message_sql_load_all (PalierDatabase *database, GArray *ns,
                                        PalierMessageLoad load, GError **error);

G_END_DECLS
