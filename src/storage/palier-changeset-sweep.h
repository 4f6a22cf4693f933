/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-engine.h"

G_BEGIN_DECLS

/* Rows a transaction of a long action touches: other writers get in between. */
#define PALIER_CHUNK_ROWS 5000

gboolean palier_changeset_remove (PalierDatabase *database, gint64 changeset, GError **error);
gboolean palier_changeset_sweep (PalierDatabase *database, PalierEngine *engine, GError **error);

G_END_DECLS
