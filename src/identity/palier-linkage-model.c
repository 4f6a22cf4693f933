/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Four classes of pairs: the same person at the same firm; the same person at another (who moved);
 * another person at the same firm (a colleague, a relative); strangers. In each class each feature
 * has its own distribution over the levels of agreement, and several are tied: a first name agrees
 * among colleagues as it does among strangers, a SIRET among colleagues as within one person. What
 * strangers do is taken from random pairs, with the frequency of the very value for an exact
 * agreement. The rest is learned, with Dirichlet priors that hold it where a base is too small. */
#include "palier-linkage-model.h"

#include <math.h>
#include <string.h>

#define ROUNDS 25
#define PRIOR_PAIRS 12.0     /* how many pairs a prior of levels weighs */
#define PRIOR_STRANGERS 20.0 /* likewise, of random pairs */
#define LEAST_CHANCE 1e-7
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

enum
{
  CLASS_SAME,     /* person and firm */
  CLASS_MOVED,    /* the person, at another firm */
  CLASS_GROUP,    /* another person of the firm or household */
  CLASS_STRANGER, /* neither */
  N_CLASSES
};

/* Which distribution a feature has in a class. */
typedef enum
{
  TIE_CHANCE, /* as among strangers */
  TIE_SAME,   /* as within one person */
  TIE_OWN,    /* learned for the class */
} Tie;

typedef enum
{
  ROLE_PERSON,  /* a first name, a birth date: says who */
  ROLE_FAMILY,  /* a last name, a mobile: who, but relatives and colleagues may share it */
  ROLE_ADDRESS, /* an e-mail address: who, but it changes with the firm */
  ROLE_LINE,    /* a landline: the firm's, or one that a person takes along */
  ROLE_SITE,    /* a SIRET, a street, a switchboard: where */
  ROLE_FREE,    /* an unknown column: to be learned */
} Role;

static const Tie ties[][N_CLASSES] = {
  [ROLE_PERSON] = { TIE_SAME, TIE_SAME, TIE_CHANCE, TIE_CHANCE },
  [ROLE_FAMILY] = { TIE_SAME, TIE_SAME, TIE_OWN, TIE_CHANCE },
  [ROLE_ADDRESS] = { TIE_SAME, TIE_OWN, TIE_OWN, TIE_CHANCE },
  [ROLE_LINE] = { TIE_SAME, TIE_OWN, TIE_OWN, TIE_CHANCE },
  [ROLE_SITE] = { TIE_SAME, TIE_CHANCE, TIE_SAME, TIE_CHANCE },
  [ROLE_FREE] = { TIE_SAME, TIE_OWN, TIE_OWN, TIE_CHANCE },
};

typedef struct
{
  Role role;
  float same[PALIER_N_LEVELS];   /* prior, within one person: different, weak, part, near, exact */
  float chance[PALIER_N_LEVELS]; /* prior, among strangers */
} Knowledge;

