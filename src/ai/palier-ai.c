/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai.h"

#include <string.h>

G_DEFINE_QUARK (palier-ai-error-quark, palier_ai_error)
G_DEFINE_BOXED_TYPE (PalierAiAnswer, palier_ai_answer, palier_ai_answer_ref, palier_ai_answer_free)

static const char *const error_names[] = {
  "cancelled",  "settings",   "local_only", "unreachable", "tls",       "timed_out",
  "broken_off", "no_service", "key",        "forbidden",   "credit",    "model",
  "request",    "rate",       "server",     "resting",     "too_large", "malformed",
  "refused",    "filtered",   "cut",        "empty",       "structure",
};

G_STATIC_ASSERT (G_N_ELEMENTS (error_names) == PALIER_AI_ERROR_STRUCTURE + 1);

/* As it is kept with a draft. */
const char *
palier_ai_error_name (PalierAiError code)
{
  return error_names[code];
}

gboolean
palier_ai_error_from_name (const char *name, PalierAiError *out)
{
  for (gsize i = 0; i < G_N_ELEMENTS (error_names); i++)
  {
    *out = (PalierAiError) i;
    if (strcmp (error_names[i], name) == 0)
      return TRUE;
  }
  return FALSE;
}

PalierAiAnswer *
palier_ai_answer_new (void)
{
  return g_atomic_rc_box_new0 (PalierAiAnswer);
}

PalierAiAnswer *
palier_ai_answer_ref (PalierAiAnswer *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
answer_clear (gpointer data)
{
  PalierAiAnswer *self = data;

  g_free (self->text);
  g_free (self->model);
}

void
palier_ai_answer_free (PalierAiAnswer *self)
{
  g_atomic_rc_box_release_full (self, answer_clear);
}

/* French text is some 3.5 bytes a token; rounded up. What the service says replaces it. */
gint64
palier_ai_estimate_tokens (gsize bytes)
{
  return ((gint64) bytes * 2 + 6) / 7;
}

/* A PalierAiSpent that adds up. @sum: a PalierAiUsage */
void
palier_ai_add_usage (const PalierAiUsage *usage, gpointer sum)
{
  PalierAiUsage *all = sum;

  all->prompt += usage->prompt;
  all->cached += usage->cached;
  all->completion += usage->completion;
  all->estimated |= usage->estimated;
}
