/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was learned, as a text that a base can keep: of people and of firms how far each feature
 * agrees in each class of pairs. How many doubles there were is no part of what is taken over: that
 * is of those records alone. */
#include <string.h>

#include "palier-linkage-model-private.h"
#include "palier-linkage-private.h"

/* Fewer doubles teach nothing that is worth keeping. */
#define LEAST_DOUBLES 50

#define SHARES (PALIER_N_CLASSES * PALIER_N_FEATURES * PALIER_N_LEVELS)
/* Changes with the meaning of a feature, a class or a level. */
#define VERSION 1
/* The version; of people and of firms: doubles, has_sites, shares */
#define FORMAT "(u(dbad)(dbad))"

static double *
get_shares (PalierLinkageModel *self, guint class, guint feature)
{
  return class == PALIER_CLASS_STRANGER ? self->strangers[feature] : self->shares[class][feature];
}

static GVariant *
pack (PalierLinkageModel *self)
{
  double shares[SHARES], *next = shares;

  for (guint class = 0; class < PALIER_N_CLASSES; class ++)
    for (guint feature = 0; feature < PALIER_N_FEATURES; feature++, next += PALIER_N_LEVELS)
      memcpy (next, get_shares (self, class, feature), PALIER_N_LEVELS * sizeof *next);
  return g_variant_new (
      "(db@ad)", self->n_doubles, self->has_sites,
      g_variant_new_fixed_array (G_VARIANT_TYPE_DOUBLE, shares, SHARES, sizeof *shares));
}

static gboolean
are_shares (const double *shares, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!(shares[i] >= 0 && shares[i] <= 1))
      return FALSE;
  return n == SHARES;
}

/* Does nothing where too little was learned. */
static void
take_over (PalierLinkageModel *self, GVariant *learned)
{
  g_autoptr (GVariant) array = NULL;
  double n_doubles;
  gboolean has_sites;
  gsize n;

  g_variant_get (learned, "(db@ad)", &n_doubles, &has_sites, &array);
  const double *shares = g_variant_get_fixed_array (array, &n, sizeof *shares);
  if (!(n_doubles >= LEAST_DOUBLES) || !are_shares (shares, n))
    return;
  self->has_sites = has_sites;
  for (guint class = 0; class < PALIER_N_CLASSES; class ++)
    for (guint feature = 0; feature < PALIER_N_FEATURES; feature++, shares += PALIER_N_LEVELS)
      memcpy (get_shares (self, class, feature), shares, PALIER_N_LEVELS * sizeof *shares);
  palier_linkage_model_set_bits (self);
}

/**
 * palier_linkage_dup_learned:
 *
 * After a run, for palier_linkage_assume().
 *
 * Returns: (transfer full) (nullable): some ten kilobytes; NULL where there was too little to learn
 *   from
 */
char *
palier_linkage_dup_learned (const PalierLinkage *self)
{
  if (MAX (self->persons->n_doubles, self->firms->n_doubles) < LEAST_DOUBLES)
    return NULL;
  g_autoptr (GVariant) learned = g_variant_ref_sink (
      g_variant_new ("(u@(dbad)@(dbad))", VERSION, pack (self->persons), pack (self->firms)));
  return g_variant_print (learned, FALSE);
}

/**
 * palier_linkage_assume:
 * @n_base: of how many records those given are a few
 * @learned: (nullable): from them, by palier_linkage_dup_learned(); what cannot be read is not
 *   taken over
 *
 * Instead of learning, takes for granted what was learned, or what is commonly known.
 */
void
palier_linkage_assume (PalierLinkage *self, double n_base, const char *learned)
{
  guint n_features = palier_comparer_get_n_features (self->comparer);
  double n_pairs = n_base * (n_base + 1) / 2;
  g_autoptr (GVariant) kept =
      learned != NULL ? g_variant_parse (G_VARIANT_TYPE (FORMAT), learned, NULL, NULL, NULL) : NULL;
  g_autoptr (GVariant) persons = NULL, firms = NULL;
  guint version = 0;

  palier_comparer_set_base (self->comparer, n_base);
  palier_linkage_model_free (self->persons);
  palier_linkage_model_free (self->firms);
  self->persons = palier_linkage_model_new (n_features, n_base, FALSE);
  self->firms = palier_linkage_model_new (n_features, n_base, TRUE);
  palier_linkage_model_assume (self->persons, n_pairs);
  palier_linkage_model_assume (self->firms, n_pairs);
  if (kept != NULL)
    g_variant_get (kept, "(u@(dbad)@(dbad))", &version, &persons, &firms);
  if (version != VERSION)
    return;
  take_over (self->persons, persons);
  take_over (self->firms, firms);
}
