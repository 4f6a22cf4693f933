/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-header-dictionary.h"

G_BEGIN_DECLS

PalierHeaderMatch
palier_header_match_parenthesis (const PalierHeaderDictionary *self, const char *header);
PalierHeaderMatch
palier_header_match_group (const PalierHeaderDictionary *self, const char *header);
PalierHeaderMatch palier_header_match_path (const PalierHeaderDictionary *self, const char *header);

G_END_DECLS
