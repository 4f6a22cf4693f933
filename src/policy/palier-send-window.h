/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-region.h"

G_BEGIN_DECLS

/* When messages may leave, in the reader's wall time. */
typedef struct
{
  guint8 days;       /* bit 0 Monday … bit 6 Sunday */
  guint16 from;      /* minutes since midnight, included */
  guint16 to;        /* minutes since midnight, excluded; above from */
  gboolean holidays; /* whether it is open on public holidays */
} PalierSendWindow;

#define PALIER_DAYS_WEEK 0x1f /* Monday to Friday */
#define PALIER_DAYS_WITH_SATURDAY 0x3f
#define PALIER_DAYS_ALL 0x7f

#define PALIER_WINDOW_NEVER G_GINT64_CONSTANT (-1)

gboolean
palier_send_window_is_open (const PalierSendWindow *window, PalierRegion region, gint64 at_ms);
gint64
palier_send_window_next_ms (const PalierSendWindow *window, PalierRegion region, gint64 from_ms);
gint64
palier_send_window_end_ms (const PalierSendWindow *window, PalierRegion region, gint64 at_ms);

G_END_DECLS
