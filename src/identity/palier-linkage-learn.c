/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Learning from pairs of chance and from a sample of the candidates. */
#include "palier-linkage-private.h"

/* As many random pairs tell what chance gives, and about as many candidates what agreement means.
 */
#define STRANGERS 120000
#define CANDIDATES 150000
/* Some thirty candidates a record are to be expected. */
#define CANDIDATES_A_RECORD 30

/* Whether pairs of the two count. */
gboolean
palier_linkage_is_wanted (PalierLinkage *self, guint32 a, guint32 b)
{
  return self->first_of_second == 0 || (a < self->first_of_second) != (b < self->first_of_second);
}

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
    if (a == b || !palier_linkage_is_wanted (self, a, b))
      continue;
    palier_comparer_compare (self->comparer, a, b, &pair);
    palier_linkage_model_add_stranger (palier_linkage_model_of (self, a, b), &pair);
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

  if (!palier_linkage_is_wanted (sample->self, a, b))
    return TRUE;
  palier_comparer_compare (sample->self->comparer, a, b, &pair);
  palier_linkage_model_add_candidate (palier_linkage_model_of (sample->self, a, b), &pair,
                                      sample->weight);
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

void
palier_linkage_learn (PalierLinkage *self, PalierBlocking *blocking)
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
