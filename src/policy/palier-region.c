/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regions by address, and their clocks; palier-holiday.c has their holidays. */
#include "palier-region.h"

static const struct
{
  const char *country; /* (nullable): ISO 3166-1, of its own */
  const char *zone;
  const char *rule; /* POSIX: where the zone's file is missing */
} regions[] = {
  { "FR", "Europe/Paris", "CET-1CEST,M3.5.0,M10.5.0/3" },
  { NULL, "Europe/Paris", "CET-1CEST,M3.5.0,M10.5.0/3" },
  { "GP", "America/Guadeloupe", "AST4" },
  { "MQ", "America/Martinique", "AST4" },
  { "GF", "America/Cayenne", "GFT3" },
  { "RE", "Indian/Reunion", "RET-4" },
  { "YT", "Indian/Mayotte", "EAT-3" },
  { "PM", "America/Miquelon", "PMT3PMDT,M3.2.0,M11.1.0" },
  { "BL", "America/St_Barthelemy", "AST4" },
  { "MF", "America/Marigot", "AST4" },
  { "WF", "Pacific/Wallis", "WFT-12" },
  { "PF", "Pacific/Tahiti", "TAHT10" },
  { "NC", "Pacific/Noumea", "NCT-11" },
  { "BE", "Europe/Brussels", "CET-1CEST,M3.5.0,M10.5.0/3" },
  { "CH", "Europe/Zurich", "CET-1CEST,M3.5.0,M10.5.0/3" },
};

G_STATIC_ASSERT (G_N_ELEMENTS (regions) == PALIER_N_REGIONS);

/* The longer beginnings first. */
static const struct
{
  const char *begins;
  PalierRegion region;
} postal_codes[] = {
  { "97133", PALIER_REGION_SAINT_BARTHELEMY },
  { "97150", PALIER_REGION_SAINT_MARTIN },
  { "57", PALIER_REGION_ALSACE_MOSELLE },
  { "67", PALIER_REGION_ALSACE_MOSELLE },
  { "68", PALIER_REGION_ALSACE_MOSELLE },
  { "971", PALIER_REGION_GUADELOUPE },
  { "972", PALIER_REGION_MARTINIQUE },
  { "973", PALIER_REGION_GUYANE },
  { "974", PALIER_REGION_REUNION },
  { "975", PALIER_REGION_SAINT_PIERRE },
  { "976", PALIER_REGION_MAYOTTE },
  { "977", PALIER_REGION_SAINT_BARTHELEMY },
  { "978", PALIER_REGION_SAINT_MARTIN },
  { "986", PALIER_REGION_WALLIS },
  { "987", PALIER_REGION_POLYNESIA },
  { "988", PALIER_REGION_CALEDONIA },
};

/**
 * palier_region_find:
 * @country: (nullable): ISO 3166-1; without, France
 * @postal_code: (nullable): in its normal form
 *
 * Returns: the region; PALIER_REGION_FRANCE for a country of which nothing is known here
 */
PalierRegion
palier_region_find (const char *country, const char *postal_code)
{
  if (country != NULL && !g_str_equal (country, "FR"))
  {
    for (int i = 0; i < PALIER_N_REGIONS; i++)
      if (g_strcmp0 (regions[i].country, country) == 0)
        return (PalierRegion) i;
    return PALIER_REGION_FRANCE;
  }
  for (gsize i = 0; postal_code != NULL && i < G_N_ELEMENTS (postal_codes); i++)
    if (g_str_has_prefix (postal_code, postal_codes[i].begins))
      return postal_codes[i].region;
  return PALIER_REGION_FRANCE;
}

/* Read once: that costs more than a message. */
static GTimeZone *
get_zone (PalierRegion region)
{
  static GTimeZone *zones[PALIER_N_REGIONS];

  if (g_once_init_enter_pointer (&zones[region]))
  {
    GTimeZone *zone = g_time_zone_new_identifier (regions[region].zone);
    if (zone == NULL)
      zone = g_time_zone_new_identifier (regions[region].rule);
    g_once_init_leave_pointer (&zones[region], zone);
  }
  return zones[region];
}

/* Returns: (transfer full) (nullable): NULL for a time beyond the year 9999 */
GDateTime *
palier_region_wall_time (PalierRegion region, gint64 at_ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (at_ms / 1000);
  return utc != NULL ? g_date_time_to_timezone (utc, get_zone (region)) : NULL;
}

/* @out: (out): the day on which @at_ms is there; of a time beyond the year 9999 its last */
void
palier_region_day (PalierRegion region, gint64 at_ms, GDate *out)
{
  g_autoptr (GDateTime) wall = palier_region_wall_time (region, at_ms);

  g_date_clear (out, 1);
  if (wall == NULL)
    g_date_set_dmy (out, 31, G_DATE_DECEMBER, 9999);
  else
    g_date_set_dmy (out, (GDateDay) g_date_time_get_day_of_month (wall),
                    (GDateMonth) g_date_time_get_month (wall),
                    (GDateYear) g_date_time_get_year (wall));
}

/* Returns: when @day begins there */
gint64
palier_region_midnight_ms (PalierRegion region, const GDate *day)
{
  g_autoptr (GDateTime) midnight =
      g_date_time_new (get_zone (region), g_date_get_year (day), (int) g_date_get_month (day),
                       g_date_get_day (day), 0, 0, 0);

  return midnight != NULL ? g_date_time_to_unix (midnight) * 1000 : G_MAXINT64;
}
