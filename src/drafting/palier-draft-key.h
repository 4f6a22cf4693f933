/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-source.h"

G_BEGIN_DECLS

const char *palier_draft_key_resolve (const char *key);
const GPtrArray *palier_draft_keys (void);
gboolean palier_draft_key_is_listed (const char *key);

G_END_DECLS
