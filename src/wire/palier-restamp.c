/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-restamp.h"

#include "palier-sync.h"

struct _PalierRestamp
{
  guint64 device;
  PalierStamp limit; /* what is above is given again */
  PalierStamp first; /* of what is given instead */
  GArray *stamps;    /* (element-type PalierStamp): above the limit */
  gboolean sorted;
};

/* @received: the latest stamp that ever came from the relay */
PalierRestamp *
palier_restamp_new (guint64 device, gint64 relay_now_ms, PalierStamp received)
{
  PalierRestamp *self = g_new0 (PalierRestamp, 1);

  self->device = device;
  self->limit = (PalierStamp) (relay_now_ms + PALIER_SYNC_MAX_AHEAD_MS) << 16 | 0xffff;
  self->first = MAX ((PalierStamp) relay_now_ms << 16, received + 1);
  self->stamps = g_array_new (FALSE, FALSE, sizeof (PalierStamp));
  return self;
}

void
palier_restamp_free (PalierRestamp *self)
{
  g_array_unref (self->stamps);
  g_free (self);
}

/* Most rows have one stamp, as the rows before them. */
static gboolean
is_last (const GArray *stamps, PalierStamp stamp)
{
  return stamps->len > 0 && g_array_index (stamps, PalierStamp, stamps->len - 1) == stamp;
}

static PalierStamp
note_mark (PalierMark mark, gpointer data)
{
  PalierRestamp *self = data;

  if (mark.time <= self->limit)
    self->first = MAX (self->first, mark.time + 1);
  else if (mark.device == self->device && !is_last (self->stamps, mark.time))
    g_array_append_val (self->stamps, mark.time);
  return mark.time;
}

void
palier_restamp_note (PalierRestamp *self, PalierRecord *record)
{
  g_assert (!self->sorted);
  palier_record_restamp (record, note_mark, self);
}

static int
compare_stamps (gconstpointer a, gconstpointer b)
{
  PalierStamp one = *(const PalierStamp *) a, other = *(const PalierStamp *) b;
  return one < other ? -1 : one > other;
}

static void
sort_stamps (PalierRestamp *self)
{
  guint kept = 0;

  g_array_sort (self->stamps, compare_stamps);
  for (guint i = 0; i < self->stamps->len; i++)
  {
    PalierStamp stamp = g_array_index (self->stamps, PalierStamp, i);
    if (kept == 0 || g_array_index (self->stamps, PalierStamp, kept - 1) != stamp)
      g_array_index (self->stamps, PalierStamp, kept++) = stamp;
  }
  g_array_set_size (self->stamps, kept);
  self->sorted = TRUE;
}

/* Returns: (element-type PalierStamp): those that are given again, sorted: the i-th becomes
 * palier_restamp_get_first() + i. No record can be noted any more. */
const GArray *
palier_restamp_get_stamps (PalierRestamp *self)
{
  if (!self->sorted)
    sort_stamps (self);
  return self->stamps;
}

PalierStamp
palier_restamp_get_first (PalierRestamp *self)
{
  return self->first;
}

static PalierStamp
replace_mark (PalierMark mark, gpointer data)
{
  PalierRestamp *self = data;
  guint place;

  if (mark.device != self->device
      || !g_array_binary_search (self->stamps, &mark.time, compare_stamps, &place))
    return mark.time;
  return self->first + place;
}

/* Returns: whether @record has changed */
gboolean
palier_restamp_apply (PalierRestamp *self, PalierRecord *record)
{
  return palier_restamp_get_stamps (self)->len > 0
         && palier_record_restamp (record, replace_mark, self);
}
