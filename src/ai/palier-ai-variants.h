/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"

G_BEGIN_DECLS

/* One text of an answer: what it builds on, its subject and its body (plain text). */
typedef struct
{
  char *angle;
  char *subject;
  char *body;
} PalierAiVariant;

#define PALIER_AI_SUBJECT_MAX 200 /* characters */
#define PALIER_AI_BODY_MAX 8000

void palier_ai_variant_free (PalierAiVariant *self);

char *palier_ai_variants_schema (const char *const *angles);
char *palier_ai_variants_instruction (const char *const *angles);
GPtrArray *palier_ai_variants_read (const char *text, const char *const *angles, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiVariant, palier_ai_variant_free)

G_END_DECLS
