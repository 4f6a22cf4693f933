/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"
#include "palier-rehearsal.h"

G_BEGIN_DECLS

/* A rehearsal as a calendar shows it. */

/* Six weeks from a Monday: whatever the month, they hold it. */
#define PALIER_MONTH_CELLS 42

typedef struct
{
  GDate day;
  gboolean within;                 /* the month; not the one before or after it */
  const PalierRehearsalDay *sends; /* (nullable): NULL where nothing goes */
} PalierMonthCell;

void palier_rehearsal_fill_month (const PalierRehearsal *self, const GDate *month,
                                  PalierMonthCell out[PALIER_MONTH_CELLS]);
guint palier_rehearsal_day_total (const PalierRehearsalDay *day);
GArray *palier_rehearsal_list_day (const PalierRehearsal *self, const GDate *day);
GPtrArray *palier_rehearsal_list_kept_back (const PalierRehearsal *self,
                                            const PalierRehearsalAside *aside, guint most);

G_END_DECLS
