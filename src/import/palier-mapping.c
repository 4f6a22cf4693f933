/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column is which field. Each pair of a column and a field has its odds (palier-evidence.c);
 * fields are given to columns so that all together is likeliest. What is left over is looked at
 * once more (palier-mapping-further.c), and all is judged at the end (palier-mapping-judge.c). */
#include "palier-mapping.h"

#include <math.h>
#include <string.h>

#include "palier-assign.h"
#include "palier-certainty.h"
#include "palier-choice.h"
#include "palier-fold.h"
#include "palier-mapping-private.h"

#define MAX_SAMPLES 5
#define SAMPLE_BYTES 200
#define MAX_VALUES 40

/* What is likely and not certain is proposed just below what is placed. */
#define PROPOSED 0.59

/* Less than three in ten is no proposal. */
#define LEAST_ODDS (-0.85)

/* Of two columns that are as likely a field, the first is it. */
#define EARLIER 0.6

/* A field that is named and nothing else is it before one with words beside it. */
#define PLAIN 0.7

/* What would only be proposed must not take a place from what is sure. */
#define PROPOSAL 0.25

static const char *
get_cell (const PalierGuess *self, guint row, guint column)
{
  return column < self->lengths[row] ? ((char **) self->rows->pdata[row])[column] : "";
}

static char **
take_samples (const PalierGuess *self, guint column)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < self->rows->len && samples->len < MAX_SAMPLES; i++)
  {
    const char *cell = get_cell (self, i, column);
    if (palier_is_blank (cell))
      continue;
    g_autofree char *sample = g_utf8_truncate_middle (cell, SAMPLE_BYTES);
    if (!g_ptr_array_find_with_equal_func (samples, sample, g_str_equal, NULL))
      g_ptr_array_add (samples, g_steal_pointer (&sample));
  }
  g_ptr_array_add (samples, NULL);
  return (char **) g_ptr_array_steal (samples, NULL);
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  const PalierColumnValue *x = a, *y = b;

  return x->n != y->n ? (x->n > y->n ? -1 : 1) : strcmp (x->text, y->text);
}

/* The different values of a column that has few, the most frequent first. */
static GPtrArray *
list_values (GHashTable *counts)
{
  GPtrArray *values = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_value_free);
  GHashTableIter iter;
  gpointer text, n;

  if (g_hash_table_size (counts) == 0 || g_hash_table_size (counts) > MAX_VALUES)
    return g_ptr_array_unref (values), NULL;
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &text, &n))
    if (strlen (text) <= SAMPLE_BYTES && !palier_is_blank (text))
      g_ptr_array_add (values, palier_column_value_new (text, NULL, GPOINTER_TO_UINT (n)));
  g_ptr_array_sort_values (values, compare_values);
  return values;
}

static GPtrArray *
look_at_column (PalierGuess *self, guint column, const char *header)
{
  PalierEvidence *evidence = &self->evidence[column];
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer text, n_times;

  evidence->header = palier_header_match (header);
  evidence->blank_header = palier_is_blank (header);
  evidence->said_before = PALIER_FIELD_NONE;
  for (guint i = 0; i < self->rows->len; i++)
  {
    const char *cell = get_cell (self, i, column);
    if (*cell == '\0')
      continue;
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, cell));
    g_hash_table_insert (counts, (gpointer) cell, GUINT_TO_POINTER (n + 1));
  }
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &text, &n_times))
    palier_content_count (&evidence->content, text, GPOINTER_TO_UINT (n_times));
  evidence->content.n_distinct = g_hash_table_size (counts);
  evidence->empty = evidence->content.n == 0 && self->rows->len >= 3;
  return list_values (counts);
}

double
palier_guess_odds (const PalierGuess *self, guint column, PalierField field)
{
  return palier_evidence_odds (&self->evidence[column], field, self->around);
}

static double
likelihood_of (double odds)
{
  return 1 / (1 + exp (-odds));
}

/* @odds: of the field for it. @certain: whether it may be placed at all */
void
palier_guess_take (PalierGuess *self, guint index, PalierField field, double odds, gboolean certain,
                   const char *reason)
{
  PalierColumn *column = self->columns->pdata[index];

  column->guess = field;
  column->confidence = certain ? likelihood_of (odds) : MIN (likelihood_of (odds), PROPOSED);
  g_set_str (&column->reason, reason);
  column->field = column->confidence >= PALIER_MAPPING_PLACED ? field : PALIER_FIELD_NONE;
}

/* What the law protects more is neither placed nor proposed. */
static gboolean
set_aside (PalierGuess *self, guint index)
{
  PalierColumn *column = self->columns->pdata[index];

  if (!palier_evidence_is_sensitive (&self->evidence[index]))
    return FALSE;
  column->confidence = 0.97;
  g_set_str (&column->reason, "sensitive");
  return TRUE;
}

