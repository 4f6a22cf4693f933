/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Days whose use says how fast it goes: two weeks, so that week-ends weigh as they should. */
#define PALIER_FORECAST_DAYS 14
#define PALIER_FORECAST_NEVER G_MAXINT64

gint64 palier_forecast_reached_ms (const gint64 daily[PALIER_FORECAST_DAYS], gint64 used,
                                   gint64 limit, gint64 now_ms);

G_END_DECLS
