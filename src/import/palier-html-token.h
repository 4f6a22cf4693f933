/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-text.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_HTML_TEXT,
  PALIER_HTML_START,
  PALIER_HTML_END,
} PalierHtmlKind;

typedef struct
{
  PalierHtmlKind kind;
  char name[24];    /* of the element, in small letters; longer ones are cut */
  const char *text; /* of a text: as it stands in the file; of a tag: what follows its name */
  gsize length;
} PalierHtmlToken;

/* The tags and texts of a page, comments and scripts left out. */
typedef struct _PalierHtmlTokens PalierHtmlTokens;

PalierHtmlTokens *palier_html_tokens_new (PalierText *text);
void palier_html_tokens_free (PalierHtmlTokens *self);
void palier_html_tokens_rewind (PalierHtmlTokens *self);
const PalierHtmlToken *palier_html_tokens_next (PalierHtmlTokens *self, GError **error);

char *palier_html_attribute (const PalierHtmlToken *token, const char *name);
void palier_html_append_text (GString *to, const char *text, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHtmlTokens, palier_html_tokens_free)

G_END_DECLS
