/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-database.h"
#include "palier-sync.h"

G_BEGIN_DECLS

/* Of this folder alone: what was put aside goes back to what waits. */

gboolean palier_aside_enter_again (PalierDatabase *database, PalierKind kind, const PalierId *id,
                                   GError **error);
gboolean palier_aside_release (PalierDatabase *database, PalierHold hold, guint limit,
                               guint *n_released, GError **error);

G_END_DECLS
