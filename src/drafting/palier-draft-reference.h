/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-fact.h"
#include "palier-prospect.h"
#include "palier-reference.h"

G_BEGIN_DECLS

PalierFact *palier_draft_reference_fact (const PalierReference *reference);
PalierFact *
palier_draft_reference_choose (const GPtrArray *references, const PalierProspect *prospect);

G_END_DECLS
