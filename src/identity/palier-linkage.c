/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-blocking.h"
#include "palier-linkage-private.h"

#include <math.h>
#include <stdlib.h>

/* As many random pairs tell what chance gives, and about as many candidates what agreement means.
 */
#define STRANGERS 120000
#define CANDIDATES 150000
/* Some thirty candidates a record are to be expected. */
#define CANDIDATES_A_RECORD 30
/* Bits that names alone, or an initial, may have at most: worth a look, never sure. */
#define NEVER_SURE 3.0
/* Bits of independent evidence that make a wrong birth date a slip of the pen. */
#define OVERRULING 8.0
/* Bits without which two of entirely different names are not one. */
#define NAMELESS 20.0

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

static guint64
pair_of (guint32 a, guint32 b)
{
  return (guint64) MIN (a, b) << 32 | MAX (a, b);
}

/* The user said that they are two. */
void
palier_linkage_forbid (PalierLinkage *self, guint32 a, guint32 b)
{
  guint64 pair = pair_of (a, b);

  g_hash_table_add (self->forbidden, g_memdup2 (&pair, sizeof pair));
}

static PalierLinkageModel *
model_of (PalierLinkage *self, guint32 a, guint32 b)
{
  return palier_records_is_nameless (self->records, a)
                 && palier_records_is_nameless (self->records, b)
             ? self->firms
             : self->persons;
}

static gboolean
is_wanted (PalierLinkage *self, guint32 a, guint32 b)
{
  return self->first_of_second == 0 || (a < self->first_of_second) != (b < self->first_of_second);
}

/* Whether the two have nothing in common but their names and at most the town. */
static gboolean
share_names_alone (PalierLinkage *self, const PalierComparison *pair)
{
  for (guint i = 0; i < palier_comparer_get_n_features (self->comparer); i++)
    if (pair->levels[i] >= PALIER_LEVEL_PART && i != PALIER_FEATURE_FIRST_NAME
        && i != PALIER_FEATURE_LAST_NAME && i != PALIER_FEATURE_POSTAL_CODE
        && i != PALIER_FEATURE_CITY)
      return FALSE;
  return TRUE;
}

static gboolean
is_personal (guint feature)
{
  return feature == PALIER_FEATURE_EMAIL || feature == PALIER_FEATURE_MOBILE
         || feature == PALIER_FEATURE_BIRTHDATE || feature == PALIER_FEATURE_LINKEDIN
         || feature >= PALIER_N_FEATURES;
}

/* Whether the first names are not more than an initial alike, and nothing else is one person's: a
 * father and his son at one firm look like this. */
static gboolean
share_initial_alone (PalierLinkage *self, const PalierComparison *pair)
{
  gint8 first_name = pair->levels[PALIER_FEATURE_FIRST_NAME];

  if (first_name == PALIER_LEVEL_UNKNOWN || first_name >= PALIER_LEVEL_NEAR)
    return FALSE;
  for (guint i = 0; i < palier_comparer_get_n_features (self->comparer); i++)
    if (is_personal (i) && pair->levels[i] >= PALIER_LEVEL_NEAR)
      return FALSE;
  return TRUE;
}

/* Of a name alone, however rare, or of an initial nobody is sure. */
static double
score_pair (PalierLinkage *self, guint32 a, guint32 b, const PalierComparison *pair)
{
  double bits = palier_linkage_model_score (model_of (self, a, b), pair);
  gboolean doubtful = share_names_alone (self, pair) || share_initial_alone (self, pair);

  return doubtful ? MIN (bits, NEVER_SURE) : bits;
}

/* Compares two records. Returns: the odds that they are one, in bits */
double
palier_linkage_compare (PalierLinkage *self, guint32 a, guint32 b, PalierComparison *out)
{
  palier_comparer_compare (self->comparer, a, b, out);
  return score_pair (self, a, b, out);
}

gboolean
palier_linkage_is_move (PalierLinkage *self, guint32 a, guint32 b, const PalierComparison *pair)
{
  return palier_linkage_model_is_move (model_of (self, a, b), pair);
}

double
palier_linkage_weigh_person (PalierLinkage *self, guint32 a, guint32 b,
                             const PalierComparison *pair)
{
  return palier_linkage_model_weigh_person (model_of (self, a, b), pair);
}

/* What the weightiest agreement says among the columns that Palier knows nothing of: an insurance
 * or customer number says much, a customer group little. */
static double
weigh_unknown (PalierLinkage *self, const PalierComparison *pair)
{
  double most = 0;

  for (guint i = PALIER_N_FEATURES; i < palier_comparer_get_n_features (self->comparer); i++)
    if (pair->levels[i] >= PALIER_LEVEL_NEAR)
      most = MAX (most, palier_linkage_model_weigh_alone (self->persons, pair, i));
  return most;
}

/**
 * palier_linkage_are_incompatible:
 * @dated: that the birth dates differ has been weighed elsewhere
 *
 * What no weight outdoes: two people have different names or birth dates, two firms different
 * SIRETs, and what the user has told apart stays so.
 */
gboolean
palier_linkage_are_incompatible (PalierLinkage *self, guint32 a, guint32 b, gboolean dated,
                                 const PalierComparison *pair)
{
  guint64 key = pair_of (a, b);
  const gint8 *levels = pair->levels;

  if (g_hash_table_size (self->forbidden) > 0 && g_hash_table_contains (self->forbidden, &key))
    return TRUE;
  if (model_of (self, a, b) == self->firms)
    return levels[PALIER_FEATURE_SIRET] == PALIER_LEVEL_DIFFERENT
           || levels[PALIER_FEATURE_SIRET] == PALIER_LEVEL_PART;
  return levels[PALIER_FEATURE_BIRTHDATE] == PALIER_LEVEL_DIFFERENT && !dated
         && weigh_unknown (self, pair) < OVERRULING;
}

