/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-rehearsal-month.h"

G_BEGIN_DECLS

/* What goes on each day of a month. The arrow keys go from day to day.
 *
 * Signals: "chosen" (): another day is meant. */
#define PALIER_TYPE_SEND_CALENDAR (palier_send_calendar_get_type ())
G_DECLARE_FINAL_TYPE (PalierSendCalendar, palier_send_calendar, PALIER, SEND_CALENDAR, AdwBin)

void palier_send_calendar_show (PalierSendCalendar *self, PalierRehearsal *rehearsal);
const GDate *palier_send_calendar_get_day (PalierSendCalendar *self);

char *palier_send_calendar_dup_words (const guint goes[PALIER_N_CHANNELS]);

G_END_DECLS
