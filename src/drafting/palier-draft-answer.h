/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-prompt.h"

G_BEGIN_DECLS

gboolean palier_draft_answer_accept (const PalierDraftPrompt *prompt, const char *subject,
                                     const char *body, GError **error);

G_END_DECLS
