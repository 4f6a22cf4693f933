/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-workspace.h"

G_BEGIN_DECLS

/* Privacy erasures: the content of a person goes for ever, on every device. */
DexFuture *palier_erasure_store_erase (PalierWorkspace *workspace, const PalierId *prospect);
DexFuture *palier_erasure_store_wipe (PalierWorkspace *workspace);

G_END_DECLS