/* ---- learning */

/* SplitMix64. */
static guint64
next_random (guint64 *state)
{
  guint64 z = (*state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ z >> 30) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ z >> 27) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ z >> 31;
}

static void
add_strangers (PalierLinkage *self)
{
  guint32 n = palier_records_get_n (self->records);
  guint64 most = (guint64) n * (n - 1) / 2;
  guint64 state = self->seed;

  for (guint64 i = 0; i < MIN (STRANGERS, most); i++)
  {
    guint32 a = (guint32) (next_random (&state) % n), b = (guint32) (next_random (&state) % n);
    PalierComparison pair;
    if (a == b || !is_wanted (self, a, b))
      continue;
    palier_comparer_compare (self->comparer, a, b, &pair);
    palier_linkage_model_add_stranger (model_of (self, a, b), &pair);
  }
}

typedef struct
{
  PalierLinkage *self;
  double weight;
  guint64 n;
} Sample;

static gboolean
take_candidate (guint32 a, guint32 b, gpointer data)
{
  Sample *sample = data;
  PalierComparison pair;

  if (!is_wanted (sample->self, a, b))
    return TRUE;
  palier_comparer_compare (sample->self->comparer, a, b, &pair);
  palier_linkage_model_add_candidate (model_of (sample->self, a, b), &pair, sample->weight);
  sample->n++;
  return TRUE;
}

static double
count_pairs (PalierLinkage *self)
{
  double n = palier_records_get_n (self->records);
  double first = self->first_of_second;

  return first > 0 ? first * (n - first) : n * (n - 1) / 2;
}

static void
learn (PalierLinkage *self, PalierBlocking *blocking)
{
  double expected = (double) palier_records_get_n (self->records) * CANDIDATES_A_RECORD;
  guint one_in = (guint) MAX (1, expected / CANDIDATES);
  Sample sample = { self, one_in, 0 };

  add_strangers (self);
  for (guint pass = 0; pass < palier_blocking_get_n_passes (blocking); pass++)
    palier_blocking_sample (blocking, pass, one_in, take_candidate, &sample);
  palier_linkage_model_learn (self->persons, count_pairs (self));
  palier_linkage_model_learn (self->firms, count_pairs (self));
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

/* Entirely different names: two people, unless a birth date and a number say the same at once, or
 * everything else does. */
static gboolean
are_namesakes_of_none (PalierLinkage *self, const PalierComparison *pair, double bits)
{
  const gint8 *levels = pair->levels;

  if (levels[PALIER_FEATURE_FIRST_NAME] != PALIER_LEVEL_DIFFERENT
      || levels[PALIER_FEATURE_LAST_NAME] != PALIER_LEVEL_DIFFERENT || bits >= NAMELESS)
    return FALSE;
  return levels[PALIER_FEATURE_BIRTHDATE] < PALIER_LEVEL_NEAR
         || weigh_unknown (self, pair) < OVERRULING;
}

/* Returns: FALSE where the odds are under @least, or something says that they are two */
static gboolean
get_odds (PalierLinkage *self, guint32 a, guint32 b, double least, double *bits)
{
  PalierComparison pair;

  if (!palier_comparer_compare_candidate (self->comparer, a, b, &pair))
    return FALSE;
  *bits = score_pair (self, a, b, &pair);
  return *bits >= least && !palier_linkage_are_incompatible (self, a, b, FALSE, &pair)
         && !are_namesakes_of_none (self, &pair, *bits);
}

static gboolean
judge_pair (guint32 a, guint32 b, gpointer data)
{
  Run *run = data;
  double bits;

  if ((++run->n & 0xffff) == 0 && run->progress != NULL
      && !run->progress (run->fraction, run->data))
    return FALSE;
  if (!is_wanted (run->self, a, b) || !get_odds (run->self, a, b, run->least, &bits))
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
  learn (self, blocking);
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
 * palier_linkage_assume:
 * @n_base: of how many records those given are a few
 *
 * Instead of learning, takes what is commonly known for granted.
 */
void
palier_linkage_assume (PalierLinkage *self, double n_base)
{
  guint n_features = palier_comparer_get_n_features (self->comparer);
  double n_pairs = n_base * (n_base + 1) / 2;

  palier_comparer_set_base (self->comparer, n_base);
  palier_linkage_model_free (self->persons);
  palier_linkage_model_free (self->firms);
  self->persons = palier_linkage_model_new (n_features, n_base, FALSE);
  self->firms = palier_linkage_model_new (n_features, n_base, TRUE);
  palier_linkage_model_assume (self->persons, n_pairs);
  palier_linkage_model_assume (self->firms, n_pairs);
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

  return get_odds (self, a, b, bits_of (PALIER_LINKAGE_LEAST), &bits)
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
      out[n++] = (PalierEvidence) { palier_comparer_get_name (self->comparer, i),
                                    (PalierLevel) pair.levels[i],
                                    palier_linkage_model_weigh (model_of (self, a, b), &pair, i) };
  qsort (out, n, sizeof *out, by_weight);
  return n;
}

/* Odds in bits as a probability. */
double
palier_linkage_probability (double bits)
{
  return 1 / (1 + exp2 (-CLAMP (bits, -100, 100)));
}
