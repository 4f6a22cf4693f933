/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  PALIER_TOKEN_END, /* what is read beyond either end */
  PALIER_TOKEN_WORD,
  PALIER_TOKEN_DIGITS,
  PALIER_TOKEN_MARK,
} PalierTokenKind;

/* A word, a run of digits or a mark of a text. */
typedef struct
{
  PalierTokenKind kind;
  gsize start, end; /* bytes into the text */
  const char *fold; /* in small letters without accents; typographic marks as ASCII has them */
  gboolean spaced;  /* white space stands before it */
  gboolean line;    /* it begins a line */
  gboolean opens;   /* it begins a sentence, so that a large letter says nothing */
  gboolean large;   /* it begins with a large letter */
  gboolean upper;   /* all its letters are large, and there are two or more */
} PalierToken;

typedef struct
{
  GArray *items; /* (element-type PalierToken) */
  GStringChunk *words;
} PalierTokens;

void palier_tokens_read (PalierTokens *self, const char *text);
void palier_tokens_clear (PalierTokens *self);
const PalierToken *palier_tokens_get (const PalierTokens *self, guint i);
gboolean palier_tokens_is (const PalierTokens *self, guint i, const char *fold);
gboolean palier_tokens_joined (const PalierTokens *self, guint i, const char *mark);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierTokens, palier_tokens_clear)

G_END_DECLS
