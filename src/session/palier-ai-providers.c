/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-ai-providers.h"

#include <string.h>

#include "palier-ai-models.h"

struct _PalierAiProviders
{
  PalierCore *core;
  PalierHttp *http;
  GHashTable *kept; /* service → Kept */
};

typedef struct
{
  char *digest; /* of all that it is set by */
  PalierAiProvider *provider;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  palier_ai_provider_unref (self->provider);
  g_free (self->digest);
  g_free (self);
}

PalierAiProviders *
palier_ai_providers_new (PalierCore *core)
{
  PalierAiProviders *self = g_new0 (PalierAiProviders, 1);

  self->core = palier_core_ref (core);
  self->http = palier_http_new ();
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
  return self;
}

void
palier_ai_providers_free (PalierAiProviders *self)
{
  g_hash_table_unref (self->kept);
  palier_http_free (self->http);
  palier_core_unref (self->core);
  g_free (self);
}

/* What is asked just now goes on. */
void
palier_ai_providers_forget (PalierAiProviders *self)
{
  g_hash_table_remove_all (self->kept);
}

/* The key is in it, and cannot be read out of it. */
static char *
digest_of (const PalierAiPreferences *preferences, const char *key)
{
  const char *parts[] = { preferences->endpoint != NULL ? preferences->endpoint : "",
                          key != NULL ? key : "", preferences->local_only ? "local" : "any" };
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (sum, (const guchar *) parts[i], (gssize) strlen (parts[i]) + 1);
  return g_strdup (g_checksum_get_string (sum));
}

/**
 * palier_ai_providers_get:
 * @preferences: name a service
 * @key: (nullable)
 *
 * Returns: (transfer full): as palier_ai_provider_new()
 */
PalierAiProvider *
palier_ai_providers_get (PalierAiProviders *self, const PalierAiPreferences *preferences,
                         const char *key, GError **error)
{
  g_autofree char *digest = digest_of (preferences, key);
  Kept *kept = g_hash_table_lookup (self->kept, preferences->service);
  PalierAiProvider *provider;

  if (kept != NULL && g_str_equal (kept->digest, digest))
    return palier_ai_provider_ref (kept->provider);
  provider = palier_ai_provider_new (
      &(PalierAiSettings) { .dialect = palier_ai_dialect_find (preferences->service),
                            .endpoint = preferences->endpoint,
                            .key = key,
                            .local_only = preferences->local_only },
      self->http, self->core->clock, self->core->random, error);
  if (provider == NULL)
    return NULL;
  kept = g_new0 (Kept, 1);
  kept->digest = g_steal_pointer (&digest);
  kept->provider = palier_ai_provider_ref (provider);
  g_hash_table_insert (self->kept, g_strdup (preferences->service), kept);
  return provider;
}

void
palier_ai_access_free (PalierAiAccess *self)
{
  palier_ai_provider_unref (self->provider);
  g_free (self->service);
  g_free (self->model);
  g_free (self);
}

/* (nullable): a name that a server of this computer has too says nothing of its price there */
static const PalierAiModel *
find_model (const PalierAiAccess *self)
{
  const PalierAiModel *model = palier_ai_model_find (self->model);

  return model != NULL && g_str_equal (model->dialect, self->service) ? model : NULL;
}

gboolean
palier_ai_access_is_priced (const PalierAiAccess *self)
{
  return find_model (self) != NULL;
}

/* Millionths of a euro; 0 where nobody told the price. */
gint64
palier_ai_access_cost (const PalierAiAccess *self, const PalierAiUsage *usage)
{
  const PalierAiModel *model = find_model (self);

  return model != NULL ? palier_ai_model_cost (model, usage, PALIER_AI_RATE_ONE) : 0;
}
