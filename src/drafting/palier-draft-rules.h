/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-context.h"

G_BEGIN_DECLS

GPtrArray *
palier_draft_rules_collect (const PalierDraftContext *context, const PalierDraftInput *input);

G_END_DECLS
