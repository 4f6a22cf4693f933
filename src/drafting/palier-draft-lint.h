/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-source.h"
#include "palier-template.h"

G_BEGIN_DECLS

const char *palier_draft_fault_code (const GError *error);
GPtrArray *palier_draft_lint_text (const char *text, gsize length);
GPtrArray *palier_draft_lint (PalierDraftSource *source);

G_END_DECLS
