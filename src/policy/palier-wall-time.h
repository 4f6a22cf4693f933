/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Wall time of Paris, by which agencies, caps and quotas count. */

GDateTime *palier_wall_time (gint64 at_ms);
char *palier_wall_day (gint64 at_ms);
char *palier_wall_month_start (gint64 at_ms);
gint64 palier_wall_day_ms (gint64 at_ms);
gint64 palier_wall_next_day_ms (gint64 at_ms);
gint64 palier_wall_next_month_ms (gint64 at_ms);

G_END_DECLS
