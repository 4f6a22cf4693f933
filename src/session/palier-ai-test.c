/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A short question that says whether a service can be asked, and what asking costs. */
#include <glib/gi18n.h>

#include "palier-ai-models.h"
#include "palier-ai-providers.h"
#include "palier-session-error.h"

#define TEST_TOKENS 16
#define SET_PROMPT 1200 /* tokens of a prompt, and of three texts as long as they may be */
#define SET_COMPLETION 1500

G_DEFINE_BOXED_TYPE (PalierAiTest, palier_ai_test, palier_ai_test_ref, palier_ai_test_free)

PalierAiTest *
palier_ai_test_ref (PalierAiTest *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
test_clear (gpointer data)
{
  PalierAiTest *self = data;

  g_free (self->words);
  g_free (self->detail);
  g_free (self->model);
}

void
palier_ai_test_free (PalierAiTest *self)
{
  g_atomic_rc_box_release_full (self, test_clear);
}

/* In a fiber: (transfer full). Whoever tests has mended something. */
static PalierAiAccess *
open_anew (PalierAiService *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  PalierAiAccess *access;

  palier_ai_service_forget (self);
  access = palier_ai_service_open (self, NULL, &failure);
  if (access == NULL && failure == NULL)
    g_set_error_literal (error, PALIER_AI_ERROR, PALIER_AI_ERROR_SETTINGS, "no service");
  else if (access == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return access;
}

/* In a fiber: (transfer full). */
static PalierAiAnswer *
ask (PalierAiService *self, GError **error)
{
  static const PalierAiMessage messages[] = { { "user", "Réponds par le seul mot : Bonjour" } };
  g_autoptr (PalierAiAccess) access = open_anew (self, error);
  g_autoptr (PalierAiAnswer) answer = NULL;
  PalierAiUsage spent = { 0 };

  if (access == NULL)
    return NULL;
  PalierAiRequest request = { .model = access->model,
                              .messages = messages,
                              .n_messages = G_N_ELEMENTS (messages),
                              .max_tokens = TEST_TOKENS,
                              .seed = -1,
                              .spent = palier_ai_add_usage,
                              .spent_data = &spent };
  answer = dex_await_boxed (palier_ai_provider_ask (access->provider, &request, NULL, NULL, NULL),
                            error);
  g_autoptr (PalierAiMonth) month =
      palier_ai_service_note (self, access, &spent, answer != NULL ? error : NULL);
  return month != NULL ? g_steal_pointer (&answer) : NULL;
}

static PalierAiTest *
report (const PalierAiAnswer *answer, const GError *error)
{
  PalierAiTest *test = g_atomic_rc_box_new0 (PalierAiTest);

  test->ok = answer != NULL;
  test->words =
      answer != NULL ? g_strdup (_ ("The service answers.")) : palier_session_error_message (error);
  test->detail = g_strdup (answer != NULL ? answer->text : error->message);
  if (answer == NULL)
    return test;
  test->model = g_strdup (answer->model);
  test->first_ms = answer->first_ms;
  test->latency_ms = answer->latency_ms;
  test->tokens = answer->usage.prompt + answer->usage.completion;
  return test;
}

static DexFuture *
test_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiAnswer) answer = ask (PALIER_AI_SERVICE (call->service), &error);

  return dex_future_new_take_boxed (PALIER_TYPE_AI_TEST, report (answer, error));
}

/* Asks for one word, and tells what came of it; nothing of any prospect is in the question. */
DexFuture *
palier_ai_service_test (PalierAiService *self)
{
  return palier_call_run (
      &(PalierCall) { .core = palier_ai_service_get_core (self), .service = G_OBJECT (self) },
      test_fiber);
}

/* (transfer full) (element-type PalierAiPrice) */
GArray *
palier_ai_service_list_prices (void)
{
  static const PalierAiUsage set = { .prompt = SET_PROMPT, .completion = SET_COMPLETION };
  const GPtrArray *models = palier_ai_models ();
  GArray *prices = g_array_new (FALSE, FALSE, sizeof (PalierAiPrice));

  for (guint i = 0; i < models->len; i++)
  {
    const PalierAiModel *model = models->pdata[i];
    PalierAiPrice price = {
      .id = model->id,
      .service = model->dialect,
      .currency = model->dollars ? "USD" : "EUR",
      .input = model->input,
      .output = model->output,
      .as_of = model->as_of,
      .set_of_three_micro = palier_ai_model_cost (model, &set, PALIER_AI_RATE_ONE),
    };
    g_array_append_val (prices, price);
  }
  return prices;
}
