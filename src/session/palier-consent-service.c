/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-consent-service.h"

#include "palier-consent-store.h"
#include "palier-gatekeeper.h"
#include "palier-prospect-store.h"
#include "palier-scorer.h"
#include "palier-services.h"
#include "palier-session-error.h"
#include "palier-suppression-store.h"

struct _PalierConsentService
{
  GObject parent;
  PalierCore *core;
};

G_DEFINE_FINAL_TYPE (PalierConsentService, palier_consent_service, G_TYPE_OBJECT)

static void
palier_consent_service_finalize (GObject *object)
{
  palier_core_unref (PALIER_CONSENT_SERVICE (object)->core);
  G_OBJECT_CLASS (palier_consent_service_parent_class)->finalize (object);
}

static void
palier_consent_service_class_init (PalierConsentServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = palier_consent_service_finalize;
}

static void
palier_consent_service_init (PalierConsentService *self)
{
}

PalierConsentService *
palier_consent_service_new (PalierCore *core)
{
  PalierConsentService *self = g_object_new (PALIER_TYPE_CONSENT_SERVICE, NULL);
  self->core = palier_core_ref (core);
  return self;
}

/* Nothing is recorded that the gate would not find again. */
static gboolean
check_names (const char *purpose, const char *channel, GError **error)
{
  if (purpose != NULL && palier_purpose_from_name (purpose) == PALIER_PURPOSE_NONE)
    return g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, "purpose: %s",
                        purpose),
           FALSE;
  if (channel != NULL && palier_channel_from_name (channel) == PALIER_CHANNEL_NONE)
    return g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, "channel: %s",
                        channel),
           FALSE;
  return TRUE;
}

static PalierConsent *
make_consent (PalierCall *call)
{
  PalierConsent *consent = palier_consent_new ();

  consent->id = palier_workspace_new_id (call->core->workspace);
  consent->subject = call->id;
  consent->purpose = g_strdup (call->first);
  consent->channel = g_strdup (call->second);
  consent->given = call->number != 0;
  consent->at_ms = palier_core_now_ms (call->core);
  consent->origin = g_strdup (palier_consent_origin_name (PALIER_CONSENT_BY_USER));
  consent->proof = g_strdup (call->third);
  return consent;
}

/* A consent changes what a person's score knows (reachability), so that is done anew. */
static DexFuture *
record_fiber (gpointer data)
{
  PalierCall *call = data;
  PalierWorkspace *workspace = call->core->workspace;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) consents =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_consent_free);

  if (!check_names (call->first, call->second, &error))
    return palier_reject (&error);
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (workspace, &call->id), &error);
  if (prospect == NULL)
    return palier_reject (&error);
  g_ptr_array_add (consents, make_consent (call));
  if (!dex_await (palier_consent_store_append (workspace, NULL, consents), &error))
    return palier_reject (&error);
  g_autoptr (PalierScore) score = palier_scorer_store (call->core, prospect, &error);
  return score != NULL ? dex_future_new_true () : palier_reject (&error);
}

/**
 * palier_consent_service_record:
 * @purpose: prospecting, open, click, enrichment, profiling or ai
 * @channel: (nullable): NULL: every channel
 * @given: FALSE: a withdrawal
 * @proof: (nullable): how and where
 *
 * Returns: (transfer full): → TRUE. Errors: PALIER_SESSION_ERROR_OPTIONS, of the storage
 */
DexFuture *
palier_consent_service_record (PalierConsentService *self, const PalierId *prospect,
                               const char *purpose, const char *channel, gboolean given,
                               const char *proof)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .id = *prospect,
                                          .first = (char *) purpose,
                                          .second = (char *) channel,
                                          .third = (char *) proof,
                                          .number = given },
                          record_fiber);
}

DexFuture *
palier_consent_service_list (PalierConsentService *self, const PalierId *prospect)
{
  return palier_consent_store_of_subject (self->core->workspace, prospect);
}

static DexFuture *
suppress_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);
  if (prospect == NULL)
    return palier_reject (&error);

  g_autoptr (GArray) addresses = palier_prospect_dup_addresses (prospect);
  if (!dex_await (palier_suppression_store_add (call->core->workspace, addresses,
                                                palier_core_now_ms (call->core), call->first),
                  &error))
    return palier_reject (&error);
  return dex_future_new_true ();
}

/* @reason: (nullable): by_hand where nothing is said. */
DexFuture *
palier_consent_service_suppress (PalierConsentService *self, const PalierId *prospect,
                                 const char *reason)
{
  return palier_call_run (&(PalierCall) { .core = self->core,
                                          .id = *prospect,
                                          .first = (char *) (reason ? reason : "by_hand") },
                          suppress_fiber);
}

static DexFuture *
is_suppressed_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  gboolean suppressed = FALSE;
  g_autoptr (PalierProspect) prospect =
      dex_await_boxed (palier_prospect_store_get (call->core->workspace, &call->id), &error);

  if (prospect == NULL
      || !palier_gatekeeper_is_suppressed (call->core, prospect, &suppressed, &error))
    return palier_reject (&error);
  return dex_future_new_for_boolean (suppressed);
}

DexFuture *
palier_consent_service_is_suppressed (PalierConsentService *self, const PalierId *prospect)
{
  return palier_call_run (&(PalierCall) { .core = self->core, .id = *prospect },
                          is_suppressed_fiber);
}