/* What is written the same way: which of them it is costs nobody anything. */
gboolean
palier_guess_is_of_one_kind (PalierField a, PalierField b)
{
  static const PalierField kinds[][2] = {
    { PALIER_FIELD_EMAIL, PALIER_FIELD_OTHER_EMAILS },
    { PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE },
    { PALIER_FIELD_PHONE, PALIER_FIELD_OTHER_PHONES },
    { PALIER_FIELD_MOBILE, PALIER_FIELD_OTHER_PHONES },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if ((kinds[i][0] == a && kinds[i][1] == b) || (kinds[i][0] == b && kinds[i][1] == a))
      return TRUE;
  return FALSE;
}

/* How much likelier @field is for the column than any other that no other column has. */
static double
lead_of (const PalierGuess *self, guint index, PalierField field, const int *chosen)
{
  double next = -INFINITY;

  for (int other = 0; other < PALIER_N_FIELDS; other++)
    if (other != (int) field && chosen[other] < 0 && other != PALIER_FIELD_CUSTOM
        && !palier_guess_is_of_one_kind (field, (PalierField) other))
      next = MAX (next, palier_guess_odds (self, index, (PalierField) other));
  return palier_guess_odds (self, index, field) - next;
}

/* Whether the header says that the column is something else than @field: "Created by". */
gboolean
palier_guess_is_known_otherwise (const PalierEvidence *evidence, PalierField field)
{
  return palier_header_best (&evidence->header) >= 0.85
         && palier_header_likelihood (&evidence->header, field) == 0;
}

/* Whether values that are such stand in this column alone, but for those whose use is known. */
static gboolean
is_alone (const PalierGuess *self, guint index, PalierField field, PalierContent content)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (i != index && palier_evidence_share (&self->evidence[i], content) >= 0.3
        && !palier_guess_is_known_otherwise (&self->evidence[i], field))
      return FALSE;
  return TRUE;
}

static PalierContext
context_of (const PalierGuess *self, guint index, PalierField field, const int *chosen)
{
  PalierContext context = { .lead = lead_of (self, index, field, chosen) };

  for (guint i = index > 0 ? index - 1 : 1; i <= index + 1 && i < self->n_columns; i += 2)
  {
    context.places |= palier_certainty_is_place (&self->evidence[i])
                      || palier_header_likelihood (&self->evidence[i].header, PALIER_FIELD_STREET)
                             >= PALIER_MAPPING_PLACED;
    context.names |= palier_certainty_is_name (&self->evidence[i]);
  }
  if (field == PALIER_FIELD_FIRST_NAME)
    context.alone = is_alone (self, index, field, PALIER_CONTENT_FIRST_NAME);
  else if (field == PALIER_FIELD_FULL_NAME)
    context.alone = !self->around.names && is_alone (self, index, field, PALIER_CONTENT_FULL_NAME);
  else if (field == PALIER_FIELD_COMPANY)
    context.alone =
        !self->around.companies && is_alone (self, index, field, PALIER_CONTENT_COMPANY);
  return context;
}

/* What a person may have several of. */
static gboolean
is_address_or_number (PalierField field)
{
  return field == PALIER_FIELD_EMAIL || field == PALIER_FIELD_OTHER_EMAILS
         || field == PALIER_FIELD_PHONE || field == PALIER_FIELD_MOBILE
         || field == PALIER_FIELD_OTHER_PHONES;
}

/* How much it is worth that the column is @field; not above 0: it is no proposal. */
static double
gain_of (const PalierGuess *self, guint column, PalierField field)
{
  double odds = field != PALIER_FIELD_CUSTOM ? palier_guess_odds (self, column, field) : LEAST_ODDS;
  double gain = odds - LEAST_ODDS;
  gboolean plain = self->evidence[column].header.plain && !is_address_or_number (field)
                   && palier_header_likelihood (&self->evidence[column].header, field) > 0.9;

  if (gain <= 0)
    return gain;
  gain += EARLIER * (self->n_columns - column) / self->n_columns + (plain ? PLAIN : 0);
  return likelihood_of (odds) < PALIER_MAPPING_PLACED ? gain * PROPOSAL : gain;
}

static void
assign (PalierGuess *self)
{
  g_autofree double *gains = g_new0 (double, (gsize) PALIER_N_FIELDS * self->n_columns);
  int chosen[PALIER_N_FIELDS];

  for (guint i = 0; i < self->n_columns; i++)
  {
    if (set_aside (self, i))
      continue;
    for (int field = 0; field < PALIER_N_FIELDS; field++)
      gains[(gsize) field * self->n_columns + i] = gain_of (self, i, (PalierField) field);
  }
  palier_assign_best (gains, PALIER_N_FIELDS, self->n_columns, chosen);
  for (int field = 0; field < PALIER_N_FIELDS; field++)
    if (chosen[field] >= 0)
    {
      guint i = (guint) chosen[field];
      PalierContext context = context_of (self, i, (PalierField) field, chosen);
      palier_guess_take (
          self, i, (PalierField) field, palier_guess_odds (self, i, (PalierField) field),
          palier_certainty_allows (&self->evidence[i], (PalierField) field, &context),
          palier_evidence_reason (&self->evidence[i], (PalierField) field));
    }
}

