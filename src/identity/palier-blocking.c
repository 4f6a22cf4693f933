/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A pass sorts the records by one key and compares within each block. The keys of all passes are
 * kept, four bytes each, so that a pair that an earlier pass has met is not met again. */
#include "palier-blocking.h"

#include <stdlib.h>
#include <string.h>

#include "palier-name-sketch.h"

/* Of a block each record meets so many that follow it. */
#define WINDOW 12
/* Likewise in the passes that sort all records by name. */
#define NAME_WINDOW 5
#define MAX_CUSTOM_KEYS 8
/* Values of unknown columns that more records have on average are keys only with another one. */
#define RARE 20

typedef guint32 (*KeyFunc) (PalierBlocking *self, const PalierText *row, guint argument);

typedef struct
{
  KeyFunc key;
  guint argument;
} Pass;

typedef struct
{
  guint32 key;
  guint32 record;
} Entry;

struct _PalierBlocking
{
  PalierRecords *records;
  PalierTextPool *pool;
  guint32 n;
  Pass passes[32];
  guint n_passes;
  guint32 personal;             /* bits of the passes whose key is one person's alone */
  PalierNameSketches *sketches; /* of each record */
  guint32 *keys;                /* n_passes a record */
  guint32 *complete;            /* of each record the passes whose block was compared throughout */
  guint32 *ranks;               /* of each text, in the order of the alphabet; names only */
  guint32 *sounds;              /* of each text; names only */
  guint customs[MAX_CUSTOM_KEYS];
  guint n_customs;
};

static inline guint32
mix (guint32 a, guint32 b)
{
  guint64 mixed = (((guint64) a << 32) | b) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  mixed ^= mixed >> 31;
  mixed *= G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  return MAX ((guint32) (mixed >> 32), 1);
}

/* ---- keys; 0 is none */

static guint32
join (guint32 a, guint32 b)
{
  return a != 0 && b != 0 ? mix (a, b) : 0;
}

static guint32
key_of_trait (PalierBlocking *self, const PalierText *row, guint trait)
{
  (void) self;
  return row[trait];
}

/* As they sound, in whichever order they stand. */
static guint32
key_of_names (PalierBlocking *self, const PalierText *row, guint argument)
{
  guint32 first = self->sounds[row[PALIER_TRAIT_FIRST]];
  guint32 last = self->sounds[row[PALIER_TRAIT_LAST]];

  (void) argument;
  return join (MIN (first, last), MAX (first, last));
}

static guint32
key_of_last_and (PalierBlocking *self, const PalierText *row, guint trait)
{
  return join (self->sounds[row[PALIER_TRAIT_LAST]], row[trait]);
}

static guint32
key_of_first_and (PalierBlocking *self, const PalierText *row, guint trait)
{
  return join (self->sounds[row[PALIER_TRAIT_FIRST]], row[trait]);
}

static guint32
letter_of (PalierBlocking *self, PalierText text)
{
  return text != 0 ? (guint8) palier_text_pool_get (self->pool, text).text[0] : 0;
}

static guint32
key_of_last_and_initial (PalierBlocking *self, const PalierText *row, guint argument)
{
  (void) argument;
  return join (row[PALIER_TRAIT_LAST], letter_of (self, row[PALIER_TRAIT_FIRST]));
}

static guint32
key_of_first_and_initial (PalierBlocking *self, const PalierText *row, guint argument)
{
  (void) argument;
  return join (row[PALIER_TRAIT_FIRST], letter_of (self, row[PALIER_TRAIT_LAST]));
}

static guint32
key_of_street_and (PalierBlocking *self, const PalierText *row, guint trait)
{
  (void) self;
  return join (row[PALIER_TRAIT_STREET], row[trait]);
}

static guint32
key_of_place (PalierBlocking *self, const PalierText *row, guint argument)
{
  (void) self;
  (void) argument;
  return join (row[PALIER_TRAIT_POSTAL_CODE], row[PALIER_TRAIT_CITY]);
}

