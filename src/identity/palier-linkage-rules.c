/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What speaks for one or for two beside the learned weights, and what no weight outdoes. */
#include "palier-linkage-private.h"

/* Bits that names alone, or an initial, may have at most: worth a look, never sure. */
#define NEVER_SURE 3.0
/* Bits of independent evidence that make a wrong birth date a slip of the pen. */
#define OVERRULING 8.0
/* Bits without which two of entirely different names are not one. */
#define NAMELESS 20.0

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

/* People, or firms where neither names anybody. */
PalierLinkageModel *
palier_linkage_model_of (PalierLinkage *self, guint32 a, guint32 b)
{
  return palier_records_is_nameless (self->records, a)
                 && palier_records_is_nameless (self->records, b)
             ? self->firms
             : self->persons;
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

  if (first_name == PALIER_LEVEL_UNKNOWN || (first_name >= PALIER_LEVEL_NEAR && !pair->initial))
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
  double bits = palier_linkage_model_score (palier_linkage_model_of (self, a, b), pair);
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
  return palier_linkage_model_is_move (palier_linkage_model_of (self, a, b), pair);
}

double
palier_linkage_weigh_person (PalierLinkage *self, guint32 a, guint32 b,
                             const PalierComparison *pair)
{
  return palier_linkage_model_weigh_person (palier_linkage_model_of (self, a, b), pair);
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
  if (palier_linkage_model_of (self, a, b) == self->firms)
    return levels[PALIER_FEATURE_SIRET] == PALIER_LEVEL_DIFFERENT
           || levels[PALIER_FEATURE_SIRET] == PALIER_LEVEL_PART;
  return levels[PALIER_FEATURE_BIRTHDATE] == PALIER_LEVEL_DIFFERENT && !dated
         && weigh_unknown (self, pair) < OVERRULING;
}

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
gboolean
palier_linkage_get_odds (PalierLinkage *self, guint32 a, guint32 b, double least, double *bits)
{
  PalierComparison pair;

  if (!palier_comparer_compare_candidate (self->comparer, a, b, &pair))
    return FALSE;
  *bits = score_pair (self, a, b, &pair);
  return *bits >= least && !palier_linkage_are_incompatible (self, a, b, FALSE, &pair)
         && !are_namesakes_of_none (self, &pair, *bits);
}
