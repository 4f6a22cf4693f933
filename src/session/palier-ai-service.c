/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai-service.h"

#include <gio/gio.h>

#include "palier-ai-ledger.h"
#include "palier-ai-models.h"
#include "palier-ai-preferences.h"
#include "palier-ai-providers.h"
#include "palier-secrets.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-sync-private.h"
#include "palier-setting-store.h"

#define SETTING "ai"
#define UNLIMITED_PLAN "enterprise"
#define RELAY "relay"

struct _PalierAiService
{
  GObject parent;
  PalierCore *core;
  PalierSyncService *sync;
  PalierAiProviders *providers; /* (nullable): made at the first question */
  PalierAiLedger *ledger;
};

G_DEFINE_FINAL_TYPE (PalierAiService, palier_ai_service, G_TYPE_OBJECT)

static void
palier_ai_service_finalize (GObject *object)
{
  PalierAiService *self = PALIER_AI_SERVICE (object);

  g_clear_pointer (&self->providers, palier_ai_providers_free);
  palier_ai_ledger_free (self->ledger);
  g_object_unref (self->sync);
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
palier_ai_service_new (PalierCore *core, PalierSyncService *sync)
{
  PalierAiService *self = g_object_new (PALIER_TYPE_AI_SERVICE, NULL);

  self->core = palier_core_ref (core);
  self->ledger = palier_ai_ledger_new (core);
  self->sync = g_object_ref (sync);
  return self;
}

PalierCore *
palier_ai_service_get_core (PalierAiService *self)
{
  return self->core;
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

static DexFuture *
has_key_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *key =
      dex_await_string (palier_secrets_get_ai_key (call->core, call->first), &error);

  return error == NULL ? dex_future_new_for_boolean (key != NULL) : palier_reject (&error);
}

DexFuture *
palier_ai_service_has_key (PalierAiService *self, const char *service)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .first = (char *) service },
                          has_key_fiber);
}

/* From the keyring, or from beside the key file. */
DexFuture *
palier_ai_service_remove_key (PalierAiService *self, const char *service)
{
  return palier_secrets_set_ai_key (self->core, service, NULL);
}

/* In a fiber. @key: (out) (nullable); @endpoint: (out) (nullable): the relay's, whose service is
 * asked in the account's name. */
