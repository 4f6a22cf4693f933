/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-forecast.h"

#include <math.h>

#define DAY_MS (24 * 60 * 60 * 1000.0)

/**
 * palier_forecast_reached_ms:
 * @daily: what was added on each day, today last; what was before the first use does not slow it
 * @limit: -1 for none
 *
 * Returns: when @used reaches @limit at this pace: @now_ms when it has, PALIER_FORECAST_NEVER when
 *   it does not within a year
 */
gint64
palier_forecast_reached_ms (const gint64 daily[PALIER_FORECAST_DAYS], gint64 used, gint64 limit,
                            gint64 now_ms)
{
  guint first = 0;
  double sum = 0;

  if (limit < 0)
    return PALIER_FORECAST_NEVER;
  if (used >= limit)
    return now_ms;
  while (first < PALIER_FORECAST_DAYS - 1 && daily[first] == 0)
    first++;
  for (guint i = first; i < PALIER_FORECAST_DAYS; i++)
    sum += (double) daily[i];
  double pace = sum / (PALIER_FORECAST_DAYS - first);
  if (pace <= 0 || (double) (limit - used) / pace > 365)
    return PALIER_FORECAST_NEVER;
  return now_ms + (gint64) ceil ((double) (limit - used) / pace * DAY_MS);
}
