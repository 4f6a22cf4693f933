/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four classes of pairs: the same person at the same firm; the same person at another (who moved);
 * another person at the same firm (a colleague, a relative); strangers. In each class each feature
 * has its own distribution over the levels of agreement, and several are tied: a first name agrees
 * among colleagues as it does among strangers, a SIRET among colleagues as within one person. What
 * strangers do is taken from random pairs, with the frequency of the very value for an exact
 * agreement. The rest is learned, with Dirichlet priors that hold it where a base is too small. */
#include <math.h>
#include <string.h>

#include "palier-linkage-model-private.h"

#define LEAST_CHANCE 1e-7

/* Takes over what is tied, and the logarithms. */
void
palier_linkage_model_set_bits (PalierLinkageModel *self)
{
  for (guint class = 0; class < PALIER_N_CLASSES; class ++)
    for (guint feature = 0; feature < self->n_features; feature++)
    {
      PalierTie tie = palier_linkage_model_get_tie (self, feature, class);
      const double *shares = tie == PALIER_TIE_CHANCE ? self->strangers[feature]
                             : tie == PALIER_TIE_SAME ? self->shares[PALIER_CLASS_SAME][feature]
                                                      : self->shares[class][feature];
      for (guint level = 0; level < PALIER_N_LEVELS; level++)
        self->bits[feature][level][class] = (float) log2 (MAX (shares[level], LEAST_CHANCE));
      self->by_value[feature][class] = tie == PALIER_TIE_CHANCE;
      if (tie == PALIER_TIE_CHANCE)
        self->bits[feature][PALIER_LEVEL_EXACT][class] = 0;
    }
}

/**
 * palier_linkage_model_new:
 * @of_firms: of records that name no person
 */
PalierLinkageModel *
palier_linkage_model_new (guint n_features, double n_records, gboolean of_firms)
{
  PalierLinkageModel *self = g_new0 (PalierLinkageModel, 1);

  self->n_features = n_features;
  self->n_records = n_records;
  self->of_firms = of_firms;
  self->levels = g_byte_array_new ();
  self->chances = g_array_new (FALSE, FALSE, sizeof (float));
  self->weights = g_array_new (FALSE, FALSE, sizeof (float));
  return self;
}

void
palier_linkage_model_free (PalierLinkageModel *self)
{
  g_byte_array_unref (self->levels);
  g_array_unref (self->chances);
  g_array_unref (self->weights);
  g_free (self);
}

static double
score_levels (const PalierLinkageModel *self, const gint8 *levels, const float *chances)
{
  double bits[PALIER_N_CLASSES];

  memcpy (bits, self->class_bits, sizeof bits);
  palier_linkage_model_add_features (self, levels, chances, bits);
  double one = MAX (bits[PALIER_CLASS_SAME], bits[PALIER_CLASS_MOVED]);
  double two = MAX (bits[PALIER_CLASS_GROUP], bits[PALIER_CLASS_STRANGER]);
  double same =
      one + log2 (1 + exp2 (MIN (bits[PALIER_CLASS_SAME], bits[PALIER_CLASS_MOVED]) - one));
  double other =
      two + log2 (1 + exp2 (MIN (bits[PALIER_CLASS_GROUP], bits[PALIER_CLASS_STRANGER]) - two));
  return same - other;
}

static void
take_chances (const PalierLinkageModel *self, const PalierComparison *pair, float *out)
{
  for (guint feature = 0; feature < self->n_features; feature++)
    out[feature] = pair->levels[feature] == PALIER_LEVEL_EXACT ? log2f (pair->chance[feature]) : 0;
}

/**
 * palier_linkage_model_score:
 *
 * Returns: the odds that both are one person (one firm), in bits: 0 is one half
 */
double
palier_linkage_model_score (const PalierLinkageModel *self, const PalierComparison *pair)
{
  float chances[PALIER_MAX_FEATURES];

  take_chances (self, pair, chances);
  return score_levels (self, pair->levels, chances);
}

/* What @feature adds to the score, in bits: by how much it would be less without. */
double
palier_linkage_model_weigh (const PalierLinkageModel *self, const PalierComparison *pair,
                            guint feature)
{
  PalierComparison without = *pair;

  without.levels[feature] = PALIER_LEVEL_UNKNOWN;
  return palier_linkage_model_score (self, pair) - palier_linkage_model_score (self, &without);
}

/* What @feature says by itself, in bits: how much likelier it is within one person than by chance.
 */
double
palier_linkage_model_weigh_alone (const PalierLinkageModel *self, const PalierComparison *pair,
                                  guint feature)
{
  int level = pair->levels[feature];

  if (level < 0)
    return 0;
  return self->bits[feature][level][PALIER_CLASS_SAME]
         - self->bits[feature][level][PALIER_CLASS_STRANGER]
         - (level == PALIER_LEVEL_EXACT ? log2f (pair->chance[feature]) : 0);
}

/* Whether the two, if they are one person, are so at two firms. */
gboolean
palier_linkage_model_is_move (const PalierLinkageModel *self, const PalierComparison *pair)
{
  float chances[PALIER_MAX_FEATURES];
  double bits[PALIER_N_CLASSES];

  memcpy (bits, self->class_bits, sizeof bits);
  take_chances (self, pair, chances);
  palier_linkage_model_add_features (self, pair->levels, chances, bits);
  return bits[PALIER_CLASS_MOVED] > bits[PALIER_CLASS_SAME];
}

/**
 * palier_linkage_model_weigh_person:
 *
 * What speaks for one person or against it, wherever he works, in bits: numbers, addresses and
 * dates; of names only what contradicts, since that they agree is taken for granted.
 */
double
palier_linkage_model_weigh_person (const PalierLinkageModel *self, const PalierComparison *pair)
{
  double sum = 0;

  for (guint feature = 0; feature < self->n_features; feature++)
  {
    double weight = palier_linkage_model_weigh_alone (self, pair, feature);
    gboolean name = feature == PALIER_FEATURE_FIRST_NAME || feature == PALIER_FEATURE_LAST_NAME;
    PalierRole role = palier_linkage_knowledge_of (feature)->role;
    if (role == PALIER_ROLE_PERSON || role == PALIER_ROLE_FAMILY)
      sum += name ? MIN (weight, 0) : weight;
  }
  return sum;
}
