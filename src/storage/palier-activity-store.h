/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-workspace.h"

G_BEGIN_DECLS

/* What the user did or noted about a prospect. */
DexFuture *palier_activity_store_add (PalierWorkspace *workspace, const PalierId *prospect,
                                      const char *type, const char *text, gint64 at_ms);
DexFuture *
palier_activity_store_edit (PalierWorkspace *workspace, const PalierId *id, const char *text);
DexFuture *palier_activity_store_delete (PalierWorkspace *workspace, const PalierId *id);
DexFuture *palier_activity_store_of_prospect (PalierWorkspace *workspace, const PalierId *prospect,
                                              guint limit);

G_END_DECLS
