/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-pace.h"

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)
#define DOUBLES_EVERY 4 /* days */

/* Returns: how many may leave on the day of @at_ms; G_MAXUINT for any number */
guint
palier_pace_get_cap (const PalierPace *self, gint64 at_ms)
{
  guint most = self->most_a_day > 0 ? self->most_a_day : G_MAXUINT;

  if (self->first_day == 0)
    return most;
  gint64 doublings = MAX (0, at_ms - self->warming_from) / DAY_MS / DOUBLES_EVERY;
  if (doublings >= 31 || self->first_day > (most >> doublings))
    return most;
  return self->first_day << doublings;
}
