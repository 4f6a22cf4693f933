/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-header-dictionary.h"

G_BEGIN_DECLS

char *palier_header_part_cases (const char *header);
char *palier_header_part_letters (const PalierHeaderDictionary *self, const char *word);
char *
palier_header_mend_words (const PalierHeaderDictionary *self, const char *folded, guint *n_mended);
GPtrArray *palier_header_list_long_words (const PalierHeaderDictionary *self, const char *word);

G_END_DECLS