static gboolean
find_key (PalierAiService *self, const char *service, char **key, char **endpoint, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (g_str_equal (service, RELAY))
    return (*endpoint = palier_relay_link_await_access (self->sync->link, key, error)) != NULL;
  *key = dex_await_string (palier_secrets_get_ai_key (self->core, service), &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* In a fiber: (transfer full). What may not leave this computer is known before its key is. */
static PalierAiProvider *
get_provider (PalierAiService *self, const PalierAiPreferences *preferences, GError **error)
{
  PalierAiPreferences asked = *preferences;
  g_autofree char *key = NULL;
  g_autofree char *endpoint = NULL;

  if (preferences->local_only && g_str_equal (preferences->service, RELAY))
    return g_set_error_literal (error, PALIER_AI_ERROR, PALIER_AI_ERROR_LOCAL_ONLY, RELAY), NULL;
  if (!find_key (self, preferences->service, &key, &endpoint, error))
    return NULL;
  if (endpoint != NULL)
    asked.endpoint = endpoint;
  if (self->providers == NULL)
    self->providers = palier_ai_providers_new (self->core);
  return palier_ai_providers_get (self->providers, &asked, key, error);
}

static const char *
model_of (const PalierAiPreferences *preferences)
{
  const PalierAiDialect *dialect = palier_ai_dialect_find (preferences->service);
  const PalierAiModel *proposed = palier_ai_model_default (preferences->service);

  if (dialect->model != NULL)
    return dialect->model;
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

/* In a fiber: (transfer full): as the budget stands. A plan for large agencies has no stop. */
static PalierAiMonth *
load_month (PalierAiService *self, const PalierAiPreferences *preferences, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *plan = dex_await_string (
      palier_local_store_get (self->core->workspace, PALIER_LOCAL_PLAN), &failure);
  PalierAiMonth *month;

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), NULL;
  month = palier_ai_ledger_load (self->ledger, error);
  if (month != NULL)
    palier_ai_month_judge (month, preferences->budget_micro_eur,
                           g_strcmp0 (plan, UNLIMITED_PLAN) == 0);
  return month;
}

/* In a fiber. */
static gboolean
is_within_budget (PalierAiService *self, const PalierAiPreferences *preferences, GError **error)
{
  g_autoptr (PalierAiMonth) month = load_month (self, preferences, error);

  if (month == NULL)
    return FALSE;
  if (month->state != PALIER_AI_BUDGET_STOP)
    return TRUE;
  g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_AI_BUDGET, month->month);
  return FALSE;
}

/**
 * palier_ai_service_note:
 * @spent: on one piece of work, whatever came of it
 *
 * In a fiber. Returns: (transfer full): the month with it; %NULL with an error of the storage
 */
PalierAiMonth *
palier_ai_service_note (PalierAiService *self, const PalierAiAccess *access,
                        const PalierAiUsage *spent, GError **error)
{
  PalierAiUse use = { .service = access->service,
                      .model = access->model,
                      .questions = 1,
                      .tokens_in = spent->prompt,
                      .tokens_out = spent->completion,
                      .cost_micro_eur = palier_ai_access_cost (access, spent),
                      .priced = palier_ai_access_is_priced (access) };
  g_autoptr (PalierAiPreferences) preferences = load (self->core, error);

  if (preferences == NULL
      || (spent->prompt + spent->completion > 0
          && !palier_ai_ledger_add (self->ledger, &use, error)))
    return NULL;
  return load_month (self, preferences, error);
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
  g_autoptr (PalierAiAccess) access = open_service (self, preferences, error);
  if (access == NULL
      || (palier_ai_access_is_priced (access) && !is_within_budget (self, preferences, error)))
    return NULL;
  return g_steal_pointer (&access);
}

/* What failed before is no reason any more not to ask. */
void
palier_ai_service_forget (PalierAiService *self)
{
  if (self->providers != NULL)
    palier_ai_providers_forget (self->providers);
}

static DexFuture *
month_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiPreferences) preferences = load (call->core, &error);
  PalierAiMonth *month = preferences != NULL
                             ? load_month (PALIER_AI_SERVICE (call->service), preferences, &error)
                             : NULL;

  return month != NULL ? dex_future_new_take_boxed (PALIER_TYPE_AI_MONTH, month)
                       : palier_reject (&error);
}

/* What was spent this month, and how the budget stands. */
DexFuture *
palier_ai_service_get_month (PalierAiService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .service = G_OBJECT (self) },
                          month_fiber);
}

static DexFuture *
find_writer_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiPreferences) preferences = load (call->core, &error);
  g_autoptr (PalierAiAccess) access = NULL;

  if (preferences == NULL)
    return palier_reject (&error);
  if (preferences->service == NULL)
    return dex_future_new_take_string (NULL);
  access = open_service (PALIER_AI_SERVICE (call->service), preferences, &error);
  return dex_future_new_take_string (
      g_error_matches (error, PALIER_AI_ERROR, PALIER_AI_ERROR_LOCAL_ONLY)
          ? NULL
          : g_strdup (preferences->service));
}

/**
 * palier_ai_service_find_writer:
 *
 * Returns: (transfer full): → string: the service that is preferred; NULL where none is, or where
 *   it is elsewhere and nothing may leave this computer. It may still fail, and says why when it is
 *   asked
 */
DexFuture *
palier_ai_service_find_writer (PalierAiService *self)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .service = G_OBJECT (self) },
                          find_writer_fiber);
}
