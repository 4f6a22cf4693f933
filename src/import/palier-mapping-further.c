/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What no field of its own was left for: a second address, a third number, a further line of a
 * street; and the day, month and year of a birth in three columns. */
#include <math.h>
#include <string.h>

#include "palier-date-parts.h"
#include "palier-mapping-private.h"

#define SURE_OF_PARTS 3.0 /* log-odds */

/* What the column is as a further one of a kind: the odds of the likeliest of its fields. */
static double
odds_among (const PalierGuess *self, guint column, const PalierField *fields)
{
  double best = -INFINITY;

  for (; *fields != PALIER_FIELD_NONE; fields++)
    best = MAX (best, palier_guess_odds (self, column, *fields));
  return best;
}

/* Whether it may be a further one without anybody being asked. */
static gboolean
is_further (const PalierEvidence *evidence)
{
  const PalierContentCounts *content = &evidence->content;
  gboolean shared = content->n > 1 && content->n_distinct == 1;
  gboolean of_few = content->n >= 8 && content->n_distinct * 5 <= content->n * 2;

  return !evidence->header.partial && !shared && !of_few;
}

/* Addresses and numbers beyond those that have a field of their own. */
static void
fill_slots (PalierGuess *self, PalierField first, PalierField others, const PalierField *fields)
{
  double least = log (PALIER_MAPPING_PLACED / (1 - PALIER_MAPPING_PLACED));

  if (palier_guess_find_placed (self, first) < 0 && palier_guess_find_placed (self, others) < 0)
    return;
  for (guint i = 0; i < self->n_columns; i++)
  {
    const PalierColumn *column = self->columns->pdata[i];
    double odds = odds_among (self, i, fields);
    /* Being a further one is no reason against being a further one. */
    odds += self->evidence[i].header.further ? 1.2 : 0;
    if (column->field == PALIER_FIELD_NONE && g_strcmp0 (column->reason, "sensitive") != 0
        && odds >= least)
      palier_guess_take (self, i, others, odds, is_further (&self->evidence[i]), "beside");
  }
}

/* Whether the header names a further line of an address, or a part of one; next to the other part
 * it may as well be called a street. */
static gboolean
is_line_of_street (const PalierEvidence *evidence, gboolean beside)
{
  double said = palier_header_likelihood (&evidence->header, PALIER_FIELD_STREET);

  return said > 0.5 && (said < 0.65 || beside) && !evidence->header.further
         && evidence->content.n > 0;
}

/* Further lines of the street are joined to the first; where there is none, they are it. */
static void
join_street (PalierGuess *self)
{
  int street = palier_guess_find_placed (self, PALIER_FIELD_STREET);

  for (guint i = 0; street >= 0 && i < self->n_columns; i++)
  {
    const PalierColumn *column = self->columns->pdata[i];
    if ((int) i != street && column->field == PALIER_FIELD_NONE
        && is_line_of_street (&self->evidence[i], ABS ((int) i - street) == 1))
      palier_guess_take (self, i, PALIER_FIELD_STREET, 1, TRUE, "beside");
  }
}

/* ---- dates in three columns */

/* Whether the column stands nowhere else. */
static gboolean
may_be_birth (const PalierGuess *self, guint index)
{
  const PalierColumn *column = self->columns->pdata[index];

  return column->field == PALIER_FIELD_NONE || column->field == PALIER_FIELD_BIRTHDATE;
}

/* "Jour", "Mois", "Année de naissance" from @first on. */
static gboolean
is_birth_in_parts (const PalierGuess *self, guint first)
{
  const char *const *headers = (const char *const *) self->headers + first;
  const guint columns[] = { first, first + 1, first + 2 };
  PalierDatePart parts[PALIER_N_DATE_PARTS], named[PALIER_N_DATE_PARTS];
  guint year = first;

  for (guint i = 0; i < PALIER_N_DATE_PARTS; i++)
    if (!may_be_birth (self, first + i))
      return FALSE;
  if (!palier_date_parts_are_named (headers, named)
      || !palier_date_parts_read (headers, self->rows, columns, parts)
      || memcmp (parts, named, sizeof parts) != 0)
    return FALSE;
  for (guint i = 0; i < PALIER_N_DATE_PARTS; i++)
    if (parts[i] == PALIER_DATE_PART_YEAR)
      year = columns[i];
  return self->rows->len > 0 && palier_date_parts_are_of_birth (headers, self->rows, year);
}

/* Where no column has the whole date. */
static void
join_birth (PalierGuess *self)
{
  for (guint first = 0; first + PALIER_N_DATE_PARTS <= self->n_columns; first++)
    if (is_birth_in_parts (self, first))
    {
      int whole = palier_guess_find_placed (self, PALIER_FIELD_BIRTHDATE);
      if (whole >= 0 && ((guint) whole < first || (guint) whole >= first + PALIER_N_DATE_PARTS))
        return;
      for (guint i = first; i < first + PALIER_N_DATE_PARTS; i++)
        palier_guess_take (self, i, PALIER_FIELD_BIRTHDATE, SURE_OF_PARTS, TRUE, "parts");
      return;
    }
}

/* What stands beside what is placed, and is placed with it. */
void
palier_guess_look_further (PalierGuess *self)
{
  static const PalierField emails[] = { PALIER_FIELD_EMAIL, PALIER_FIELD_OTHER_EMAILS,
                                        PALIER_FIELD_NONE };
  static const PalierField phones[] = { PALIER_FIELD_PHONE, PALIER_FIELD_MOBILE,
                                        PALIER_FIELD_OTHER_PHONES, PALIER_FIELD_NONE };

  fill_slots (self, PALIER_FIELD_EMAIL, PALIER_FIELD_OTHER_EMAILS, emails);
  fill_slots (self, PALIER_FIELD_PHONE, PALIER_FIELD_OTHER_PHONES, phones);
  fill_slots (self, PALIER_FIELD_MOBILE, PALIER_FIELD_OTHER_PHONES, phones);
  join_street (self);
  join_birth (self);
}