static const Knowledge known[PALIER_N_FEATURES] = {
  [PALIER_FEATURE_FIRST_NAME] = { ROLE_PERSON,
                                  { 0.02f, 0.03f, 0.06f, 0.12f, 0.77f },
                                  { 0.92f, 0.03f, 0.03f, 0.01f, 0.01f } },
  [PALIER_FEATURE_LAST_NAME] = { ROLE_FAMILY,
                                 { 0.02f, 0.03f, 0.04f, 0.12f, 0.79f },
                                 { 0.97f, 0.02f, 0.004f, 0.003f, 0.003f } },
  [PALIER_FEATURE_EMAIL] = { ROLE_ADDRESS,
                             { 0.45f, 0.01f, 0.04f, 0.10f, 0.40f },
                             { 0.997f, 0.001f, 0.001f, 0.0005f, 0.0005f } },
  [PALIER_FEATURE_MOBILE] = { ROLE_FAMILY,
                              { 0.10f, 0.02f, 0.01f, 0.07f, 0.80f },
                              { 0.998f, 0.001f, 0.0004f, 0.0003f, 0.0003f } },
  [PALIER_FEATURE_BIRTHDATE] = { ROLE_PERSON,
                                 { 0.02f, 0.03f, 0.01f, 0.12f, 0.82f },
                                 { 0.987f, 0.01f, 0.001f, 0.001f, 0.001f } },
  [PALIER_FEATURE_LINKEDIN] = { ROLE_PERSON,
                                { 0.05f, 0.01f, 0.01f, 0.03f, 0.90f },
                                { 0.95f, 0.03f, 0.01f, 0.008f, 0.002f } },
  [PALIER_FEATURE_COMPANY] = { ROLE_SITE,
                               { 0.05f, 0.05f, 0.10f, 0.10f, 0.70f },
                               { 0.97f, 0.02f, 0.004f, 0.002f, 0.004f } },
  [PALIER_FEATURE_SIRET] = { ROLE_SITE,
                             { 0.03f, 0.01f, 0.03f, 0.03f, 0.90f },
                             { 0.995f, 0.002f, 0.001f, 0.001f, 0.001f } },
  [PALIER_FEATURE_PHONE] = { ROLE_LINE,
                             { 0.25f, 0.02f, 0.01f, 0.05f, 0.67f },
                             { 0.995f, 0.003f, 0.0005f, 0.0005f, 0.001f } },
  [PALIER_FEATURE_WEB] = { ROLE_SITE,
                           { 0.10f, 0.01f, 0.04f, 0.05f, 0.80f },
                           { 0.99f, 0.004f, 0.002f, 0.001f, 0.003f } },
  [PALIER_FEATURE_STREET] = { ROLE_SITE,
                              { 0.10f, 0.05f, 0.05f, 0.10f, 0.70f },
                              { 0.95f, 0.03f, 0.01f, 0.005f, 0.005f } },
  [PALIER_FEATURE_POSTAL_CODE] = { ROLE_SITE,
                                   { 0.05f, 0.02f, 0.01f, 0.07f, 0.85f },
                                   { 0.94f, 0.02f, 0.01f, 0.01f, 0.02f } },
  [PALIER_FEATURE_CITY] = { ROLE_SITE,
                            { 0.05f, 0.03f, 0.03f, 0.09f, 0.80f },
                            { 0.94f, 0.02f, 0.01f, 0.01f, 0.02f } },
};

/* Of an unknown column little is taken for granted. */
static const Knowledge unknown = {
  ROLE_FREE,
  { 0.15f, 0.05f, 0.05f, 0.10f, 0.65f },
  { 0.90f, 0.04f, 0.02f, 0.02f, 0.02f },
};

typedef double Levels[PALIER_N_LEVELS];

struct _PalierLinkageModel
{
  guint n_features;
  double n_records;
  gboolean of_firms;  /* records without names: the firm is who */
  gboolean has_sites; /* firms, addresses or homes are known, so that people may share them */
  Levels strangers[PALIER_MAX_FEATURES]; /* counted, then as shares */
  Levels shares[N_CLASSES][PALIER_MAX_FEATURES];
  float bits[PALIER_MAX_FEATURES][PALIER_N_LEVELS][N_CLASSES];
  float by_value[PALIER_MAX_FEATURES]
                [N_CLASSES]; /* 1: an exact agreement is as likely as its value */
  double class_bits[N_CLASSES];
  GByteArray *levels; /* of the candidates, n_features each */
  GArray *chances;    /* (element-type float): likewise, in bits */
  GArray *weights;    /* (element-type float) */
};

static const Knowledge *
get_knowledge (guint feature)
{
  return feature < PALIER_N_FEATURES ? &known[feature] : &unknown;
}

static Tie
get_tie (const PalierLinkageModel *self, guint feature, guint class)
{
  if (self->of_firms || !self->has_sites)
    return class == CLASS_SAME ? TIE_SAME : TIE_CHANCE;
  return ties[get_knowledge (feature)->role][class];
}

/* Before anything is learned, doubles are few: what is in doubt stays two. */
static void
set_class_shares (PalierLinkageModel *self, const double sums[N_CLASSES], double n_pairs)
{
  double prior[N_CLASSES] = { 0.002 * self->n_records + 0.5, 0.0005 * self->n_records + 0.05,
                              0.01 * self->n_records + 0.2, 0 };
  double rest = 1;

  if (self->of_firms || !self->has_sites)
    prior[CLASS_MOVED] = prior[CLASS_GROUP] = 1e-9;
  for (guint class = 0; class < CLASS_STRANGER; class ++)
  {
    double sum =
        class == CLASS_MOVED ? MIN (sums[class], sums[CLASS_SAME] * MOST_MOVED) : sums[class];
    double share = MIN ((sum + prior[class]) / (n_pairs + 10), 0.3);
    self->class_bits[class] = log2 (share);
    rest -= share;
  }
  self->class_bits[CLASS_STRANGER] = log2 (rest);
}

