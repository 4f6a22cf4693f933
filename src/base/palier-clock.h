/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Time is passed in. Rules take a number of milliseconds; whoever has to ask the time asks a clock,
 * which in tests is a fake one that stands still until told. */
typedef struct _PalierClock PalierClock;

PalierClock *palier_clock_new_system (void);
PalierClock *palier_clock_new_fake (gint64 now_ms);
PalierClock *palier_clock_ref (PalierClock *self);
void palier_clock_unref (PalierClock *self);

gint64 palier_clock_now_ms (PalierClock *self);
gint64 palier_clock_monotonic_ms (PalierClock *self);
void palier_clock_advance (PalierClock *self, gint64 by_ms);
void palier_clock_set (PalierClock *self, gint64 now_ms);
int palier_clock_time_left (gint64 elapsed_us, double fraction);

/* A hybrid logical clock (Kulkarni et al. 2014): 48 bits of wall milliseconds, 16 of counter. Its
 * stamps of one device always grow, also when the wall clock goes back. */
typedef guint64 PalierStamp;

typedef struct
{
  PalierStamp last;
} PalierHlc;

#define PALIER_STAMP_MS(stamp) ((gint64) ((stamp) >> 16))

PalierStamp palier_hlc_tick (PalierHlc *self, gint64 now_ms);
PalierStamp palier_hlc_receive (PalierHlc *self, PalierStamp other, gint64 now_ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierClock, palier_clock_unref)

G_END_DECLS
