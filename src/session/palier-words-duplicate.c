/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why prospects are held to be one, in the user's language. */
#include <glib/gi18n.h>
#include <math.h>

#include "palier-words-table.h"
#include "palier-words.h"

static const PalierWords agreement_words[] = {
  { "exact", N_ ("%s: the same") },        { "near", N_ ("%s: almost the same") },
  { "part", N_ ("%s: the same in part") }, { "weak", N_ ("%s: a little alike") },
  { "different", N_ ("%s: different") },
};

/* By how many bits the odds change: from 6 on, by more than sixty times. */
static const struct
{
  double least;
  const char *words_for;
  const char *words_against;
} weights[] = {
  { 6, N_ ("speaks very strongly for it"), N_ ("speaks very strongly against it") },
  { 3, N_ ("speaks strongly for it"), N_ ("speaks strongly against it") },
  { 1, N_ ("speaks for it"), N_ ("speaks against it") },
  { 0, N_ ("says little"), N_ ("says little") },
};

/**
 * palier_words_evidence:
 *
 * Returns: (transfer full): which field, and how far it agrees
 */
char *
palier_words_evidence (const PalierDuplicateEvidence *evidence)
{
  PalierField field = palier_field_from_name (evidence->field);

  return g_strdup_printf (PALIER_WORDS (agreement_words, evidence->agreement),
                          field != PALIER_FIELD_NONE ? palier_words_field (field)
                                                     : evidence->field);
}

/* What an evidence is worth: "it" is that the prospects are one. */
const char *
palier_words_weight (double weight)
{
  for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
    if (fabs (weight) >= weights[i].least)
      return _ (weight > 0 ? weights[i].words_for : weights[i].words_against);
  return "";
}

/**
 * palier_words_certainty:
 * @score: 0 to 1
 */
const char *
palier_words_certainty (double score)
{
  if (score >= 0.95)
    return _ ("Almost certainly the same");
  return score >= 0.8 ? _ ("Probably the same") : _ ("Perhaps the same");
}