/* A value of an unknown column, together with the next one's. */
static guint32
key_of_two (PalierBlocking *self, const PalierText *row, guint index)
{
  guint next = self->customs[(index + 1) % self->n_customs];

  return join (row[self->customs[index]], row[next]);
}

/* ---- which passes there are */

static void
add_pass (PalierBlocking *self, KeyFunc key, guint argument)
{
  if (self->n_passes < G_N_ELEMENTS (self->passes))
    self->passes[self->n_passes++] = (Pass) { key, argument };
}

/* Of a key by which two of different names may be one. */
static void
add_personal_pass (PalierBlocking *self, KeyFunc key, guint argument)
{
  guint pass = self->n_passes;

  add_pass (self, key, argument);
  if (self->n_passes > pass)
    self->personal |= 1u << pass;
}

static double
count_of_a_value (PalierBlocking *self, guint trait)
{
  guint32 filled = 0;
  guint64 sum = 0;

  for (guint32 record = 0; record < self->n; record++)
  {
    PalierText text = palier_records_get (self->records, record)[trait];
    filled += text != 0;
    sum += text != 0 ? palier_text_pool_get_count (self->pool, text) : 0;
  }
  return filled > 0 ? (double) sum / filled : 0;
}

static void
add_custom_passes (PalierBlocking *self)
{
  guint n = palier_records_get_n_traits (self->records) - PALIER_N_TRAITS;

  for (guint i = 0; i < n && self->n_customs < MAX_CUSTOM_KEYS; i++)
    if (palier_records_get_custom_kind (self->records, i) != PALIER_COLUMN_KEY)
      self->customs[self->n_customs++] = PALIER_N_TRAITS + i;
  for (guint i = 0; i < self->n_customs; i++)
  {
    if (count_of_a_value (self, self->customs[i]) <= RARE)
      add_personal_pass (self, key_of_trait, self->customs[i]);
    else
      add_personal_pass (self, key_of_last_and, self->customs[i]);
    if (i + 1 < self->n_customs || self->n_customs > 2)
      add_personal_pass (self, key_of_two, i);
  }
}

static void
add_passes (PalierBlocking *self)
{
  add_pass (self, key_of_names, 0);
  add_personal_pass (self, key_of_trait, PALIER_TRAIT_EMAIL);
  add_personal_pass (self, key_of_trait, PALIER_TRAIT_BIRTHDATE);
  add_pass (self, key_of_trait, PALIER_TRAIT_SIRET);
  add_pass (self, key_of_last_and, PALIER_TRAIT_POSTAL_CODE);
  add_pass (self, key_of_first_and, PALIER_TRAIT_POSTAL_CODE);
  add_pass (self, key_of_last_and, PALIER_TRAIT_COMPANY);
  add_pass (self, key_of_first_and, PALIER_TRAIT_COMPANY);
  add_pass (self, key_of_street_and, PALIER_TRAIT_HOUSE);
  add_pass (self, key_of_street_and, PALIER_TRAIT_POSTAL_CODE);
  add_pass (self, key_of_street_and, PALIER_TRAIT_CITY);
  add_pass (self, key_of_place, 0);
  add_pass (self, key_of_trait, PALIER_TRAIT_DOMAIN);
  add_pass (self, key_of_trait, PALIER_TRAIT_HOST);
  add_personal_pass (self, key_of_trait, PALIER_TRAIT_LINKEDIN);
  add_pass (self, key_of_last_and_initial, 0);
  add_pass (self, key_of_first_and_initial, 0);
  add_custom_passes (self);
}

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
  add_passes (self);
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

/* ---- the pairs of a pass */

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
    for (guint32 k = i + 1; k < n && k <= i + window && mix (i, 7) % visit->one_row_in == 0; k++)
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
    gboolean wanted = mix (entries[i].key, visit->pass) % visit->one_in == 0;
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
