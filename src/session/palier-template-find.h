/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-template.h"

G_BEGIN_DECLS

/* Both in a fiber. */
GPtrArray *palier_template_list_all (PalierCore *core, GError **error);
PalierTemplate *palier_template_find (PalierCore *core, const char *which, GError **error);

G_END_DECLS
