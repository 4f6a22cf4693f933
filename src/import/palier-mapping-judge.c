/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second opinion on what the guess has placed. Rules are sure of what they know, and say nothing
 * of what they do not; a model that has seen what becomes of both in many layouts says how likely
 * each field is (palier-column-model.c). The likeliest column of all gets its field first; what is
 * not likely enough is proposed. */
#include <math.h>

#include "palier-certainty.h"
#include "palier-column-model.h"
#include "palier-mapping-private.h"

/* Tables of contacts were learned from: of what is smaller or wider the rules alone decide. */
#define LEAST_COLUMNS 6
#define MOST_COLUMNS 200

#define LEAST 0.05     /* less is no candidate */
#define SURE 0.75      /* what the rules have placed and is less likely is proposed */
#define SURE_ALONE 0.9 /* the same of what the rules have not placed */

/* A column as a field. */
typedef struct
{
  guint column;
  PalierField field;
  double likelihood;
} Candidate;

/* What the law protects, and what several columns say together, is not a question of likelihood. */
static gboolean
is_settled (const PalierColumn *column)
{
  return g_strcmp0 (column->reason, "sensitive") == 0 || g_strcmp0 (column->reason, "parts") == 0;
}

/* The likelier before; of two that are as likely, the column before. */
static int
compare_candidates (gconstpointer a, gconstpointer b)
{
  const Candidate *x = a, *y = b;

  if (x->likelihood != y->likelihood)
    return x->likelihood > y->likelihood ? -1 : 1;
  return x->column != y->column ? (x->column < y->column ? -1 : 1)
                                : (int) x->field - (int) y->field;
}

/* Which of several numbers is the mobile one is told by rules that look at all of them: how likely
 * the column is one of these is how likely it is the one that the guess has chosen. */
static void
keep_kind (PalierColumnLikelihoods *self, PalierField guess)
{
  for (guint i = 0; i < PALIER_N_FIELDS && guess != PALIER_FIELD_NONE; i++)
    if (palier_guess_is_of_one_kind (guess, (PalierField) i))
    {
      self->of_field[guess] += self->of_field[i];
      self->of_field[i] = 0;
    }
}

static void
add_candidates (const PalierGuess *self, guint index, const PalierColumnCrowd *crowd,
                GArray *candidates)
{
  g_autoptr (PalierColumnMarks) marks = palier_column_marks_new (self, index, crowd);
  PalierColumnLikelihoods likelihoods = palier_column_model_weigh (marks);

  keep_kind (&likelihoods, ((PalierColumn *) self->columns->pdata[index])->guess);
  for (guint i = 0; i < PALIER_N_FIELDS; i++)
  {
    Candidate candidate = { index, (PalierField) i, likelihoods.of_field[i] };
    if (candidate.likelihood > LEAST && candidate.likelihood >= likelihoods.none)
      g_array_append_val (candidates, candidate);
  }
}

/* Whether several columns may stand on @field: a set takes them all, and what the guess has put
 * together stays so. */
static gboolean
may_share (const PalierColumn *column, PalierField field)
{
  return field == PALIER_FIELD_OTHER_EMAILS || field == PALIER_FIELD_OTHER_PHONES
         || column->field == field;
}

static const char *
reason_for (const PalierGuess *self, guint index, PalierField field)
{
  const PalierColumn *column = self->columns->pdata[index];
  const PalierEvidence *evidence = &self->evidence[index];

  if (column->guess == field && column->reason != NULL)
    return column->reason;
  if (palier_evidence_said (evidence, field) > -1 || palier_evidence_seen (evidence, field) > 0.5)
    return palier_evidence_reason (evidence, field);
  return "alike";
}

/* Whether somebody must be asked, however likely it is: the values are not of the field, or the
 * header says something else, and the rules do not know why. */
static gboolean
is_contradicted (const PalierGuess *self, const Candidate *candidate)
{
  const PalierColumn *column = self->columns->pdata[candidate->column];
  const PalierEvidence *evidence = &self->evidence[candidate->column];

  return column->field != candidate->field
         && (palier_certainty_is_belied (evidence, candidate->field)
             || palier_guess_is_known_otherwise (evidence, candidate->field));
}

static void
take (PalierGuess *self, const Candidate *candidate)
{
  const PalierColumn *column = self->columns->pdata[candidate->column];
  double odds = log (candidate->likelihood / (1 - candidate->likelihood));
  double least = column->field == candidate->field ? SURE : SURE_ALONE;

  palier_guess_take (self, candidate->column, candidate->field, odds,
                     candidate->likelihood >= least && !is_contradicted (self, candidate),
                     reason_for (self, candidate->column, candidate->field));
}

static void
leave (PalierGuess *self, guint index)
{
  PalierColumn *column = self->columns->pdata[index];

  column->field = column->guess = PALIER_FIELD_NONE;
  column->confidence = 0;
  g_clear_pointer (&column->reason, g_free);
}

/**
 * palier_guess_judge:
 *
 * Places anew what is placed or proposed, by what is likely of all that the guess knows.
 */
void
palier_guess_judge (PalierGuess *self)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  g_autofree PalierField *chosen = g_new (PalierField, self->n_columns);
  gboolean taken[PALIER_N_FIELDS] = { FALSE };
  PalierColumnCrowd crowd;

  if (self->n_columns < LEAST_COLUMNS || self->n_columns > MOST_COLUMNS)
    return;
  palier_column_crowd_look (&crowd, self);
  for (guint i = 0; i < self->n_columns; i++)
  {
    const PalierColumn *column = self->columns->pdata[i];
    chosen[i] = PALIER_FIELD_NONE;
    if (!is_settled (column))
      add_candidates (self, i, &crowd, candidates);
    else if (column->field != PALIER_FIELD_NONE)
      taken[column->field] = TRUE;
  }
  g_array_sort (candidates, compare_candidates);
  for (guint i = 0; i < candidates->len; i++)
  {
    const Candidate *candidate = &g_array_index (candidates, Candidate, i);
    const PalierColumn *column = self->columns->pdata[candidate->column];
    if (chosen[candidate->column] != PALIER_FIELD_NONE
        || (taken[candidate->field] && !may_share (column, candidate->field)))
      continue;
    chosen[candidate->column] = candidate->field;
    taken[candidate->field] = TRUE;
    take (self, candidate);
  }
  for (guint i = 0; i < self->n_columns; i++)
    if (chosen[i] == PALIER_FIELD_NONE && !is_settled (self->columns->pdata[i]))
      leave (self, i);
}
