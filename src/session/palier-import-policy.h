/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import.h"
#include "palier-prospect.h"

G_BEGIN_DECLS

/* What the columns of a file may do to prospects that are in the base already. */
void palier_import_policies (GPtrArray *columns, PalierColumnPolicy out[PALIER_N_FIELDS]);
PalierProspect *palier_import_merge (const PalierProspect *kept, const PalierProspect *draft,
                                     const PalierColumnPolicy policies[PALIER_N_FIELDS]);

G_END_DECLS