/* Where the shares of a class are drawn to. */
static const double *
get_prior (PalierLinkageModel *self, guint feature, guint class)
{
  if (class == CLASS_GROUP)
    return self->strangers[feature];
  return class == CLASS_SAME ? NULL : self->shares[CLASS_SAME][feature];
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
    double expected = prior != NULL ? prior[level] : get_knowledge (feature)->same[level];
    self->shares[class][feature][level] = (counts[level] + PRIOR_PAIRS * expected) / sum;
  }
}

/* How often a feature may differ within one person, whatever the data seem to say. How careless
 * people write is learned from many doubles; where a base has hardly any, relatives and namesakes
 * must not be learned from in their place. */
static double
get_most_different (const PalierLinkageModel *self, guint feature, double doubles)
{
  double usual = MOST_DIFFERENT * get_knowledge (feature)->same[PALIER_LEVEL_DIFFERENT];
  double careless = SELDOM_DIFFERENT + OFTEN_DIFFERENT * doubles / self->n_records;

  return MAX (usual, MIN (careless, OFTEN_DIFFERENT));
}

/* @doubles: how many pairs are of one person */
static void
hold_differences (PalierLinkageModel *self, double doubles)
{
  for (guint feature = 0; feature < self->n_features; feature++)
  {
    double *shares = self->shares[CLASS_SAME][feature];
    double most = get_most_different (self, feature, doubles);
    double different = shares[PALIER_LEVEL_DIFFERENT];
    if (different <= most)
      continue;
    for (guint level = 0; level < PALIER_N_LEVELS; level++)
      shares[level] *= (1 - most) / (1 - different);
    shares[PALIER_LEVEL_DIFFERENT] = most;
  }
}

