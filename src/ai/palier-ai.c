/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai.h"

G_DEFINE_QUARK (palier-ai-error-quark, palier_ai_error)
G_DEFINE_BOXED_TYPE (PalierAiAnswer, palier_ai_answer, palier_ai_answer_ref, palier_ai_answer_free)

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
