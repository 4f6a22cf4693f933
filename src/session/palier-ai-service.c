/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai-service.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "palier-ai-models.h"
#include "palier-ai-preferences.h"
#include "palier-ai-providers.h"
#include "palier-secrets.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-setting-store.h"

#define SETTING "ai"
#define TEST_TOKENS 16
#define SET_PROMPT 1200 /* tokens of a prompt, and of three texts as long as they may be */
#define SET_COMPLETION 1500

struct _PalierAiService
{
  GObject parent;
  PalierCore *core;
  PalierAiProviders *providers; /* (nullable): made at the first question */
};

G_DEFINE_FINAL_TYPE (PalierAiService, palier_ai_service, G_TYPE_OBJECT)
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

static void
palier_ai_service_finalize (GObject *object)
{
  PalierAiService *self = PALIER_AI_SERVICE (object);

  g_clear_pointer (&self->providers, palier_ai_providers_free);
  palier_core_unref (self->core);
  G_OBJECT_CLASS (palier_ai_service_parent_class)->finalize (object);
}

static void
palier_ai_service_class_init (PalierAiServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_ai_service_finalize;
}

static void
palier_ai_service_init (PalierAiService *self)
{
}

PalierAiService *
palier_ai_service_new (PalierCore *core)
{
  PalierAiService *self = g_object_new (PALIER_TYPE_AI_SERVICE, NULL);

  self->core = palier_core_ref (core);
  return self;
}

/* In a fiber: (transfer full). */
static PalierAiPreferences *
load (PalierCore *core, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *json =
      dex_await_string (palier_setting_store_get (core->workspace, SETTING), &failure);

  if (failure == NULL)
    return palier_ai_preferences_from_json (json);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static DexFuture *
get_preferences_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  PalierAiPreferences *preferences = load (call->core, &error);

  return preferences != NULL ? dex_future_new_take_boxed (PALIER_TYPE_AI_PREFERENCES, preferences)
                             : palier_reject (&error);
}

DexFuture *
palier_ai_service_get_preferences (PalierAiService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core }, get_preferences_fiber);
}

static DexFuture *
set_preferences_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierAiPreferences *preferences = call->value;
  g_autofree char *json = palier_ai_preferences_to_json (preferences);
  g_autoptr (GError) error = NULL;

  if (call->first != NULL && preferences->service != NULL
      && !dex_await (palier_secrets_set_ai_key (call->core, preferences->service, call->first),
                     &error))
    return palier_reject (&error);
  if (!dex_await (palier_setting_store_set (call->core->workspace, SETTING, json), &error))
    return palier_reject (&error);
  return dex_future_new_true ();
}

/**
 * palier_ai_service_set_preferences:
 * @key: (nullable): of the service that they name; stays as it is
 */
DexFuture *
palier_ai_service_set_preferences (PalierAiService *self, PalierAiPreferences *preferences,
                                   const char *key)
{
  return palier_call_run (
      &(PalierCall) { .core = self->core,
                      .first = (char *) key,
                      .value = palier_ai_preferences_ref (preferences),
                      .free_value = (GDestroyNotify) palier_ai_preferences_free },
      set_preferences_fiber);
}

/* In a fiber: (transfer full). */
static PalierAiProvider *
get_provider (PalierAiService *self, const PalierAiPreferences *preferences, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *key =
      dex_await_string (palier_secrets_get_ai_key (self->core, preferences->service), &failure);

  if (failure != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  if (self->providers == NULL)
    self->providers = palier_ai_providers_new (self->core);
  return palier_ai_providers_get (self->providers, preferences, key, error);
}

static const char *
model_of (const PalierAiPreferences *preferences)
{
  const PalierAiModel *proposed = palier_ai_model_default (preferences->service);

  return preferences->model != NULL ? preferences->model : proposed != NULL ? proposed->id : NULL;
}

/* In a fiber: (transfer full). */
static PalierAiAccess *
open_service (PalierAiService *self, const PalierAiPreferences *preferences, GError **error)
{
  const char *model = preferences->service != NULL ? model_of (preferences) : NULL;
  PalierAiProvider *provider;
  PalierAiAccess *access;

  if (preferences->service == NULL)
    return g_set_error_literal (error, PALIER_AI_ERROR, PALIER_AI_ERROR_SETTINGS, "no service"),
           NULL;
  if ((provider = get_provider (self, preferences, error)) == NULL)
    return NULL;
  access = g_new0 (PalierAiAccess, 1);
  access->provider = provider;
  access->service = g_strdup (preferences->service);
  access->model = g_strdup (model);
  access->temperature = preferences->temperature;
  access->max_tokens = (guint) preferences->max_tokens;
  if (model != NULL)
    return access;
  palier_ai_access_free (access);
  g_set_error_literal (error, PALIER_AI_ERROR, PALIER_AI_ERROR_MODEL, "no model");
  return NULL;
}

/* Another service than the preferred one has its own address and the model that is proposed. */
static gboolean
choose_service (PalierAiPreferences *preferences, const char *service, GError **error)
{
  if (g_strcmp0 (preferences->service, service) == 0)
    return TRUE;
  g_set_str (&preferences->endpoint, NULL);
  g_set_str (&preferences->model, NULL);
  if (*service != '\0' && palier_ai_preferences_set_key (preferences, "service", service))
    return TRUE;
  g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, "%s", service);
  return FALSE;
}

/**
 * palier_ai_service_open:
 * @service: (nullable): the preferred one
 *
 * In a fiber. Returns: (transfer full) (nullable): %NULL without an error where none is preferred;
 *   else with PALIER_SESSION_ERROR_OPTIONS where there is no such service,
 * PALIER_AI_ERROR_SETTINGS, _LOCAL_ONLY, _MODEL, or of storage and keyring
 */
PalierAiAccess *
palier_ai_service_open (PalierAiService *self, const char *service, GError **error)
{
  g_autoptr (PalierAiPreferences) preferences = load (self->core, error);

  if (preferences == NULL || (service == NULL && preferences->service == NULL))
    return NULL;
  if (service != NULL && !choose_service (preferences, service, error))
    return NULL;
  return open_service (self, preferences, error);
}

/* In a fiber: (transfer full). Whoever tests has mended something: what failed before is forgotten.
 */
static PalierAiAnswer *
ask (PalierAiService *self, const PalierAiPreferences *preferences, GError **error)
{
  static const PalierAiMessage messages[] = { { "user", "Réponds par le seul mot : Bonjour" } };

  g_clear_pointer (&self->providers, palier_ai_providers_free);
  g_autoptr (PalierAiAccess) access = open_service (self, preferences, error);

  if (access == NULL)
    return NULL;
  PalierAiRequest request = { .model = access->model,
                              .messages = messages,
                              .n_messages = G_N_ELEMENTS (messages),
                              .max_tokens = TEST_TOKENS,
                              .seed = -1 };
  return dex_await_boxed (palier_ai_provider_ask (access->provider, &request, NULL, NULL, NULL),
                          error);
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
  g_autoptr (PalierAiPreferences) preferences = load (call->core, &error);

  if (preferences == NULL)
    return palier_reject (&error);
  g_autoptr (PalierAiAnswer) answer = ask (PALIER_AI_SERVICE (call->service), preferences, &error);
  return dex_future_new_take_boxed (PALIER_TYPE_AI_TEST, report (answer, error));
}

/* Asks for one word, and tells what came of it; nothing of any prospect is in the question. */
DexFuture *
palier_ai_service_test (PalierAiService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .service = G_OBJECT (self) },
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