/* Takes over what is tied, and the logarithms. */
static void
set_bits (PalierLinkageModel *self)
{
  for (guint class = 0; class < N_CLASSES; class ++)
    for (guint feature = 0; feature < self->n_features; feature++)
    {
      Tie tie = get_tie (self, feature, class);
      const double *shares = tie == TIE_CHANCE ? self->strangers[feature]
                             : tie == TIE_SAME ? self->shares[CLASS_SAME][feature]
                                               : self->shares[class][feature];
      for (guint level = 0; level < PALIER_N_LEVELS; level++)
        self->bits[feature][level][class] = (float) log2 (MAX (shares[level], LEAST_CHANCE));
      self->by_value[feature][class] = tie == TIE_CHANCE;
      if (tie == TIE_CHANCE)
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
    self->has_sites |= get_knowledge (feature)->role == ROLE_SITE
                       && count_known (self, feature) > most * LEAST_KNOWN;
  for (guint feature = 0; feature < self->n_features; feature++)
  {
    const float *prior = get_knowledge (feature)->chance;
    double *shares = self->strangers[feature];
    double sum = PRIOR_STRANGERS + count_known (self, feature);
    for (guint level = 0; level < PALIER_N_LEVELS; level++)
      shares[level] = (shares[level] + PRIOR_STRANGERS * prior[level]) / sum;
  }
}

/* Adds what each feature says to @out, in bits, of each class. @chances: of exact agreements, by
 * value. */
static inline void
add_features (const PalierLinkageModel *self, const gint8 *levels, const float *chances,
              double out[N_CLASSES])
{
  for (guint feature = 0; feature < self->n_features; feature++)
  {
    int level = levels[feature];
    if (level < 0)
      continue;
    const float *bits = self->bits[feature][level];
    for (guint class = 0; class < N_CLASSES; class ++)
      out[class] += bits[class];
    if (level == PALIER_LEVEL_EXACT)
      for (guint class = 0; class < N_CLASSES; class ++)
        out[class] += self->by_value[feature][class] * chances[feature];
  }
}

/* From bits to shares that sum to 1. */
static void
normalize (double bits[N_CLASSES])
{
  double most = bits[0];
  double sum = 0;

  for (guint class = 1; class < N_CLASSES; class ++)
    most = MAX (most, bits[class]);
  for (guint class = 0; class < N_CLASSES; class ++)
    sum += bits[class] = exp2 (bits[class] - most);
  for (guint class = 0; class < N_CLASSES; class ++)
    bits[class] /= sum;
}

typedef Levels Counts[N_CLASSES][PALIER_MAX_FEATURES];

static void
count_pair (PalierLinkageModel *self, guint pair, Counts counts, double sums[N_CLASSES])
{
  const gint8 *levels = (const gint8 *) self->levels->data + (gsize) pair * self->n_features;
  const float *chances = &g_array_index (self->chances, float, (gsize) pair * self->n_features);
  double weight = g_array_index (self->weights, float, pair);
  double shares[N_CLASSES];

  memcpy (shares, self->class_bits, sizeof shares);
  add_features (self, levels, chances, shares);
  if (MAX (MAX (shares[CLASS_SAME], shares[CLASS_MOVED]), shares[CLASS_GROUP])
      < shares[CLASS_STRANGER] - HOPELESS)
    return;
  normalize (shares);
  for (guint class = 0; class < CLASS_STRANGER; class ++)
  {
    double share = shares[class] * weight;
    if (share < 1e-6)
      continue;
    sums[class] += share;
    for (guint feature = 0; feature < self->n_features; feature++)
    {
      Tie tie = get_tie (self, feature, class);
      if (levels[feature] >= 0 && tie != TIE_CHANCE)
        counts[tie == TIE_SAME ? CLASS_SAME : class][feature][levels[feature]] += share;
    }
  }
}

/* One round of expectation and maximisation. */
static void
learn_once (PalierLinkageModel *self, double n_pairs, Counts counts)
{
  double sums[N_CLASSES] = { 0 };

  memset (counts, 0, sizeof (Counts));
  for (guint pair = 0; pair < self->weights->len; pair++)
    count_pair (self, pair, counts, sums);
  for (guint class = 0; class < CLASS_STRANGER; class ++)
    for (guint feature = 0; feature < self->n_features; feature++)
      set_shares (self, feature, class, counts[class][feature]);
  hold_differences (self, sums[CLASS_SAME]);
  set_class_shares (self, sums, n_pairs);
  set_bits (self);
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
  Levels (*counts)[PALIER_MAX_FEATURES] = g_malloc0 (sizeof (Counts));
  double sums[N_CLASSES] = { 0 };

  settle_strangers (self);
  for (guint class = 0; class < CLASS_STRANGER; class ++)
    for (guint feature = 0; feature < self->n_features; feature++)
      set_shares (self, feature, class, counts[class][feature]);
  hold_differences (self, 0);
  set_class_shares (self, sums, n_pairs);
  set_bits (self);
  for (guint round = 0; round < ROUNDS && self->weights->len > 0; round++)
    learn_once (self, n_pairs, counts);
  g_free (counts);
  g_byte_array_set_size (self->levels, 0);
  g_array_set_size (self->chances, 0);
  g_array_set_size (self->weights, 0);
}

/* Takes what is commonly known for granted, where nothing is there to learn from. */
void
palier_linkage_model_assume (PalierLinkageModel *self, double n_pairs)
{
  self->has_sites = TRUE;
  palier_linkage_model_learn (self, n_pairs);
}

static double
score_levels (const PalierLinkageModel *self, const gint8 *levels, const float *chances)
{
  double bits[N_CLASSES];

  memcpy (bits, self->class_bits, sizeof bits);
  add_features (self, levels, chances, bits);
  double one = MAX (bits[CLASS_SAME], bits[CLASS_MOVED]);
  double two = MAX (bits[CLASS_GROUP], bits[CLASS_STRANGER]);
  double same = one + log2 (1 + exp2 (MIN (bits[CLASS_SAME], bits[CLASS_MOVED]) - one));
  double other = two + log2 (1 + exp2 (MIN (bits[CLASS_GROUP], bits[CLASS_STRANGER]) - two));
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
  return self->bits[feature][level][CLASS_SAME] - self->bits[feature][level][CLASS_STRANGER]
         - (level == PALIER_LEVEL_EXACT ? log2f (pair->chance[feature]) : 0);
}

/* Whether the two, if they are one person, are so at two firms. */
gboolean
palier_linkage_model_is_move (const PalierLinkageModel *self, const PalierComparison *pair)
{
  float chances[PALIER_MAX_FEATURES];
  double bits[N_CLASSES];

  memcpy (bits, self->class_bits, sizeof bits);
  take_chances (self, pair, chances);
  add_features (self, pair->levels, chances, bits);
  return bits[CLASS_MOVED] > bits[CLASS_SAME];
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
    Role role = get_knowledge (feature)->role;
    if (role == ROLE_PERSON || role == ROLE_FAMILY)
      sum += name ? MIN (weight, 0) : weight;
  }
  return sum;
}
