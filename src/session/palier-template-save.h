/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-template.h"

G_BEGIN_DECLS

DexFuture *palier_template_save (PalierCore *core, PalierTemplate *template);

G_END_DECLS
