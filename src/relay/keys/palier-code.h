/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-random.h"

G_BEGIN_DECLS

/* What a person types from a mail or from paper: twelve letters and digits of 60 random bits, in
 * groups of four, without those that look alike (Crockford's alphabet). */
#define PALIER_CODE_LENGTH 12
#define PALIER_CODE_TEXT_SIZE 15

char *palier_code_new (PalierRandom *random);
char *palier_code_normalize (const char *text);

G_END_DECLS
