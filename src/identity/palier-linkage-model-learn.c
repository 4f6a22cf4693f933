/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What strangers do is counted, the rest is learned by expectation and maximisation, with Dirichlet
 * priors that hold it where a base is too small. */
#include <math.h>
#include <string.h>

#include "palier-linkage-model-private.h"

#define ROUNDS 25
#define PRIOR_PAIRS 12.0     /* how many pairs a prior of levels weighs */
#define PRIOR_STRANGERS 20.0 /* likewise, of random pairs */
/* Of all doubles, how many may be of people who moved. */
#define MOST_MOVED 0.25
/* Within one person a feature differs at most so much more often than expected, or so often, or
 * up to so often where there is a double for each record. */
#define MOST_DIFFERENT 3.0
#define SELDOM_DIFFERENT 0.05
#define OFTEN_DIFFERENT 0.3
/* So many bits likelier to be strangers: such a pair teaches nothing. */
#define HOPELESS 20
/* A feature of which less is known than this is not there. */
#define LEAST_KNOWN 0.02

/* Before anything is learned, doubles are few: what is in doubt stays two. */
static void
set_class_shares (PalierLinkageModel *self, const double sums[PALIER_N_CLASSES], double n_pairs)
{
  double prior[PALIER_N_CLASSES] = { 0.002 * self->n_records + 0.5, 0.0005 * self->n_records + 0.05,
                                     0.01 * self->n_records + 0.2, 0 };
  double rest = 1;

  if (self->of_firms || !self->has_sites)
    prior[PALIER_CLASS_MOVED] = prior[PALIER_CLASS_GROUP] = 1e-9;
  for (guint class = 0; class < PALIER_CLASS_STRANGER; class ++)
  {
    double sum = class == PALIER_CLASS_MOVED
                     ? MIN (sums[class], sums[PALIER_CLASS_SAME] * MOST_MOVED)
                     : sums[class];
    double share = MIN ((sum + prior[class]) / (n_pairs + 10), 0.3);
    self->class_bits[class] = log2 (share);
    rest -= share;
  }
  self->class_bits[PALIER_CLASS_STRANGER] = log2 (rest);
}

/* Where the shares of a class are drawn to. */
static const double *
get_prior (PalierLinkageModel *self, guint feature, guint class)
{
  if (class == PALIER_CLASS_GROUP)
    return self->strangers[feature];
  return class == PALIER_CLASS_SAME ? NULL : self->shares[PALIER_CLASS_SAME][feature];
}

static void
set_shares (PalierLinkageModel *self, guint feature, guint class, const double *counts)
{
  const double *prior = get_prior (self, feature, class);
  double sum = PRIOR_PAIRS;

  for (guint level = 0; level < PALIER_N_LEVELS; level++)
    sum += counts[level];
  for (guint level = 0; level < PALIER_N_LEVELS; level++)
  {
    double expected =
        prior != NULL ? prior[level] : palier_linkage_knowledge_of (feature)->same[level];
    self->shares[class][feature][level] = (counts[level] + PRIOR_PAIRS * expected) / sum;
  }
}

/* How often a feature may differ within one person, whatever the data seem to say. How careless
 * people write is learned from many doubles; where a base has hardly any, relatives and namesakes
 * must not be learned from in their place. */
static double
get_most_different (const PalierLinkageModel *self, guint feature, double doubles)
{
  double usual =
      MOST_DIFFERENT * palier_linkage_knowledge_of (feature)->same[PALIER_LEVEL_DIFFERENT];
  double careless = SELDOM_DIFFERENT + OFTEN_DIFFERENT * doubles / self->n_records;

  return MAX (usual, MIN (careless, OFTEN_DIFFERENT));
}

/* @doubles: how many pairs are of one person */
static void
hold_differences (PalierLinkageModel *self, double doubles)
{
  for (guint feature = 0; feature < self->n_features; feature++)
  {
    double *shares = self->shares[PALIER_CLASS_SAME][feature];
    double most = get_most_different (self, feature, doubles);
    double different = shares[PALIER_LEVEL_DIFFERENT];
    if (different <= most)
      continue;
    for (guint level = 0; level < PALIER_N_LEVELS; level++)
      shares[level] *= (1 - most) / (1 - different);
    shares[PALIER_LEVEL_DIFFERENT] = most;
  }
}

void
palier_linkage_model_add_stranger (PalierLinkageModel *self, const PalierComparison *pair)
{
  for (guint feature = 0; feature < self->n_features; feature++)
    if (pair->levels[feature] >= 0)
      self->strangers[feature][pair->levels[feature]]++;
}

void
palier_linkage_model_add_candidate (PalierLinkageModel *self, const PalierComparison *pair,
                                    double weight)
{
  float stands_for = (float) weight;

  g_byte_array_append (self->levels, (const guint8 *) pair->levels, self->n_features);
  for (guint feature = 0; feature < self->n_features; feature++)
  {
    float bits = pair->levels[feature] == PALIER_LEVEL_EXACT ? log2f (pair->chance[feature]) : 0;
    g_array_append_val (self->chances, bits);
  }
  g_array_append_val (self->weights, stands_for);
}

/* How many random pairs told something of the feature. */
static double
count_known (const PalierLinkageModel *self, guint feature)
{
  double sum = 0;

  for (guint level = 0; level < PALIER_N_LEVELS; level++)
    sum += self->strangers[feature][level];
  return sum;
}

