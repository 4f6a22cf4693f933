/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-breaker.h"

#define IN_A_ROW 5
#define WINDOW_MS 60000
#define WINDOW_CALLS 10
#define OPEN_MS 30000
#define OPEN_MOST_MS 300000
#define PROBES 2

static void
open_up (PalierBreaker *self, gint64 open_ms, gint64 now_ms)
{
  *self = (PalierBreaker) { .state = PALIER_BREAKER_OPEN,
                            .open_ms = MIN (open_ms, OPEN_MOST_MS),
                            .until_ms = now_ms + MIN (open_ms, OPEN_MOST_MS) };
}

static void
remember (PalierBreaker *self, gboolean failed, gint64 now_ms)
{
  guint place = self->n_calls++ % PALIER_BREAKER_CALLS;

  self->calls[place].at_ms = now_ms;
  self->calls[place].failed = failed;
  self->failures_in_a_row = failed ? self->failures_in_a_row + 1 : 0;
}

static gboolean
is_bad (const PalierBreaker *self, gint64 now_ms)
{
  guint calls = 0, failed = 0;

  for (guint i = 0; i < MIN (self->n_calls, PALIER_BREAKER_CALLS); i++)
    if (now_ms - self->calls[i].at_ms <= WINDOW_MS)
    {
      calls++;
      failed += self->calls[i].failed;
    }
  return self->failures_in_a_row >= IN_A_ROW || (calls >= WINDOW_CALLS && 2 * failed >= calls);
}

static void
note_probe (PalierBreaker *self, PalierCallOutcome outcome, gint64 now_ms)
{
  self->probing = FALSE;
  if (outcome == PALIER_CALL_FAILED)
    open_up (self, 2 * self->open_ms, now_ms);
  else if (outcome == PALIER_CALL_WELL && ++self->probes_well >= PROBES)
    *self = (PalierBreaker) { .state = PALIER_BREAKER_CLOSED };
}

/* Whether a call may be made now; if so, palier_breaker_note() follows it. */
gboolean
palier_breaker_allows (PalierBreaker *self, gint64 now_ms)
{
  if (self->state == PALIER_BREAKER_OPEN && now_ms >= self->until_ms)
    self->state = PALIER_BREAKER_HALF_OPEN;
  if (self->state == PALIER_BREAKER_HALF_OPEN && !self->probing)
    return self->probing = TRUE;
  return self->state == PALIER_BREAKER_CLOSED;
}

/* How a call ended; what began before it opened says nothing any more. */
void
palier_breaker_note (PalierBreaker *self, PalierCallOutcome outcome, gint64 now_ms)
{
  if (self->state == PALIER_BREAKER_HALF_OPEN)
    note_probe (self, outcome, now_ms);
  if (self->state != PALIER_BREAKER_CLOSED || outcome == PALIER_CALL_NEITHER)
    return;
  remember (self, outcome == PALIER_CALL_FAILED, now_ms);
  if (is_bad (self, now_ms))
    open_up (self, OPEN_MS, now_ms);
}

/* Opens at once: the service has said that it will not answer for some time. */
void
palier_breaker_trip (PalierBreaker *self, gint64 now_ms)
{
  open_up (self, OPEN_MS, now_ms);
}

/* How long no call will be allowed; 0 where one may be. */
gint64
palier_breaker_wait_ms (const PalierBreaker *self, gint64 now_ms)
{
  return self->state == PALIER_BREAKER_OPEN ? MAX (self->until_ms - now_ms, 0) : 0;
}
