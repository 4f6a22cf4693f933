/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-prospect-service.h"

G_BEGIN_DECLS

/* Prospects that are added by hand; texts: (element-type PalierFieldText). The last two in a fiber.
 */
gboolean palier_prospect_adder_check (PalierField field, const char *text, GError **error);
gboolean palier_prospect_adder_find_same (PalierCore *core, GPtrArray *texts, PalierProspect **same,
                                          GError **error);
PalierAddition *
palier_prospect_adder_add (PalierCore *core, GPtrArray *texts, gboolean anyway, GError **error);

G_END_DECLS
