/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-clock.h"

struct _PalierClock
{
  gatomicrefcount references;
  gboolean fake;
  GMutex lock;
  gint64 now_ms;
  gint64 monotonic_ms;
};

static PalierClock *
create (gboolean fake, gint64 now_ms)
{
  PalierClock *self = g_new0 (PalierClock, 1);
  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->lock);
  self->fake = fake;
  self->now_ms = now_ms;
  return self;
}

PalierClock *
palier_clock_new_system (void)
{
  return create (FALSE, 0);
}

/**
 * palier_clock_new_fake:
 * @now_ms: the wall time it shows, UTC milliseconds since 1970
 *
 * A clock that moves only by palier_clock_advance() and palier_clock_set().
 */
PalierClock *
palier_clock_new_fake (gint64 now_ms)
{
  return create (TRUE, now_ms);
}

PalierClock *
palier_clock_ref (PalierClock *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
palier_clock_unref (PalierClock *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gint64
read_fake (PalierClock *self, const gint64 *value)
{
  g_mutex_lock (&self->lock);
  gint64 result = *value;
  g_mutex_unlock (&self->lock);
  return result;
}

/**
 * palier_clock_now_ms:
 *
 * Returns: the wall time, UTC milliseconds since 1970; it may jump
 */
gint64
palier_clock_now_ms (PalierClock *self)
{
  return self->fake ? read_fake (self, &self->now_ms) : g_get_real_time () / 1000;
}

/**
 * palier_clock_monotonic_ms:
 *
 * Returns: milliseconds since some moment; never goes back
 */
gint64
palier_clock_monotonic_ms (PalierClock *self)
{
  return self->fake ? read_fake (self, &self->monotonic_ms) : g_get_monotonic_time () / 1000;
}

void
palier_clock_advance (PalierClock *self, gint64 by_ms)
{
  g_assert (self->fake && by_ms >= 0);
  g_mutex_lock (&self->lock);
  self->now_ms += by_ms;
  self->monotonic_ms += by_ms;
  g_mutex_unlock (&self->lock);
}

/* Sets the wall alone, as a user or a time server does: it may go back. */
void
palier_clock_set (PalierClock *self, gint64 now_ms)
{
  g_assert (self->fake);
  g_mutex_lock (&self->lock);
  self->now_ms = now_ms;
  g_mutex_unlock (&self->lock);
}

/**
 * palier_clock_time_left:
 * @elapsed_us: since the beginning of some work
 * @fraction: of the work, 0 to 1
 *
 * Returns: seconds, rounded up; -1 where the beginning is too short to tell
 */
int
palier_clock_time_left (gint64 elapsed_us, double fraction)
{
  if (fraction < 0.02 || elapsed_us < G_USEC_PER_SEC / 2)
    return -1;
  double left_us = (double) elapsed_us / fraction * (1 - MIN (fraction, 1));
  return (int) MIN ((left_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC, G_MAXINT);
}

/**
 * palier_hlc_tick:
 * @now_ms: the wall time
 *
 * Returns: a stamp greater than every one that @self gave or received. A counter that overflows
 * its 16 bits carries into the milliseconds, so that stamps keep growing.
 */
PalierStamp
palier_hlc_tick (PalierHlc *self, gint64 now_ms)
{
  PalierStamp wall = (PalierStamp) MAX (now_ms, 0) << 16;
  self->last = MAX (wall, self->last + 1);
  return self->last;
}

/* Takes note of another device's stamp, so that what is written next here sorts after it. */
PalierStamp
palier_hlc_receive (PalierHlc *self, PalierStamp other, gint64 now_ms)
{
  self->last = MAX (self->last, other);
  return palier_hlc_tick (self, now_ms);
}
