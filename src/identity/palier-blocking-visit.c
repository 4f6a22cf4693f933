/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs of a pass. */
#include <stdlib.h>

#include "palier-blocking-private.h"

/* Of a block each record meets so many that follow it. */
#define WINDOW 12
/* Likewise in the passes that sort all records by name. */
#define NAME_WINDOW 5

typedef struct
{
  guint32 key;
  guint32 record;
} Entry;

typedef struct
{
  PalierBlocking *self;
  guint pass;
  guint one_in;     /* blocks */
  guint one_row_in; /* of the one block of all */
  gboolean all;     /* also pairs that only their firm brings together */
  PalierPairFunc visit;
  gpointer data;
} Visit;

/* Whether one of the earlier passes among @passes has met the pair. */
static gboolean
was_met (const PalierBlocking *self, guint32 passes, guint32 a, guint32 b)
{
  const guint32 *x = self->keys + (gsize) a * self->n_passes;
  const guint32 *y = self->keys + (gsize) b * self->n_passes;

  for (passes &= self->complete[a] & self->complete[b]; passes != 0; passes &= passes - 1)
  {
    guint pass = (guint) __builtin_ctz (passes);
    if (x[pass] == y[pass] && x[pass] != 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
is_personal (const PalierBlocking *self, guint pass)
{
  return pass == self->n_passes || (pass < self->n_passes && (self->personal >> pass & 1) != 0);
}

/* Most pairs of a block are colleagues of different names: two people, unless a key that is one
 * person's alone brings them together too. */
static gboolean
is_wanted (const Visit *visit, guint32 a, guint32 b)
{
  const PalierBlocking *self = visit->self;
  guint32 earlier = visit->pass < 32 ? (1u << visit->pass) - 1 : G_MAXUINT32;

  if (a == b)
    return FALSE;
  if (visit->all || palier_name_sketches_may_agree (self->sketches[a], self->sketches[b]))
    return !was_met (self, earlier, a, b);
  return is_personal (self, visit->pass) && !was_met (self, earlier & self->personal, a, b);
}

static guint64
rank_of (PalierBlocking *self, guint32 record, gboolean first_name_first)
{
  const PalierText *row = palier_records_get (self->records, record);
  guint64 first = self->ranks[row[PALIER_TRAIT_FIRST]];
  guint64 last = self->ranks[row[PALIER_TRAIT_LAST]];

  if (first == 0 && last == 0)
    return self->ranks[row[PALIER_TRAIT_COMPANY]];
  return first_name_first ? first << 32 | last : last << 32 | first;
}

typedef struct
{
  guint64 rank;
  guint32 record;
} Ranked;

static int
by_rank (const void *a, const void *b)
{
  const Ranked *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return x->record < y->record ? -1 : x->record > y->record;
}

/* Each with those that follow it. */
static gboolean
visit_window (const Visit *visit, const guint32 *records, guint32 n, guint window)
{
  for (guint32 i = 0; i < n; i++)
    for (guint32 k = i + 1;
         k < n && k <= i + window && palier_blocking_mix (i, 7) % visit->one_row_in == 0; k++)
      if (is_wanted (visit, records[i], records[k])
          && !visit->visit (MIN (records[i], records[k]), MAX (records[i], records[k]),
                            visit->data))
        return FALSE;
  return TRUE;
}

static gboolean
visit_large (const Visit *visit, const Entry *entries, guint32 n, guint window, gboolean first)
{
  g_autofree Ranked *ranked = g_new (Ranked, n);
  g_autofree guint32 *records = g_new (guint32, n);

  for (guint32 i = 0; i < n; i++)
    ranked[i] = (Ranked) { rank_of (visit->self, entries[i].record, first), entries[i].record };
  qsort (ranked, n, sizeof *ranked, by_rank);
  for (guint32 i = 0; i < n; i++)
    records[i] = ranked[i].record;
  return visit_window (visit, records, n, window);
}

static gboolean
visit_block (const Visit *visit, const Entry *entries, guint32 n)
{
  guint32 records[WINDOW + 1];

  if (n > WINDOW + 1)
    return visit_large (visit, entries, n, WINDOW, FALSE);
  for (guint32 i = 0; i < n; i++)
    records[i] = entries[i].record;
  return visit_window (visit, records, n, WINDOW);
}

/* By key; entries of one key keep their order. */
static void
sort_entries (Entry *entries, guint32 n)
{
  g_autofree Entry *other = g_new (Entry, MAX (n, 1));
  Entry *from = entries, *to = other;

  for (guint shift = 0; shift < 32; shift += 8)
  {
    guint32 starts[257] = { 0 };
    for (guint32 i = 0; i < n; i++)
      starts[(from[i].key >> shift & 255) + 1]++;
    for (guint i = 0; i < 256; i++)
      starts[i + 1] += starts[i];
    for (guint32 i = 0; i < n; i++)
      to[starts[from[i].key >> shift & 255]++] = from[i];
    Entry *swap = from;
    from = to;
    to = swap;
  }
}

static gboolean
visit_entries (const Visit *visit, Entry *entries, guint32 n)
{
  sort_entries (entries, n);
  for (guint32 i = 0; i < n;)
  {
    guint32 end = i + 1;
    while (end < n && entries[end].key == entries[i].key)
      end++;
    gboolean wanted = palier_blocking_mix (entries[i].key, visit->pass) % visit->one_in == 0;
    if (end - i > 1 && wanted && !visit_block (visit, entries + i, end - i))
      return FALSE;
    i = end;
  }
  return TRUE;
}

static void
mark_complete (PalierBlocking *self, guint pass, const Entry *entries, guint32 n)
{
  for (guint32 i = 0; i < n;)
  {
    guint32 end = i + 1;
    while (end < n && entries[end].key == entries[i].key)
      end++;
    for (guint32 k = i; end - i <= WINDOW + 1 && k < end; k++)
      self->complete[entries[k].record] |= 1u << pass;
    i = end;
  }
}

static guint32
collect_keys (PalierBlocking *self, guint pass, Entry *entries)
{
  guint32 n = 0;

  for (guint32 record = 0; record < self->n; record++)
  {
    guint32 key = self->keys[(gsize) record * self->n_passes + pass];
    if (key != 0)
      entries[n++] = (Entry) { key, record };
  }
  return n;
}

static gboolean
visit_keys (const Visit *visit)
{
  g_autofree Entry *entries = g_new (Entry, MAX (visit->self->n, 1));
  guint32 n = collect_keys (visit->self, visit->pass, entries);
  gboolean whole = visit_entries (visit, entries, n);

  mark_complete (visit->self, visit->pass, entries, n);
  return whole;
}

static gboolean
visit_phones (const Visit *visit)
{
  PalierBlocking *self = visit->self;
  g_autofree Entry *entries = g_new (Entry, 3 * (gsize) MAX (self->n, 1));
  guint32 n = 0;

  for (guint32 record = 0; record < self->n; record++)
  {
    const PalierText *row = palier_records_get (self->records, record);
    for (guint i = PALIER_TRAIT_PHONE; i <= PALIER_TRAIT_PHONE_3; i++)
      if (row[i] != 0)
        entries[n++] = (Entry) { row[i], record };
  }
  return visit_entries (visit, entries, n);
}

/* All records in the order of their names. */
static gboolean
visit_names (const Visit *visit, gboolean first_name_first)
{
  PalierBlocking *self = visit->self;
  g_autofree Entry *entries = g_new (Entry, MAX (self->n, 1));
  guint32 n = 0;

  for (guint32 record = 0; record < self->n; record++)
    if (rank_of (self, record, first_name_first) != 0)
      entries[n++] = (Entry) { 0, record };
  return visit_large (visit, entries, n, NAME_WINDOW, first_name_first);
}

static gboolean
visit_pass (const Visit *visit)
{
  const PalierBlocking *self = visit->self;

  if (visit->pass < self->n_passes)
    return visit_keys (visit);
  if (visit->pass == self->n_passes)
    return visit_phones (visit);
  return visit_names (visit, visit->pass == self->n_passes + 2);
}

/**
 * palier_blocking_visit:
 * @pass: from 0 to palier_blocking_get_n_passes(), in this order
 *
 * Calls @visit for each pair of the pass that no earlier pass has met and that may be one; a few
 * come twice.
 *
 * Returns: FALSE where @visit ended it
 */
gboolean
palier_blocking_visit (PalierBlocking *self, guint pass, PalierPairFunc visit, gpointer data)
{
  return visit_pass (&(Visit) { self, pass, 1, 1, FALSE, visit, data });
}

/**
 * palier_blocking_sample:
 * @pass: as above
 * @one_in: visits so many blocks only
 *
 * Likewise for a sample of all pairs of the pass, colleagues among them.
 */
void
palier_blocking_sample (PalierBlocking *self, guint pass, guint one_in, PalierPairFunc visit,
                        gpointer data)
{
  guint one_row_in = pass > self->n_passes ? one_in : 1;

  visit_pass (&(Visit) { self, pass, one_in, one_row_in, TRUE, visit, data });
}
