/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-message.h"

G_BEGIN_DECLS

gboolean
palier_message_count_sql_read (PalierDatabase *database, PalierMessageCounts *out, GError **error);

G_END_DECLS
