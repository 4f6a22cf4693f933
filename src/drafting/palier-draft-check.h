/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-check.h"
#include "palier-draft-context.h"

G_BEGIN_DECLS

GPtrArray *
palier_draft_check (const PalierDraftContext *context, const char *subject, const char *body);
int palier_draft_reading_s (const PalierDraftContext *context, const char *body);

G_END_DECLS
