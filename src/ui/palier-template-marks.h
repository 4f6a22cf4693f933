/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "palier-template.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_MARK_FACT,     /* {{key}}, {{^key}} */
  PALIER_MARK_IF,       /* {{?key}} */
  PALIER_MARK_ELSE,     /* {{:}} */
  PALIER_MARK_VARIANTS, /* {{#}} */
  PALIER_MARK_OR,       /* {{|}} */
  PALIER_MARK_END,      /* {{/}} */
} PalierTemplateMarkKind;

/* A mark in the text of a template, from its first brace to behind its last. */
typedef struct
{
  PalierTemplateMarkKind kind;
  const char *start;
  const char *end;
} PalierTemplateMark;

gboolean palier_template_mark_find (const char *text, PalierTemplateMark *out);
char *palier_template_mark_dup_label (const PalierTemplateMark *mark, const GPtrArray *variables);
char *palier_template_mark_dup_words (const PalierTemplateMark *mark, const GPtrArray *variables);

G_END_DECLS
