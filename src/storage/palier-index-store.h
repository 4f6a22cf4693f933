/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_index_store_step (PalierWorkspace *workspace);

G_END_DECLS
