/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-aside.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_aside_store_list (PalierWorkspace *workspace);
DexFuture *palier_aside_store_count (PalierWorkspace *workspace);
DexFuture *palier_aside_store_retry (PalierWorkspace *workspace, const char *cursor_key);

G_END_DECLS
