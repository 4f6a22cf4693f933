/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai-provider.h"
#include "palier-ai-variants.h"

G_BEGIN_DECLS

/* What is to be written; all is copied. */
typedef struct
{
  const char *system;        /* how to write */
  const char *user;          /* about what */
  const char *const *angles; /* (array zero-terminated=1): one text each */
  const char *model;
  double temperature;
  guint max_tokens;    /* of each text */
  gint64 seed;         /* -1: none */
  PalierAiSpent spent; /* (nullable) */
  gpointer spent_data;
} PalierAiOrder;

typedef struct
{
  GPtrArray *variants; /* (element-type PalierAiVariant): in the order of the angles */
  char *model;         /* (nullable): as the service calls it */
  PalierAiUsage usage; /* of all questions */
  guint questions;     /* 2: the first answer had to be mended */
  gint64 first_ms;     /* to the first words */
  gint64 latency_ms;
} PalierAiWork;

#define PALIER_TYPE_AI_WORK (palier_ai_work_get_type ())
GType palier_ai_work_get_type (void);
PalierAiWork *palier_ai_work_ref (PalierAiWork *self);
void palier_ai_work_free (PalierAiWork *self);

/* The @index-th text as far as it has come: grows from call to call, and begins anew where the
 * answer has to be mended. */
typedef void (*PalierAiGrowth) (guint index, const char *subject, const char *body, gpointer data);

DexFuture *palier_ai_write (PalierAiProvider *provider, const PalierAiOrder *order,
                            PalierAiGrowth on_growth, gpointer data, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiWork, palier_ai_work_free)

G_END_DECLS
