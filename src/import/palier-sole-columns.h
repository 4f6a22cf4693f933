/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-evidence.h"

G_BEGIN_DECLS

void palier_sole_columns_look (PalierEvidence *evidence_of, guint n);

G_END_DECLS
