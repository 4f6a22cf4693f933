/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pass sorts the records by one key and compares within each block. The keys of all passes are
 * kept, four bytes each, so that a pair that an earlier pass has met is not met again. */
#include "palier-blocking.h"
#include <string.h>

#include "palier-blocking-private.h"

/* ---- names, in order and as they sound */

static int
compare_spans (PalierSpan a, PalierSpan b)
{
  int order = memcmp (a.text, b.text, MIN (a.length, b.length));

  return order != 0 ? order : (int) a.length - (int) b.length;
}

static int
by_text (gconstpointer a, gconstpointer b, gpointer pool)
{
  return compare_spans (palier_text_pool_get (pool, *(const PalierText *) a),
                        palier_text_pool_get (pool, *(const PalierText *) b));
}

static void
learn_names (PalierBlocking *self)
{
  guint32 n = palier_text_pool_get_n (self->pool);
  g_autoptr (GArray) names = g_array_new (FALSE, FALSE, sizeof (PalierText));

  self->ranks = g_new0 (guint32, n);
  self->sounds = g_new0 (guint32, n);
  for (PalierText text = 1; text < n; text++)
    if (palier_text_pool_get_column (self->pool, text) <= PALIER_POOL_COMPANY)
    {
      g_array_append_val (names, text);
      self->sounds[text] = palier_sound_of (palier_text_pool_get (self->pool, text));
    }
  g_array_sort_with_data (names, by_text, self->pool);
  for (guint32 i = 0; i < names->len; i++)
    self->ranks[g_array_index (names, PalierText, i)] = i + 1;
}

static PalierNameSketch
sketch_of (PalierBlocking *self, PalierText name)
{
  return name != 0 ? palier_name_sketch_of (palier_text_pool_get (self->pool, name)) : 0;
}

static void
set_sketches (PalierBlocking *self)
{
  self->sketches = g_new (PalierNameSketches, MAX (self->n, 1));
  for (guint32 record = 0; record < self->n; record++)
  {
    const PalierText *row = palier_records_get (self->records, record);
    self->sketches[record] = (PalierNameSketches) { sketch_of (self, row[PALIER_TRAIT_FIRST]),
                                                    sketch_of (self, row[PALIER_TRAIT_LAST]) };
  }
}

static void
set_keys (PalierBlocking *self)
{
  self->keys = g_new0 (guint32, (gsize) self->n * self->n_passes);
  self->complete = g_new0 (guint32, self->n);
  for (guint32 record = 0; record < self->n; record++)
  {
    const PalierText *row = palier_records_get (self->records, record);
    guint32 *keys = self->keys + (gsize) record * self->n_passes;
    for (guint pass = 0; pass < self->n_passes; pass++)
      keys[pass] = self->passes[pass].key (self, row, self->passes[pass].argument);
  }
}

/* @records: sealed; kept by the caller for as long */
PalierBlocking *
palier_blocking_new (PalierRecords *records)
{
  PalierBlocking *self = g_new0 (PalierBlocking, 1);

  self->records = records;
  self->pool = palier_records_get_pool (records);
  self->n = palier_records_get_n (records);
  palier_blocking_add_passes (self);
  learn_names (self);
  set_sketches (self);
  set_keys (self);
  return self;
}

void
palier_blocking_free (PalierBlocking *self)
{
  g_free (self->sketches);
  g_free (self->keys);
  g_free (self->complete);
  g_free (self->ranks);
  g_free (self->sounds);
  g_free (self);
}

/* The passes by keys, one for numbers of telephone, and two over all names. */
guint
palier_blocking_get_n_passes (const PalierBlocking *self)
{
  return self->n_passes + 3;
}
