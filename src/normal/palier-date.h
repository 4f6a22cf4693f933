/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

/* How 03/04/2024 is read. */
typedef enum
{
  PALIER_DATE_DAY_FIRST,
  PALIER_DATE_MONTH_FIRST,
} PalierDateOrder;

char *palier_date_normalize (const char *text, PalierDateOrder order, int latest_year,
                             PalierReading *verdict);
gboolean palier_time_normalize (const char *text, PalierDateOrder order, int latest_year,
                                gint64 *out_ms, PalierReading *verdict);
int palier_date_order_vote (const char *text);

G_END_DECLS
