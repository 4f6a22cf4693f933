/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *palier_format_day (gint64 at_ms, gint64 now_ms);
char *palier_format_moment (gint64 at_ms, gint64 now_ms);
char *palier_format_date (const GDate *date);
char *palier_format_month (const GDate *date);
char *palier_format_weekday (GDateWeekday day, gboolean brief);
char *palier_format_count (guint64 count);
char *palier_format_percent (double share);
char *palier_format_certainty (double score);
char *palier_format_time_left (gint64 elapsed_us, double fraction);

G_END_DECLS
