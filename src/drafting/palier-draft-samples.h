/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-source.h"

G_BEGIN_DECLS

GPtrArray *palier_draft_samples_new (const PalierDraftSource *source);

G_END_DECLS
