/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-changeset.h"
#include "palier-core.h"
#include "palier-prospect.h"

G_BEGIN_DECLS

PalierChangeset *palier_prospect_change_apply (PalierCore *core, const PalierProspect *before,
                                               GPtrArray *edits, GError **error);

G_END_DECLS
