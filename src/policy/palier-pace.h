/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How fast one sending identity may go. A new mailbox that writes to hundreds on its first day is
 * taken for a stolen one: it begins low and doubles every few days. */
typedef struct
{
  guint most_a_day;    /* 0: no cap */
  guint first_day;     /* what it may send on its first day; 0: it needs no warming up */
  gint64 warming_from; /* ms: its first day */
  gint64 gap_ms;       /* between two */
} PalierPace;

guint palier_pace_get_cap (const PalierPace *self, gint64 at_ms);

G_END_DECLS
