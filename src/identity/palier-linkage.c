/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-linkage-private.h"

#include <math.h>
#include <stdlib.h>

/**
 * palier_linkage_new:
 * @records: sealed; kept by the caller for as long
 * @seed: of the random pairs
 */
PalierLinkage *
palier_linkage_new (PalierRecords *records, guint64 seed)
{
  PalierLinkage *self = g_new0 (PalierLinkage, 1);
  double n = palier_records_get_n (records);

  self->records = records;
  self->comparer = palier_comparer_new (records);
  self->persons =
      palier_linkage_model_new (palier_comparer_get_n_features (self->comparer), n, FALSE);
  self->firms = palier_linkage_model_new (palier_comparer_get_n_features (self->comparer), n, TRUE);
  self->seed = seed;
  self->forbidden = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->links = g_array_new (FALSE, FALSE, sizeof (PalierLink));
  return self;
}

void
palier_linkage_free (PalierLinkage *self)
{
  palier_comparer_free (self->comparer);
  palier_linkage_model_free (self->persons);
  palier_linkage_model_free (self->firms);
  g_hash_table_unref (self->forbidden);
  g_array_unref (self->links);
  g_free (self);
}

/* The records are of two files, of which each is taken to have no doubles: only pairs of a record
 * before @first_of_second with one from there on count. */
void
palier_linkage_set_across (PalierLinkage *self, guint32 first_of_second)
{
  self->first_of_second = first_of_second;
}

/* ---- the pass over all candidates */

static double
bits_of (double probability)
{
  return log2 (probability / (1 - probability));
}

typedef struct
{
  PalierLinkage *self;
  PalierLinkageProgress progress;
  gpointer data;
  double fraction;
  guint n;
  double least; /* bits */
} Run;

static gboolean
judge_pair (guint32 a, guint32 b, gpointer data)
{
  Run *run = data;
  double bits;

  if ((++run->n & 0xffff) == 0 && run->progress != NULL
      && !run->progress (run->fraction, run->data))
    return FALSE;
  if (!palier_linkage_is_wanted (run->self, a, b)
      || !palier_linkage_get_odds (run->self, a, b, run->least, &bits))
    return TRUE;
  PalierLink link = { a, b, (float) bits };
  g_array_append_val (run->self->links, link);
  return TRUE;
}

static int
by_bits (gconstpointer a, gconstpointer b)
{
  const PalierLink *x = a, *y = b;

  if (x->bits != y->bits)
    return x->bits > y->bits ? -1 : 1;
  if (x->a != y->a)
    return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

static void
sort_links (GArray *links)
{
  guint kept = 0;

  g_array_sort (links, by_bits);
  for (guint i = 0; i < links->len; i++)
  {
    const PalierLink *link = &g_array_index (links, PalierLink, i);
    const PalierLink *last = kept > 0 ? &g_array_index (links, PalierLink, kept - 1) : NULL;
    if (last == NULL || last->a != link->a || last->b != link->b)
      g_array_index (links, PalierLink, kept++) = *link;
  }
  g_array_set_size (links, kept);
}

/**
 * palier_linkage_run:
 * @progress: (nullable): called on this thread
 *
 * Learns from the records, then judges every candidate.
 *
 * Returns: FALSE where @progress stopped it
 */
gboolean
palier_linkage_run (PalierLinkage *self, PalierLinkageProgress progress, gpointer data)
{
  Run run = { self, progress, data, 0, 0, bits_of (PALIER_LINKAGE_LEAST) };

  g_array_set_size (self->links, 0);
  if (palier_records_get_n (self->records) < 2)
    return TRUE;
  g_autoptr (PalierBlocking) blocking = palier_blocking_new (self->records);
  palier_linkage_learn (self, blocking);
  guint n = palier_blocking_get_n_passes (blocking);
  for (guint pass = 0; pass < n; pass++)
  {
    run.fraction = (double) pass / n;
    if ((progress != NULL && !progress (run.fraction, data))
        || !palier_blocking_visit (blocking, pass, judge_pair, &run))
      return FALSE;
  }
  sort_links (self->links);
  return TRUE;
}

/**
 * palier_linkage_judge:
 *
 * Judges one pair, after palier_linkage_assume() or a run.
 *
 * Returns: the probability that both are one; 0 where it is under PALIER_LINKAGE_LEAST
 */
double
palier_linkage_judge (PalierLinkage *self, guint32 a, guint32 b)
{
  double bits;

  return palier_linkage_get_odds (self, a, b, bits_of (PALIER_LINKAGE_LEAST), &bits)
             ? palier_linkage_probability (bits)
             : 0;
}

/* The pairs that may be one, the surest first. */
const PalierLink *
palier_linkage_get_links (const PalierLinkage *self, guint *n)
{
  *n = self->links->len;
  return (const PalierLink *) self->links->data;
}

static int
by_weight (const void *a, const void *b)
{
  const PalierEvidence *x = a, *y = b;

  return fabs (x->weight) > fabs (y->weight) ? -1 : fabs (x->weight) < fabs (y->weight);
}

/**
 * palier_linkage_explain:
 *
 * Why two records are held to be one or two: what both have, the weightiest first.
 *
 * Returns: how many rows
 */
guint
palier_linkage_explain (PalierLinkage *self, guint32 a, guint32 b,
                        PalierEvidence out[PALIER_MAX_FEATURES])
{
  PalierComparison pair;
  guint n = 0;

  palier_linkage_compare (self, a, b, &pair);
  for (guint i = 0; i < palier_comparer_get_n_features (self->comparer); i++)
    if (pair.levels[i] >= 0)
      out[n++] = (PalierEvidence) {
        palier_comparer_get_name (self->comparer, i), (PalierLevel) pair.levels[i],
        palier_linkage_model_weigh (palier_linkage_model_of (self, a, b), &pair, i)
      };
  qsort (out, n, sizeof *out, by_weight);
  return n;
}

/* Odds in bits as a probability. */
double
palier_linkage_probability (double bits)
{
  return 1 / (1 + exp2 (-CLAMP (bits, -100, 100)));
}
