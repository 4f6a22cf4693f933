/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-ai-dialect.h"
#include "palier-breaker.h"
#include "palier-clock.h"
#include "palier-http.h"
#include "palier-random.h"

G_BEGIN_DECLS

/* A service that writes: a prompt in, a stream of text out. It is asked again after a fault that
 * passes, leaves the service alone where it should be, and has an end in time. All of it belongs to
 * the thread that made it. */
typedef struct _PalierAiProvider PalierAiProvider;

/* Everything is copied. */
typedef struct
{
  const PalierAiDialect *dialect;
  const char *endpoint; /* (nullable): the dialect's own */
  const char *key;      /* (nullable) */
  gboolean local_only;  /* an address that is not of this computer is refused */
  guint first_ms;       /* until the first words; 0: 5 s */
  guint total_ms;       /* until the last one, with all attempts; 0: 20 s */
  guint retry_ms;       /* before the second attempt, then twice as long; 0: 0.5 s */
} PalierAiSettings;

/* What came since the last call, on the provider's thread. */
typedef void (*PalierAiDelta) (const char *text, gpointer data);

PalierAiProvider *palier_ai_provider_new (const PalierAiSettings *settings, PalierHttp *http,
                                          PalierClock *clock, PalierRandom *random, GError **error);
PalierAiProvider *palier_ai_provider_ref (PalierAiProvider *self);
void palier_ai_provider_unref (PalierAiProvider *self);

gboolean palier_ai_provider_is_local (const PalierAiProvider *self);
PalierBreakerState palier_ai_provider_get_state (const PalierAiProvider *self);
DexFuture *
palier_ai_provider_ask (PalierAiProvider *self, const PalierAiRequest *request,
                        PalierAiDelta on_delta, gpointer data, GCancellable *cancellable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAiProvider, palier_ai_provider_unref)

G_END_DECLS
