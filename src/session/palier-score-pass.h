/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"

G_BEGIN_DECLS

/* In a fiber. */
gboolean palier_score_pass_run (PalierCore *core, GArray *ns, GError **error);

G_END_DECLS
