/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scripted service, and providers that ask it. */
#pragma once

#include "palier-ai-provider.h"

#include "peer.h"
#include "small-server.h"

typedef struct
{
  Peer peer;
  PalierHttp *http;
  PalierClock *clock;
  PalierRandom *random;
  guint first_ms, total_ms; /* of the providers to come */
} Fixture;

static inline void
fixture_start (Fixture *self, const char *const *arguments)
{
  peer_start (&self->peer, "ai-peer.py", arguments);
  self->http = palier_http_new ();
  self->clock = palier_clock_new_system ();
  self->random = palier_random_new_seeded (5);
  self->first_ms = 5000;
  self->total_ms = 10000;
}

static inline void
fixture_stop (Fixture *self)
{
  palier_http_free (self->http);
  palier_clock_unref (self->clock);
  palier_random_unref (self->random);
  peer_stop (&self->peer);
}

/* @story: as the scripted service names it */
static inline PalierAiProvider *
fixture_provider (Fixture *self, const char *dialect, const char *story)
{
  g_autofree char *endpoint =
      g_strdup_printf ("http://127.0.0.1:%u/%s/%s", self->peer.port, dialect, story);
  g_autoptr (GError) error = NULL;
  PalierAiSettings settings = {
    .dialect = palier_ai_dialect_find (dialect),
    .endpoint = endpoint,
    .key = "good-key",
    .first_ms = self->first_ms,
    .total_ms = self->total_ms,
    .retry_ms = 5,
  };
  PalierAiProvider *provider =
      palier_ai_provider_new (&settings, self->http, self->clock, self->random, &error);

  g_assert_no_error (error);
  return provider;
}
