/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai.h"

G_BEGIN_DECLS

/* What is known of models, from resources/ai/models.json, read once. Prices are per million tokens
 * in millionths of their currency. */
typedef struct
{
  char *id;
  char *dialect; /* the service that has it: "openai", "mistral" */
  gboolean dollars;
  gint64 input;
  gint64 cached;
  gint64 output;
  char *as_of; /* ISO date of the prices */
  gboolean by_default;
} PalierAiModel;

/* Models that think before they write, by how their names begin. */
typedef struct
{
  char *prefix;
  char *effort;  /* reasoning_effort */
  guint reserve; /* tokens of an answer that are kept for thinking */
} PalierAiFamily;

/* Until the rate is set, a dollar counts as a euro: no cost is shown too small. */
#define PALIER_AI_RATE_ONE G_GINT64_CONSTANT (1000000)

const GPtrArray *palier_ai_models (void);
const PalierAiModel *palier_ai_model_find (const char *id);
const PalierAiModel *palier_ai_model_default (const char *dialect);
const PalierAiFamily *palier_ai_family_find (const char *id);
gint64 palier_ai_model_cost (const PalierAiModel *self, const PalierAiUsage *usage,
                             gint64 euros_per_million_dollars);

G_END_DECLS
