/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A prompt in, texts out. An answer of another structure is sent back once, with what is wrong. */
#include "palier-ai-writer.h"

#include <string.h>

#include "palier-ai-partial.h"

typedef struct
{
  PalierAiProvider *provider;
  char *system;
  char *user;
  GStrv angles;
  char *model;
  char *schema;
  double temperature;
  guint max_tokens;
  gint64 seed;
  PalierAiSpent spent;
  gpointer spent_data;
  PalierAiGrowth on_growth;
  gpointer data;
  GCancellable *cancellable;
  PalierAiPartial *partial;
} Writing;

G_DEFINE_BOXED_TYPE (PalierAiWork, palier_ai_work, palier_ai_work_ref, palier_ai_work_free)

PalierAiWork *
palier_ai_work_ref (PalierAiWork *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
work_clear (gpointer data)
{
  PalierAiWork *self = data;

  g_clear_pointer (&self->variants, g_ptr_array_unref);
  g_free (self->model);
}

void
palier_ai_work_free (PalierAiWork *self)
{
  g_atomic_rc_box_release_full (self, work_clear);
}

static void
writing_free (gpointer data)
{
  Writing *self = data;

  palier_ai_provider_unref (self->provider);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->partial, palier_ai_partial_free);
  g_strfreev (self->angles);
  g_free (self->system);
  g_free (self->user);
  g_free (self->model);
  g_free (self->schema);
  g_free (self);
}

static void
on_delta_cb (const char *text, gpointer data)
{
  Writing *self = data;

  palier_ai_partial_feed (self->partial, text);
  guint n = palier_ai_partial_get_count (self->partial);
  if (n > 0 && n <= g_strv_length (self->angles))
    self->on_growth (n - 1, palier_ai_partial_get_subject (self->partial, n - 1),
                     palier_ai_partial_get_body (self->partial, n - 1), self->data);
}

static void
add_up (PalierAiWork *work, const PalierAiAnswer *answer)
{
  palier_ai_add_usage (&answer->usage, &work->usage);
  work->latency_ms += answer->latency_ms;
  if (work->questions++ == 0)
    work->first_ms = answer->first_ms;
  g_set_str (&work->model, answer->model);
}

/* @messages: the last two, an answer and what is wrong with it, only where it is to be mended */
static PalierAiAnswer *
ask (Writing *self, const PalierAiMessage *messages, gsize n, GError **error)
{
  PalierAiRequest request = {
    .model = self->model,
    .messages = messages,
    .n_messages = n,
    .temperature = self->temperature,
    .max_tokens = self->max_tokens * g_strv_length (self->angles),
    .seed = self->seed,
    .schema = self->schema,
    .spent = self->spent,
    .spent_data = self->spent_data,
  };

  g_clear_pointer (&self->partial, palier_ai_partial_free);
  self->partial = palier_ai_partial_new ();
  return dex_await_boxed (palier_ai_provider_ask (self->provider, &request,
                                                  self->on_growth != NULL ? on_delta_cb : NULL,
                                                  self, self->cancellable),
                          error);
}

/* (nullable): the texts, once the answer has been sent back */
static GPtrArray *
mend (Writing *self, PalierAiWork *work, const char *text, const GError *wrong, GError **error)
{
  g_autofree char *again = g_strdup_printf (
      "Ta réponse n’a pas la forme demandée (%s). Donne-la de nouveau, en entier, sous la forme "
      "d’un seul objet JSON valide.",
      wrong->message);
  PalierAiMessage messages[] = {
    { "system", self->system }, { "user", self->user }, { "assistant", text }, { "user", again }
  };
  g_autoptr (PalierAiAnswer) answer = ask (self, messages, G_N_ELEMENTS (messages), error);

  if (answer == NULL)
    return NULL;
  add_up (work, answer);
  return palier_ai_variants_read (answer->text, (const char *const *) self->angles, error);
}

static DexFuture *
write_fiber (gpointer data)
{
  Writing *self = data;
  PalierAiMessage messages[] = { { "system", self->system }, { "user", self->user } };
  g_autoptr (PalierAiWork) work = g_atomic_rc_box_new0 (PalierAiWork);
  g_autoptr (GError) wrong = NULL;
  GError *error = NULL;
  g_autoptr (PalierAiAnswer) answer = ask (self, messages, G_N_ELEMENTS (messages), &error);

  if (answer == NULL)
    return dex_future_new_for_error (error);
  add_up (work, answer);
  work->variants =
      palier_ai_variants_read (answer->text, (const char *const *) self->angles, &wrong);
  if (work->variants == NULL)
    work->variants = mend (self, work, answer->text, wrong, &error);
  if (work->variants == NULL)
    return dex_future_new_for_error (error);
  return dex_future_new_take_boxed (PALIER_TYPE_AI_WORK, g_steal_pointer (&work));
}

/**
 * palier_ai_write:
 * @on_growth: (nullable): on the provider's thread, until the future settles
 *
 * Returns: → PALIER_TYPE_AI_WORK. Errors: PALIER_AI_ERROR, _STRUCTURE where the answer had not the
 *   form that was asked for, nor when it was sent back
 */
DexFuture *
palier_ai_write (PalierAiProvider *provider, const PalierAiOrder *order, PalierAiGrowth on_growth,
                 gpointer data, GCancellable *cancellable)
{
  Writing *self = g_new0 (Writing, 1);
  g_autofree char *instruction = palier_ai_variants_instruction (order->angles);

  self->provider = palier_ai_provider_ref (provider);
  self->system = g_strconcat (order->system, "\n\n", instruction, NULL);
  self->user = g_strdup (order->user);
  self->angles = g_strdupv ((GStrv) order->angles);
  self->schema = palier_ai_variants_schema (order->angles);
  self->model = g_strdup (order->model);
  self->temperature = order->temperature;
  self->max_tokens = order->max_tokens;
  self->seed = order->seed;
  self->spent = order->spent;
  self->spent_data = order->spent_data;
  self->on_growth = on_growth;
  self->data = data;
  g_set_object (&self->cancellable, cancellable);
  return dex_scheduler_spawn (NULL, 0, write_fiber, self, writing_free);
}
