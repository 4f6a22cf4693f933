/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

gsize palier_digits_gather (const char *text, char *out, gsize size, char *stray);
gboolean palier_digits_are_destroyed (const char *text);
const char *palier_text_skip_space (const char *text);
gboolean palier_text_is_oversized (const char *text);
char *palier_text_squeeze (const char *text);

G_END_DECLS
