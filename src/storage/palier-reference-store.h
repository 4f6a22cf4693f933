/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reference.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_reference_store_list (PalierWorkspace *workspace);
DexFuture *palier_reference_store_put (PalierWorkspace *workspace, PalierReference *reference);
DexFuture *palier_reference_store_remove (PalierWorkspace *workspace, const PalierId *id);

G_END_DECLS
