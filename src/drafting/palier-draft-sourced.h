/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-check.h"
#include "palier-draft-context.h"

G_BEGIN_DECLS

void palier_draft_find_unsourced (const PalierDraftContext *context, const char *subject,
                                  const char *body, GPtrArray *checks);
void palier_draft_add_check (GPtrArray *checks, const char *code, PalierSeverity severity,
                             gsize start, gsize end, const char *detail);

G_END_DECLS
