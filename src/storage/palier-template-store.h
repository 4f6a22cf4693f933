/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-template.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_template_store_list (PalierWorkspace *workspace);
DexFuture *palier_template_store_put (PalierWorkspace *workspace, PalierTemplate *template);
DexFuture *palier_template_store_remove (PalierWorkspace *workspace, const PalierId *id);

G_END_DECLS