static void
settle_strangers (PalierLinkageModel *self)
{
  double most = 0;

  for (guint feature = 0; feature < self->n_features; feature++)
    most = MAX (most, count_known (self, feature));
  for (guint feature = 0; feature < self->n_features; feature++)
    self->has_sites |= palier_linkage_knowledge_of (feature)->role == PALIER_ROLE_SITE
                       && count_known (self, feature) > most * LEAST_KNOWN;
  for (guint feature = 0; feature < self->n_features; feature++)
  {
    const float *prior = palier_linkage_knowledge_of (feature)->chance;
    double *shares = self->strangers[feature];
    double sum = PRIOR_STRANGERS + count_known (self, feature);
    for (guint level = 0; level < PALIER_N_LEVELS; level++)
      shares[level] = (shares[level] + PRIOR_STRANGERS * prior[level]) / sum;
  }
}

/* From bits to shares that sum to 1. */
static void
normalize (double bits[PALIER_N_CLASSES])
{
  double most = bits[0];
  double sum = 0;

  for (guint class = 1; class < PALIER_N_CLASSES; class ++)
    most = MAX (most, bits[class]);
  for (guint class = 0; class < PALIER_N_CLASSES; class ++)
    sum += bits[class] = exp2 (bits[class] - most);
  for (guint class = 0; class < PALIER_N_CLASSES; class ++)
    bits[class] /= sum;
}

typedef PalierLevelShares Counts[PALIER_N_CLASSES][PALIER_MAX_FEATURES];

static void
count_pair (PalierLinkageModel *self, guint pair, Counts counts, double sums[PALIER_N_CLASSES])
{
  const gint8 *levels = (const gint8 *) self->levels->data + (gsize) pair * self->n_features;
  const float *chances = &g_array_index (self->chances, float, (gsize) pair * self->n_features);
  double weight = g_array_index (self->weights, float, pair);
  double shares[PALIER_N_CLASSES];

  memcpy (shares, self->class_bits, sizeof shares);
  palier_linkage_model_add_features (self, levels, chances, shares);
  if (MAX (MAX (shares[PALIER_CLASS_SAME], shares[PALIER_CLASS_MOVED]), shares[PALIER_CLASS_GROUP])
      < shares[PALIER_CLASS_STRANGER] - HOPELESS)
    return;
  normalize (shares);
  for (guint class = 0; class < PALIER_CLASS_STRANGER; class ++)
  {
    double share = shares[class] * weight;
    if (share < 1e-6)
      continue;
    sums[class] += share;
    for (guint feature = 0; feature < self->n_features; feature++)
    {
      PalierTie tie = palier_linkage_model_get_tie (self, feature, class);
      if (levels[feature] >= 0 && tie != PALIER_TIE_CHANCE)
        counts[tie == PALIER_TIE_SAME ? PALIER_CLASS_SAME : class][feature][levels[feature]] +=
            share;
    }
  }
}

/* One round of expectation and maximisation. */
static void
learn_once (PalierLinkageModel *self, double n_pairs, Counts counts)
{
  double sums[PALIER_N_CLASSES] = { 0 };

  memset (counts, 0, sizeof (Counts));
  for (guint pair = 0; pair < self->weights->len; pair++)
    count_pair (self, pair, counts, sums);
  for (guint class = 0; class < PALIER_CLASS_STRANGER; class ++)
    for (guint feature = 0; feature < self->n_features; feature++)
      set_shares (self, feature, class, counts[class][feature]);
  self->n_doubles = sums[PALIER_CLASS_SAME];
  hold_differences (self, self->n_doubles);
  set_class_shares (self, sums, n_pairs);
  palier_linkage_model_set_bits (self);
}

/**
 * palier_linkage_model_learn:
 * @n_pairs: of all records with all others, candidates or not
 *
 * Learns from what was added, which is let go of then.
 */
void
palier_linkage_model_learn (PalierLinkageModel *self, double n_pairs)
{
  PalierLevelShares (*counts)[PALIER_MAX_FEATURES] = g_malloc0 (sizeof (Counts));
  double sums[PALIER_N_CLASSES] = { 0 };

  settle_strangers (self);
  for (guint class = 0; class < PALIER_CLASS_STRANGER; class ++)
    for (guint feature = 0; feature < self->n_features; feature++)
      set_shares (self, feature, class, counts[class][feature]);
  hold_differences (self, 0);
  set_class_shares (self, sums, n_pairs);
  palier_linkage_model_set_bits (self);
  for (guint round = 0; round < ROUNDS && self->weights->len > 0; round++)
    learn_once (self, n_pairs, counts);
  g_free (counts);
  g_byte_array_set_size (self->levels, 0);
  g_array_set_size (self->chances, 0);
  g_array_set_size (self->weights, 0);
}

/* Takes what is commonly known for granted, where nothing is there to learn from: also that
 * colleagues have one line as often as one person is found under it again. */
void
palier_linkage_model_assume (PalierLinkageModel *self, double n_pairs)
{
  self->has_sites = TRUE;
  palier_linkage_model_learn (self, n_pairs);
  for (guint feature = 0; feature < self->n_features; feature++)
    if (palier_linkage_knowledge_of (feature)->role == PALIER_ROLE_LINE)
      memcpy (self->shares[PALIER_CLASS_GROUP][feature], self->shares[PALIER_CLASS_SAME][feature],
              sizeof (PalierLevelShares));
  palier_linkage_model_set_bits (self);
}
