/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-source.h"
#include "palier-template.h"

G_BEGIN_DECLS

/* Between what a file says of a template and what a base keeps of it. */
PalierDraftSource *palier_draft_source_from_template (const PalierTemplate *template);
PalierTemplate *palier_draft_source_to_template (const PalierDraftSource *source);

G_END_DECLS
