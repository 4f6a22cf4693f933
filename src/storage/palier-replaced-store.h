/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-replaced.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *
palier_replaced_store_list (PalierWorkspace *workspace, const PalierId *prospect, guint limit);
DexFuture *palier_replaced_store_forget (PalierWorkspace *workspace, const PalierId *prospect,
                                         const char *field);

G_END_DECLS