/* The column that stands on @field, or -1. */
int
palier_guess_find_placed (const PalierGuess *self, PalierField field)
{
  for (guint i = 0; i < self->n_columns; i++)
    if (((PalierColumn *) self->columns->pdata[i])->field == field)
      return (int) i;
  return -1;
}

static PalierSplit
split_for (const PalierGuess *self, guint index, PalierField field)
{
  const PalierEvidence *evidence = &self->evidence[index];

  switch ((int) field)
  {
  case PALIER_FIELD_FULL_NAME:
    return PALIER_SPLIT_NAME;
  case PALIER_FIELD_POSTAL_CODE:
  case PALIER_FIELD_CITY:
    return palier_evidence_share (evidence, PALIER_CONTENT_TOWN) >= 0.5 ? PALIER_SPLIT_TOWN
                                                                        : PALIER_SPLIT_NONE;
  case PALIER_FIELD_STREET:
    return palier_evidence_share (evidence, PALIER_CONTENT_ADDRESS) >= 0.4
                   && palier_guess_find_placed (self, PALIER_FIELD_POSTAL_CODE) < 0
               ? PALIER_SPLIT_ADDRESS
               : PALIER_SPLIT_NONE;
  case PALIER_FIELD_PHONE:
  case PALIER_FIELD_MOBILE:
    return palier_evidence_share (evidence, PALIER_CONTENT_MANY_PHONES) > 0 ? PALIER_SPLIT_PHONES
                                                                            : PALIER_SPLIT_NONE;
  case PALIER_FIELD_EMAIL:
    if (palier_evidence_share (evidence, PALIER_CONTENT_MIXED) > 0)
      return PALIER_SPLIT_CONTACT;
    return palier_evidence_share (evidence, PALIER_CONTENT_MANY_EMAILS) > 0 ? PALIER_SPLIT_EMAILS
                                                                            : PALIER_SPLIT_NONE;
  default:
    return PALIER_SPLIT_NONE;
  }
}

static void
guess_splits (PalierGuess *self)
{
  for (guint i = 0; i < self->n_columns; i++)
  {
    PalierColumn *column = self->columns->pdata[i];
    if (column->field == PALIER_FIELD_NONE)
      continue;
    column->split = split_for (self, i, column->field);
    palier_choice_fill_values (column, column->field);
  }
}

static void
guess_init (PalierGuess *self, char **headers, GPtrArray *rows)
{
  self->rows = rows;
  self->headers = headers;
  self->n_columns = MIN (g_strv_length (headers), PALIER_COLUMNS_MAX);
  self->evidence = g_new0 (PalierEvidence, self->n_columns);
  self->lengths = g_new (guint, rows->len);
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_free);
  for (guint i = 0; i < rows->len; i++)
    self->lengths[i] = g_strv_length (rows->pdata[i]);
  for (guint i = 0; i < self->n_columns; i++)
  {
    PalierColumn *column = palier_column_new ();
    column->index = i;
    column->header = g_strdup (headers[i]);
    column->field = column->guess = PALIER_FIELD_NONE;
    column->samples = take_samples (self, i);
    g_ptr_array_add (self->columns, column);
    column->values = look_at_column (self, i, headers[i]);
  }
  self->around = palier_surroundings_look (headers, self->evidence, self->n_columns);
}

/* What rules alone make of the columns. */
void
palier_guess_by_rules (PalierGuess *self, char **headers, GPtrArray *rows)
{
  guess_init (self, headers, rows);
  assign (self);
  palier_guess_look_further (self);
}

/* Frees all but the columns. */
void
palier_guess_clear (PalierGuess *self)
{
  g_clear_pointer (&self->evidence, g_free);
  g_clear_pointer (&self->lengths, g_free);
}

/**
 * palier_mapping_guess:
 * @headers: one a column, empty texts where there is none
 * @rows: (element-type GStrv): some rows below them; 200 are plenty
 *
 * Returns: (transfer full) (element-type PalierColumn): one a column, in order
 */
GPtrArray *
palier_mapping_guess (char **headers, GPtrArray *rows)
{
  PalierGuess guess = { 0 };

  palier_guess_by_rules (&guess, headers, rows);
  palier_guess_judge (&guess);
  guess_splits (&guess);
  palier_guess_clear (&guess);
  return guess.columns;
}
