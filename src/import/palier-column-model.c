/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A multinomial logistic regression over the marks of a column, learned from layouts whose meaning
 * is known (data/columns/learn-columns.py, which writes the resource). Its numbers are little
 * endian: "PCOL", how many meanings, marks and weights there are; of each meaning 32 bytes with the
 * name of its field, the first being that it is none of ours; the marks, ascending; of each mark
 * where its weights end; the weights, each a meaning (ALL: of whatever field the mark is of) and
 * how much it adds, in thousandths of log-odds. */
#include "palier-column-model.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "palier-import-resources.h"

#define RESOURCE "/fr/immo_ai/Palier/import/columns.bin"
#define MAGIC "PCOL"
#define NAME_BYTES 32
#define ALL 0xffff
#define UNIT 1000.0

typedef struct
{
  guint16 meaning;
  gint16 thousandths;
} Weight;

typedef struct
{
  guint32 n_meanings, n_marks, n_weights;
  PalierField *fields;   /* (array length=n_meanings); PALIER_FIELD_NONE first */
  const guint32 *marks;  /* (array length=n_marks) */
  const guint32 *ends;   /* (array length=n_marks) */
  const Weight *weights; /* (array length=n_weights) */
} Model;

/* The @n words at @at, which is moved behind them. */
static guint32 *
take_words (const guint8 **at, gsize n)
{
  guint32 *words = g_new (guint32, n);

  memcpy (words, *at, n * sizeof *words);
  for (gsize i = 0; i < n; i++)
    words[i] = GUINT32_FROM_LE (words[i]);
  *at += n * sizeof *words;
  return words;
}

static Weight *
take_weights (const guint8 **at, gsize n)
{
  Weight *weights = g_new (Weight, n);

  memcpy (weights, *at, n * sizeof *weights);
  for (gsize i = 0; i < n; i++)
  {
    weights[i].meaning = GUINT16_FROM_LE (weights[i].meaning);
    weights[i].thousandths = GINT16_FROM_LE (weights[i].thousandths);
  }
  *at += n * sizeof *weights;
  return weights;
}

static gpointer
load_model (gpointer unused)
{
  /* Among all resources, so that another model can be laid over this one. */
  g_resources_register (palier_import_get_resource ());
  g_autoptr (GBytes) bytes = g_resources_lookup_data (RESOURCE, 0, NULL);
  const guint8 *at = g_bytes_get_data (bytes, NULL);
  Model *self = g_new0 (Model, 1);

  g_assert (memcmp (at, MAGIC, strlen (MAGIC)) == 0);
  at += strlen (MAGIC);
  g_autofree guint32 *sizes = take_words (&at, 3);
  self->n_meanings = sizes[0];
  self->n_marks = sizes[1];
  self->n_weights = sizes[2];
  self->fields = g_new (PalierField, self->n_meanings);
  for (guint i = 0; i < self->n_meanings; i++, at += NAME_BYTES)
    self->fields[i] = palier_field_from_name ((const char *) at);
  self->marks = take_words (&at, self->n_marks);
  self->ends = take_words (&at, self->n_marks);
  self->weights = take_weights (&at, self->n_weights);
  return self;
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a, y = *(const guint32 *) b;

  return x < y ? -1 : x > y;
}

/* The weights of @mark. @n: (out): how many; 0: it was never seen */
static const Weight *
find_weights (const Model *self, guint32 mark, gsize *n)
{
  const guint32 *found = bsearch (&mark, self->marks, self->n_marks, sizeof mark, compare_marks);

  *n = 0;
  if (found == NULL)
    return NULL;
  gsize index = (gsize) (found - self->marks), begin = index > 0 ? self->ends[index - 1] : 0;
  *n = self->ends[index] - begin;
  return self->weights + begin;
}

/* @odds: (inout) (array length=n_meanings): in log-odds */
static void
add_marks (const Model *self, const GArray *marks, double *odds)
{
  for (guint i = 0; i < marks->len; i++)
  {
    gsize n;
    const Weight *weights = find_weights (self, g_array_index (marks, guint32, i), &n);
    for (gsize k = 0; k < n; k++)
      if (weights[k].meaning != ALL)
        odds[weights[k].meaning] += weights[k].thousandths / UNIT;
  }
}

/* What the marks of a column as one field add to it. */
static double
sum_of_field (const Model *self, const GArray *marks)
{
  double sum = 0;

  for (guint i = 0; i < marks->len; i++)
  {
    gsize n;
    const Weight *weights = find_weights (self, g_array_index (marks, guint32, i), &n);
    for (gsize k = 0; k < n; k++)
      sum += weights[k].meaning == ALL ? weights[k].thousandths / UNIT : 0;
  }
  return sum;
}

/**
 * palier_column_model_weigh:
 * @marks: of one column
 *
 * Returns: how likely it is each field and none, by all of its marks
 */
PalierColumnLikelihoods
palier_column_model_weigh (const PalierColumnMarks *marks)
{
  static GOnce once = G_ONCE_INIT;
  const Model *self = g_once (&once, load_model, NULL);
  PalierColumnLikelihoods likelihoods = { 0 };
  g_autofree double *odds = g_new0 (double, self->n_meanings);
  double most = -INFINITY, sum = 0;

  add_marks (self, marks->of_column, odds);
  for (guint i = 0; i < self->n_meanings; i++)
  {
    PalierField field = self->fields[i];
    if (field != PALIER_FIELD_NONE && marks->of_field[field] != NULL)
      odds[i] += sum_of_field (self, marks->of_field[field]);
    most = MAX (most, odds[i]);
  }
  for (guint i = 0; i < self->n_meanings; i++)
    sum += exp (odds[i] - most);
  for (guint i = 0; i < self->n_meanings; i++)
    if (self->fields[i] != PALIER_FIELD_NONE)
      likelihoods.of_field[self->fields[i]] = exp (odds[i] - most) / sum;
    else
      likelihoods.none = exp (odds[i] - most) / sum;
  return likelihoods;
}
