/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marks of a column: what the guess has found out of it, and what the dictionary does not know,
 * the words of its header. Numbers are told in steps: a share of 0.7 has the marks of
 * 0.1, 0.3 and 0.6. Fields are called by their names, so that their order may change. */
#include "palier-column-marks.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-header-letters.h"

#define MAX_WORDS 12
#define MANY_WORDS 5
#define KNOWN 0.5         /* how surely a header means what it means first */
#define LEAST_ODDS (-6.0) /* what is less likely has no marks of its own */

static void mark (GArray *marks, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
mark (GArray *marks, const char *format, ...)
{
  char text[160];
  va_list arguments;

  va_start (arguments, format);
  g_vsnprintf (text, sizeof text, format, arguments);
  va_end (arguments);
  guint32 hash = g_str_hash (text);
  for (guint i = 0; i < marks->len; i++)
    if (g_array_index (marks, guint32, i) == hash)
      return;
  g_array_append_val (marks, hash);
}

/* One mark for each of @steps (ascending) that @value reaches. */
static void
mark_steps (GArray *marks, const char *name, double value, const double *steps, gsize n_steps)
{
  for (gsize i = 0; i < n_steps && value >= steps[i]; i++)
    mark (marks, "%s %zu", name, i);
}

static const char *
name_of (PalierField field)
{
  return field != PALIER_FIELD_NONE ? palier_field_name (field) : "-";
}

/* ---- the header */

static void
mark_words (GArray *marks, const char *header)
{
  g_autofree char *parted = palier_header_part_cases (header);
  g_autofree char *folded = palier_fold_words (parted);
  g_auto (GStrv) words = g_strsplit (folded, " ", MAX_WORDS);
  guint n = *folded != '\0' ? g_strv_length (words) : 0;

  mark (marks, "words %u", MIN (n, MANY_WORDS));
  for (guint i = 0; i < n; i++)
  {
    mark (marks, "word %s", words[i]);
    if (i + 1 < n)
      mark (marks, "pair %s %s", words[i], words[i + 1]);
  }
  if (n > 0)
  {
    mark (marks, "first %s", words[0]);
    mark (marks, "last %s", words[n - 1]);
  }
}

/* What the dictionary says that the header means: the name of a field, "none", or "?". */
static const char *
first_meaning (const PalierHeaderMatch *header)
{
  PalierField best = PALIER_FIELD_NONE;
  double most = 0;

  for (guint i = 0; i < header->n_meanings; i++)
    if (header->meanings[i].likelihood > most)
    {
      most = header->meanings[i].likelihood;
      best = header->meanings[i].field;
    }
  if (most >= KNOWN)
    return palier_field_name (best);
  return header->none > KNOWN ? "none" : "?";
}

static void
mark_meanings (GArray *marks, const PalierEvidence *evidence)
{
  static const double steps[] = { 0.3, 0.6, 0.8, 0.9 };
  const PalierHeaderMatch *header = &evidence->header;

  for (guint i = 0; i < header->n_meanings; i++)
  {
    g_autofree char *name =
        g_strconcat ("means ", palier_field_name (header->meanings[i].field), NULL);
    mark_steps (marks, name, header->meanings[i].likelihood, steps, G_N_ELEMENTS (steps));
  }
  mark_steps (marks, "none", header->none, steps, G_N_ELEMENTS (steps));
  mark (marks, "meaning %s", first_meaning (header));
  mark (marks, "plain %d partial %d", header->plain, header->partial);
  mark (marks, "further %d property %d", header->further, header->property);
  mark (marks, "person %s", header->person != NULL ? header->person : "-");
  mark (marks, "blank %d empty %d", evidence->blank_header, evidence->empty);
}

/* ---- the values */

static void
mark_values (GArray *marks, const PalierEvidence *evidence)
{
  static const double shares[] = { 0.1, 0.3, 0.6, 0.85 };
  static const double numbers[] = { 1, 3, 8 };
  static const double varieties[] = { 0.2, 0.4, 0.6, 0.8, 0.999 };
  const PalierContentCounts *content = &evidence->content;

  for (guint i = 0; i < PALIER_N_CONTENTS; i++)
  {
    g_autofree char *name = g_strdup_printf ("content %u", i);
    mark_steps (marks, name, palier_evidence_share (evidence, (PalierContent) i), shares,
                G_N_ELEMENTS (shares));
  }
  for (guint i = 0; i < PALIER_N_FIELDS && content->n > 0; i++)
  {
    g_autofree char *name = g_strconcat ("choices ", palier_field_name ((PalierField) i), NULL);
    mark_steps (marks, name, (double) content->choices[i] / content->n, shares,
                G_N_ELEMENTS (shares));
  }
  mark_steps (marks, "values", content->n, numbers, G_N_ELEMENTS (numbers));
  if (content->n < 4)
    return;
  mark_steps (marks, "variety", (double) content->n_distinct / content->n, varieties,
              G_N_ELEMENTS (varieties));
  if (content->n_distinct == 1)
    mark (marks, "one value");
}

/* ---- the other columns */

/**
 * palier_column_crowd_look:
 * @self: (out caller-allocates): how surely headers name each field, and which fields have columns
 * @guess: after its columns are placed
 */
void
palier_column_crowd_look (PalierColumnCrowd *self, const PalierGuess *guess)
{
  *self = (PalierColumnCrowd) { 0 };
  for (guint i = 0; i < guess->n_columns; i++)
  {
    const PalierHeaderMatch *header = &guess->evidence[i].header;
    PalierField field = ((PalierColumn *) guess->columns->pdata[i])->field;
    if (field != PALIER_FIELD_NONE)
      self->n_placed[field]++;
    for (guint k = 0; k < header->n_meanings; k++)
    {
      PalierField meant = header->meanings[k].field;
      double likelihood = header->meanings[k].likelihood;
      if (likelihood > self->most[meant])
      {
        self->next[meant] = self->most[meant];
        self->most[meant] = likelihood;
        self->most_at[meant] = i;
      }
      else
        self->next[meant] = MAX (self->next[meant], likelihood);
    }
  }
}

static guint
count_others (const PalierGuess *guess, guint index, PalierField field,
              const PalierColumnCrowd *crowd)
{
  gboolean own = ((PalierColumn *) guess->columns->pdata[index])->field == field;

  return crowd->n_placed[field] - own;
}

static void
mark_neighbour (GArray *marks, const PalierGuess *guess, gint64 index, const char *side)
{
  if (index < 0 || index >= guess->n_columns)
  {
    mark (marks, "%s end", side);
    return;
  }
  const PalierColumn *column = guess->columns->pdata[index];
  mark (marks, "%s guess %s", side, name_of (column->guess));
  mark (marks, "%s meaning %s", side, first_meaning (&guess->evidence[index].header));
}

static void
mark_place (GArray *marks, const PalierGuess *guess, guint index, const PalierColumnCrowd *crowd)
{
  static const double places[] = { 0.15, 0.3, 0.5, 0.7 };
  const PalierSurroundings *around = &guess->around;

  mark_neighbour (marks, guess, (gint64) index - 1, "before");
  mark_neighbour (marks, guess, (gint64) index + 1, "after");
  mark_steps (marks, "place", (double) index / guess->n_columns, places, G_N_ELEMENTS (places));
  mark (marks, "names %d %d", around->first_names, around->names);
  mark (marks, "firms %d %d", around->companies, around->registered);
  mark (marks, "towns %d", around->towns);
  mark (marks, "billed %d", around->billed);
  for (guint i = 0; i < PALIER_N_FIELDS; i++)
    if (count_others (guess, index, (PalierField) i, crowd) > 0)
      mark (marks, "beside %s", palier_field_name ((PalierField) i));
}

static void
mark_guess (GArray *marks, const PalierColumn *column)
{
  mark (marks, "guess %s", name_of (column->guess));
  mark (marks, "field %s", name_of (column->field));
  mark (marks, "reason %s", column->reason != NULL ? column->reason : "-");
}

/* ---- the column as a field */

static void
mark_rivals (GArray *marks, guint index, PalierField field, double named,
             const PalierColumnCrowd *crowd)
{
  double other = crowd->most_at[field] == index ? crowd->next[field] : crowd->most[field];

  if (other > named && other > 0.6)
    mark (marks, "named better elsewhere");
  if (named > 0 && other > 0.6)
    mark (marks, "named elsewhere");
}

static void
mark_naming (GArray *marks, const PalierEvidence *evidence, PalierField field)
{
  static const double steps[] = { 0.01, 0.3, 0.6, 0.8, 0.9 };
  const PalierHeaderMatch *header = &evidence->header;

  mark_steps (marks, "named", palier_header_likelihood (header, field), steps,
              G_N_ELEMENTS (steps));
  if (palier_header_likelihood (header, field) == 0)
    return;
  mark (marks, "named further %d", header->further);
  mark (marks, "named partial %d", header->partial);
  mark (marks, "named plain %d", header->plain);
  mark (marks, "named property %d", header->property);
  mark (marks, "named person %d", header->person != NULL);
  mark (marks, "named none %d", header->none > KNOWN);
}

static void
mark_chosen (GArray *marks, const PalierColumn *column, PalierField field)
{
  static const double steps[] = { 0.3, 0.5, 0.6, 0.8, 0.9, 0.97, 0.99 };

  if (column->guess != field)
    return;
  mark (marks, column->field == field ? "placed" : "proposed");
  mark (marks, "for %s", column->reason != NULL ? column->reason : "-");
  mark_steps (marks, "sure", column->confidence, steps, G_N_ELEMENTS (steps));
}

static GArray *
list_of_field (const PalierGuess *guess, guint index, PalierField field,
               const PalierColumnCrowd *crowd)
{
  static const double steps[] = { -5, -3.5, -2, -1, 0, 1, 2, 4, 6 };
  const PalierEvidence *evidence = &guess->evidence[index];
  const PalierColumn *column = guess->columns->pdata[index];
  double odds = palier_guess_odds (guess, index, field);

  if (odds <= LEAST_ODDS && column->guess != field)
    return NULL;
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (guint32));
  mark_steps (marks, "odds", odds, steps, G_N_ELEMENTS (steps));
  mark_steps (marks, "said", palier_evidence_said (evidence, field), steps, G_N_ELEMENTS (steps));
  mark_steps (marks, "seen", palier_evidence_seen (evidence, field), steps, G_N_ELEMENTS (steps));
  mark_steps (marks, "support", palier_evidence_support (evidence, field), steps,
              G_N_ELEMENTS (steps));
  mark_naming (marks, evidence, field);
  mark_chosen (marks, column, field);
  mark_rivals (marks, index, field, palier_header_likelihood (&evidence->header, field), crowd);
  if (strcmp (first_meaning (&evidence->header), palier_field_name (field)) == 0)
    mark (marks, "first meaning");
  if (evidence->said_before == field)
    mark (marks, "said before");
  if (count_others (guess, index, field, crowd) > 0)
    mark (marks, "taken");
  return marks;
}

/**
 * palier_column_marks_new:
 * @guess: after its columns are placed
 * @crowd: of the same
 */
PalierColumnMarks *
palier_column_marks_new (const PalierGuess *guess, guint index, const PalierColumnCrowd *crowd)
{
  PalierColumnMarks *self = g_new0 (PalierColumnMarks, 1);
  const PalierEvidence *evidence = &guess->evidence[index];

  self->of_column = g_array_new (FALSE, FALSE, sizeof (guint32));
  mark_words (self->of_column, guess->headers[index]);
  mark_meanings (self->of_column, evidence);
  mark_values (self->of_column, evidence);
  mark_place (self->of_column, guess, index, crowd);
  mark_guess (self->of_column, guess->columns->pdata[index]);
  for (guint i = 0; i < PALIER_N_FIELDS; i++)
    if (i != PALIER_FIELD_CUSTOM)
      self->of_field[i] = list_of_field (guess, index, (PalierField) i, crowd);
  return self;
}

void
palier_column_marks_free (PalierColumnMarks *self)
{
  g_array_unref (self->of_column);
  for (guint i = 0; i < PALIER_N_FIELDS; i++)
    g_clear_pointer (&self->of_field[i], g_array_unref);
  g_free (self);
}
