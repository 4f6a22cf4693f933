/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A circuit breaker for a service that is called seldom: after many failures it is left alone, then
 * asked once; pure, the time is passed in (any clock, milliseconds, never going back).
 *
 *   closed ──5 failures in a row, or half of at least 10 calls in 60 s──▶ open (30 s)
 *   open ──its time is over──▶ half open: one call at a time
 *   half open ──a failure──▶ open, twice as long, 5 min at most
 *   half open ──2 successes──▶ closed */
typedef enum
{
  PALIER_BREAKER_CLOSED,
  PALIER_BREAKER_OPEN,
  PALIER_BREAKER_HALF_OPEN,
} PalierBreakerState;

typedef enum
{
  PALIER_CALL_WELL,
  PALIER_CALL_FAILED,
  PALIER_CALL_NEITHER, /* it says nothing of the service: cancelled, or our own fault */
} PalierCallOutcome;

#define PALIER_BREAKER_CALLS 64

typedef struct
{
  PalierBreakerState state;
  guint failures_in_a_row;
  guint probes_well;
  gboolean probing;
  gint64 open_ms; /* how long it is, or was last, open */
  gint64 until_ms;
  struct
  {
    gint64 at_ms;
    gboolean failed;
  } calls[PALIER_BREAKER_CALLS]; /* a ring of the last ones */
  guint n_calls;
} PalierBreaker;

gboolean palier_breaker_allows (PalierBreaker *self, gint64 now_ms);
void palier_breaker_note (PalierBreaker *self, PalierCallOutcome outcome, gint64 now_ms);
void palier_breaker_trip (PalierBreaker *self, gint64 now_ms);
gint64 palier_breaker_wait_ms (const PalierBreaker *self, gint64 now_ms);

G_END_DECLS
