/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-segment-service.h"

G_BEGIN_DECLS

PalierSegmentRow *
palier_segment_row_make (PalierCore *core, const char *name, PalierFilter *filter, GError **error);
GPtrArray *palier_segment_propose (PalierCore *core, GError **error);

G_END_DECLS
