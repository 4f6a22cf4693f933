/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which column is which field.
 *
 * For each pair of a column and a field: what the header says, as log-odds, plus what the values
 * say. Then pairs are taken from the likeliest down, each column and each field once. What a header
 * is known to mean weighs against all other fields, and so do values that are not of the field: a
 * column "Tél." full of e-mail addresses is not placed as a phone. */
#include "palier-mapping.h"

#include <math.h>
#include <string.h>

#include "palier-content.h"
#include "palier-fold.h"
#include "palier-header.h"

#define MAX_SAMPLES 5
#define SAMPLE_BYTES 200

/* Log-odds of a field for a column whose header says nothing, is known to be none of ours, or names
 * another field. */
#define UNKNOWN_HEADER (-3.5)
#define OTHER_HEADER (-6.0)
#define ANOTHER_FIELD (-5.5)
#define BESIDE_FIRST_NAMES 3.0

/* What values add to a field's log-odds where nearly all are such, and take away where none is. */
static const struct
{
  PalierField field;
  PalierContent content;
  double for_it;
  double against;
} evidence[] = {
  { PALIER_FIELD_EMAIL, PALIER_CONTENT_EMAIL, 5.5, -6 },
  { PALIER_FIELD_PHONE, PALIER_CONTENT_PHONE, 4.2, -5 },
  { PALIER_FIELD_MOBILE, PALIER_CONTENT_MOBILE, 4.6, -1.5 },
  { PALIER_FIELD_SIRET, PALIER_CONTENT_SIRET, 7, -6 },
  { PALIER_FIELD_SIREN, PALIER_CONTENT_SIREN, 5, -4 },
  { PALIER_FIELD_NAF, PALIER_CONTENT_NAF, 6, -3 },
  { PALIER_FIELD_POSTAL_CODE, PALIER_CONTENT_POSTAL_CODE, 4.2, -3 },
  { PALIER_FIELD_CITY, PALIER_CONTENT_CITY, 4.6, 0 },
  { PALIER_FIELD_COUNTRY, PALIER_CONTENT_COUNTRY, 5, -3 },
  { PALIER_FIELD_STREET, PALIER_CONTENT_STREET, 4.6, -1 },
  { PALIER_FIELD_WEBSITE, PALIER_CONTENT_URL, 4.6, -3 },
  { PALIER_FIELD_LINKEDIN, PALIER_CONTENT_LINKEDIN, 6, -4 },
  { PALIER_FIELD_TITLE, PALIER_CONTENT_TITLE, 5.5, -3 },
  { PALIER_FIELD_FIRST_NAME, PALIER_CONTENT_FIRST_NAME, 4.6, -1 },
  { PALIER_FIELD_LAST_NAME, PALIER_CONTENT_SURNAME, 4.4, 0 },
  { PALIER_FIELD_FULL_NAME, PALIER_CONTENT_FULL_NAME, 4.6, -2 },
  { PALIER_FIELD_COMPANY, PALIER_CONTENT_COMPANY, 4.6, 0 },
  { PALIER_FIELD_BIRTHDATE, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_CREATION_DATE, PALIER_CONTENT_DATE, 1, -2 },
  { PALIER_FIELD_SOCIAL_ACTIVE_AT, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_SOURCE_DATE, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_LAST_SIGN_AT, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_CREATED_AT, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_EMAIL_CONSENT_DATE, PALIER_CONTENT_DATE, 1, -3 },
  { PALIER_FIELD_EMAIL_CONSENT, PALIER_CONTENT_YES_NO, 1, -3 },
  { PALIER_FIELD_STAFF, PALIER_CONTENT_NUMBER, 1, -2 },
  { PALIER_FIELD_ACTIVE_LISTINGS, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_SURFACE_M2, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_ESTIMATED_VALUE_CENTS, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_SOURCE_COST_CENTS, PALIER_CONTENT_NUMBER, 1, -3 },
  { PALIER_FIELD_NOTES, PALIER_CONTENT_LONG_TEXT, 2, 0 },
};

/* Values of which a part is enough: lists know few of the surnames and towns there are. */
static gboolean
is_partly_known (PalierContent content)
{
  return content == PALIER_CONTENT_SURNAME || content == PALIER_CONTENT_CITY
         || content == PALIER_CONTENT_COMPANY || content == PALIER_CONTENT_FIRST_NAME
         || content == PALIER_CONTENT_STREET;
}

/* What a share of @count values out of @n says; few values say less. */
static double
weigh (guint count, guint n, double for_it, double against, gboolean partly)
{
  double share = n > 0 ? (double) count / n : 0;
  double trust = n >= 3 ? 1 : n == 2 ? 0.9 : 0.75;

  if (n == 0)
    return 0;
  if (partly)
    share = MIN (1, share * 2);
  if (share >= 0.85)
    return for_it * trust;
  if (share >= 0.6)
    return for_it * 0.7 * trust;
  if (share >= 0.3)
    return for_it * 0.3 * trust;
  return share < 0.1 && n >= 2 ? against * trust : 0;
}

