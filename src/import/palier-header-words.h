/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-header-dictionary.h"

G_BEGIN_DECLS

PalierHeaderMatch palier_header_none_of_ours (double likelihood);
PalierHeaderMatch palier_header_scaled (const PalierHeaderMatch *match, double factor);
PalierHeaderMatch palier_header_better_of (PalierHeaderMatch a, PalierHeaderMatch b);
char *palier_header_strip_words (const PalierHeaderDictionary *self, char **words, gboolean naming,
                                 gboolean *further, gboolean *other);
PalierHeaderMatch
palier_header_match_words (const PalierHeaderDictionary *self, const char *folded);

G_END_DECLS
