/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

DexFuture *palier_enrolment_store_put (PalierWorkspace *workspace, GArray *enrolments);
DexFuture *palier_enrolment_store_list (PalierWorkspace *workspace, const PalierId *campaign);

G_END_DECLS
