/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-ai-provider.h"
#include "palier-ai-service.h"
#include "palier-core.h"

G_BEGIN_DECLS

/* Of this folder alone: the services that were asked, kept as long as they are set as they are, so
 * that one which failed is left alone by the next question too. */
typedef struct _PalierAiProviders PalierAiProviders;

PalierAiProviders *palier_ai_providers_new (PalierCore *core);
void palier_ai_providers_free (PalierAiProviders *self);
void palier_ai_providers_forget (PalierAiProviders *self);
PalierAiProvider *
palier_ai_providers_get (PalierAiProviders *self, const PalierAiPreferences *preferences,
                         const char *key, GError **error);

/* A service that may be asked, with what it is asked by. */
typedef struct
{
  PalierAiProvider *provider;
  char *service;
  char *model;
  double temperature;
  guint max_tokens; /* of one text */
} PalierAiAccess;

void palier_ai_service_forget (PalierAiService *self);
PalierCore *palier_ai_service_get_core (PalierAiService *self);
void palier_ai_access_free (PalierAiAccess *self);
PalierAiAccess *palier_ai_service_open (PalierAiService *self, const char *service, GError **error);
gint64 palier_ai_access_cost (const PalierAiAccess *self, const PalierAiUsage *usage);
gboolean palier_ai_access_is_priced (const PalierAiAccess *self);
PalierAiMonth *palier_ai_service_note (PalierAiService *self, const PalierAiAccess *access,
                                       const PalierAiUsage *spent, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiProviders, palier_ai_providers_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiAccess, palier_ai_access_free)

G_END_DECLS
