/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where somebody lives, as far as clocks and public holidays differ. Stores keep the numbers: new
 * ones come at the end. */
typedef enum
{
  PALIER_REGION_FRANCE, /* in Europe, but for the next */
  PALIER_REGION_ALSACE_MOSELLE,
  PALIER_REGION_GUADELOUPE,
  PALIER_REGION_MARTINIQUE,
  PALIER_REGION_GUYANE,
  PALIER_REGION_REUNION,
  PALIER_REGION_MAYOTTE,
  PALIER_REGION_SAINT_PIERRE,
  PALIER_REGION_SAINT_BARTHELEMY,
  PALIER_REGION_SAINT_MARTIN,
  PALIER_REGION_WALLIS,
  PALIER_REGION_POLYNESIA,
  PALIER_REGION_CALEDONIA,
  PALIER_REGION_BELGIUM,
  PALIER_REGION_SWITZERLAND,
  PALIER_N_REGIONS
} PalierRegion;

PalierRegion palier_region_find (const char *country, const char *postal_code);
GDateTime *palier_region_wall_time (PalierRegion region, gint64 at_ms);
void palier_region_day (PalierRegion region, gint64 at_ms, GDate *out);
gint64 palier_region_midnight_ms (PalierRegion region, const GDate *day);

gboolean palier_region_is_holiday (PalierRegion region, const GDate *day);

G_END_DECLS
