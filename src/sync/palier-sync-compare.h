/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account.h"
#include "palier-sync-comparison.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_sync_compare (PalierWorkspace *workspace, PalierAccount *account, guint kinds);
DexFuture *palier_sync_requeue (PalierWorkspace *workspace, PalierAccount *account, guint kinds,
                                const PalierId *epoch);

G_END_DECLS
