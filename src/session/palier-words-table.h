/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A code and its words: N_() marks them, the look-up translates. */
typedef struct
{
  const char *code;
  const char *words;
} PalierWords;

const char *palier_words_look_up (const PalierWords *table, gsize length, const char *code);

#define PALIER_WORDS(table, code) palier_words_look_up (table, G_N_ELEMENTS (table), code)

G_END_DECLS
