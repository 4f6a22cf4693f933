/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-sequence.h"

G_BEGIN_DECLS

/* The sequences that ship with the program, found by their keys. */
char **palier_sequences_list (void);
PalierSequence *palier_sequences_get (const char *key);

G_END_DECLS
