/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"

G_BEGIN_DECLS

/* What a device asks the relay's service that writes: a chat completion, as its own dialect sends
 * it, and no more of it than a draft needs. Its content is kept while it is answered, nowhere else.
 */
typedef struct
{
  GArray *messages; /* (element-type PalierAiMessage): their texts are in @texts */
  GPtrArray *texts; /* (element-type utf8) */
  double temperature;
  guint max_tokens;
  gint64 seed;  /* -1: none */
  char *schema; /* (nullable) */
  gsize bytes;  /* of the body */
} PalierWritingQuestion;

#define PALIER_WRITING_MAX_BYTES (128 * 1024)
#define PALIER_WRITING_MAX_MESSAGES 8
#define PALIER_WRITING_MAX_TOKENS 8000

PalierWritingQuestion *
palier_writing_question_read (const char *json, gsize length, const char **member);
void palier_writing_question_free (PalierWritingQuestion *self);
PalierAiRequest palier_writing_question_as (const PalierWritingQuestion *self, const char *model);
gint64 palier_writing_question_estimate (const PalierWritingQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierWritingQuestion, palier_writing_question_free)

G_END_DECLS