static double
content_evidence (const PalierContentCounts *counts, PalierField field)
{
  for (gsize i = 0; i < G_N_ELEMENTS (evidence); i++)
    if (evidence[i].field == field)
      return weigh (counts->counts[evidence[i].content], counts->n, evidence[i].for_it,
                    evidence[i].against, is_partly_known (evidence[i].content));
  if (palier_field_info (field)->type == PALIER_TYPE_CHOICE)
    return weigh (counts->choices[field], counts->n, 2.5, -3, FALSE);
  return 0;
}

static double
header_evidence (PalierHeaderMatch match, PalierField field)
{
  if (match.field == field)
    return log (match.likelihood / (1 - match.likelihood));
  if (match.other == field && field != PALIER_FIELD_NONE)
    return log (match.other_likelihood / (1 - match.other_likelihood));
  if (match.field != PALIER_FIELD_NONE)
    return match.likelihood > 0.75 ? ANOTHER_FIELD : UNKNOWN_HEADER;
  return match.likelihood > 0.5 ? OTHER_HEADER : UNKNOWN_HEADER;
}

static const char *
reason_of (double header, double content)
{
  if (header <= -1)
    return "content";
  return content > 0.5 ? "both" : "header";
}

static char **
take_samples (GPtrArray *rows, guint column)
{
  g_autoptr (GPtrArray) samples = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < rows->len && samples->len < MAX_SAMPLES; i++)
  {
    char **row = rows->pdata[i];
    if (g_strv_length (row) <= column || palier_is_blank (row[column]))
      continue;
    g_autofree char *sample = g_utf8_truncate_middle (row[column], SAMPLE_BYTES);
    if (!g_ptr_array_find_with_equal_func (samples, sample, g_str_equal, NULL))
      g_ptr_array_add (samples, g_steal_pointer (&sample));
  }
  g_ptr_array_add (samples, NULL);
  return (char **) g_ptr_array_steal (samples, NULL);
}

/* Whether a header names first names: then the names beside them are last names, not whole ones. */
static gboolean
has_first_names (char **headers)
{
  for (guint i = 0; headers[i] != NULL; i++)
  {
    PalierHeaderMatch match = palier_header_match (headers[i]);
    if (match.field == PALIER_FIELD_FIRST_NAME && match.likelihood > 0.8)
      return TRUE;
  }
  return FALSE;
}

/* One pair that may be taken. */
typedef struct
{
  guint column;
  PalierField field;
  double odds; /* logarithm */
  const char *reason;
} Pair;

static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const Pair *x = a, *y = b;

  if (x->odds != y->odds)
    return x->odds > y->odds ? -1 : 1;
  return x->column != y->column ? (x->column < y->column ? -1 : 1)
                                : (int) x->field - (int) y->field;
}

static void
add_pairs (GArray *pairs, guint column, const char *header, GPtrArray *rows, gboolean first_names)
{
  PalierContentCounts counts = { 0 };
  PalierHeaderMatch match = palier_header_match (header);

  for (guint i = 0; i < rows->len; i++)
  {
    char **row = rows->pdata[i];
    if (g_strv_length (row) > column)
      palier_content_count (&counts, row[column]);
  }
  for (int field = 0; field < PALIER_N_FIELDS; field++)
  {
    double said = header_evidence (match, (PalierField) field);
    double seen = content_evidence (&counts, (PalierField) field);
    if (field == PALIER_FIELD_FULL_NAME && first_names)
      said -= BESIDE_FIRST_NAMES;
    Pair pair = { column, (PalierField) field, said + seen, reason_of (said, seen) };
    /* Less than three in ten is no proposal. */
    if (pair.odds > -0.85)
      g_array_append_val (pairs, pair);
  }
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
  GPtrArray *columns = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_free);
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  gboolean taken[PALIER_N_FIELDS] = { FALSE };
  gboolean first_names = has_first_names (headers);

  for (guint i = 0; headers[i] != NULL && i < PALIER_COLUMNS_MAX; i++)
  {
    PalierColumn *column = palier_column_new ();
    column->index = i;
    column->header = g_strdup (headers[i]);
    column->field = column->guess = PALIER_FIELD_NONE;
    column->samples = take_samples (rows, i);
    g_ptr_array_add (columns, column);
    add_pairs (pairs, i, headers[i], rows, first_names);
  }
  g_array_sort (pairs, compare_pairs);
  for (guint i = 0; i < pairs->len; i++)
  {
    const Pair *pair = &g_array_index (pairs, Pair, i);
    PalierColumn *column = columns->pdata[pair->column];
    if (column->guess != PALIER_FIELD_NONE || taken[pair->field])
      continue;
    taken[pair->field] = TRUE;
    column->guess = pair->field;
    column->confidence = 1 / (1 + exp (-pair->odds));
    column->reason = g_strdup (pair->reason);
    if (column->confidence >= PALIER_MAPPING_PLACED)
      column->field = pair->field;
  }
  return columns;
}
