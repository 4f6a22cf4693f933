/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A date that stands in three columns: which is the day, the month, the year. Headers say it
 * ("Jour", "Mois", "Année de naissance"; "by", "bm", "bd"), or the values do. */
#include "palier-date-parts.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-header-letters.h"

#define NEARLY_ALL 0.8   /* a share of values */
#define MOST 0.6         /* the same */
#define FILES_BEGAN 1998 /* who was born later is hardly a client yet */
#define FIRST_YEAR 1900
#define LAST_YEAR 2100
#define SHORT_NAME 3 /* letters of "by", "bd" */

/* ---- by headers */

static PalierDatePart
part_of_word (const char *word)
{
  static const char *const days[] = { "jour", "jours", "day", "jj", "dd", "j", "d", NULL };
  static const char *const months[] = { "mois", "month", "mm", "m", NULL };
  static const char *const years[] = { "annee", "an", "year", "aaaa", "yyyy",
                                       "yy",    "aa", "y",    "a",    NULL };

  if (g_strv_contains (days, word))
    return PALIER_DATE_PART_DAY;
  if (g_strv_contains (months, word))
    return PALIER_DATE_PART_MONTH;
  return g_strv_contains (years, word) ? PALIER_DATE_PART_YEAR : PALIER_DATE_PART_NONE;
}

/* Its words, also where they stand together: "birthYear". */
static char **
split_header (const char *header)
{
  g_autofree char *parted = palier_header_part_cases (header);
  g_autofree char *folded = palier_fold_words (parted);

  return g_strsplit (folded, " ", -1);
}

/* The first of its words that names a part; of "by" the last letter. */
static PalierDatePart
part_of_header (const char *header)
{
  g_auto (GStrv) words = split_header (header);
  PalierDatePart part = PALIER_DATE_PART_NONE;

  for (guint i = 0; words[i] != NULL && part == PALIER_DATE_PART_NONE; i++)
    part = part_of_word (words[i]);
  if (part == PALIER_DATE_PART_NONE && words[0] != NULL && words[1] == NULL
      && strlen (words[0]) <= SHORT_NAME && *words[0] != '\0')
    part = part_of_word (words[0] + strlen (words[0]) - 1);
  return part;
}

/**
 * palier_date_parts_are_named:
 * @parts: (out): of the three headers
 *
 * Returns: whether the headers name a day, a month and a year
 */
gboolean
palier_date_parts_are_named (const char *const headers[PALIER_N_DATE_PARTS],
                             PalierDatePart parts[PALIER_N_DATE_PARTS])
{
  guint seen = 0;

  for (guint i = 0; i < PALIER_N_DATE_PARTS; i++)
  {
    parts[i] = part_of_header (headers[i]);
    seen |= 1u << parts[i];
  }
  return seen
         == (1u << PALIER_DATE_PART_DAY | 1u << PALIER_DATE_PART_MONTH
             | 1u << PALIER_DATE_PART_YEAR);
}

/* ---- by values */

static const char *
get_cell (GPtrArray *rows, guint row, guint column)
{
  char **cells = rows->pdata[row];

  return column < g_strv_length (cells) ? cells[column] : "";
}

static gboolean
is_number_within (const char *text, gint64 least, gint64 most)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  guint64 number;

  return *plain != '\0'
         && g_ascii_string_to_unsigned (plain, 10, (guint64) least, (guint64) most, &number, NULL);
}

/* A month may be a word. */
static gboolean
fits (PalierDatePart part, const char *cell)
{
  switch (part)
  {
  case PALIER_DATE_PART_DAY:
    return is_number_within (cell, 1, 31);
  case PALIER_DATE_PART_MONTH:
    return is_number_within (cell, 1, 12) || strpbrk (cell, "0123456789") == NULL;
  default:
    return is_number_within (cell, FIRST_YEAR, LAST_YEAR)
           || (strlen (cell) == 2 && is_number_within (cell, 0, 99));
  }
}

/* Whether nearly all values of the column may be such a part, and there are some. */
static gboolean
holds (GPtrArray *rows, guint column, PalierDatePart part)
{
  guint n = 0, n_fit = 0;

  for (guint i = 0; i < rows->len; i++)
  {
    const char *cell = get_cell (rows, i, column);
    n += !palier_is_blank (cell);
    n_fit += !palier_is_blank (cell) && fits (part, cell);
  }
  return n > 0 && n_fit >= NEARLY_ALL * n;
}

static gboolean
hold_all (GPtrArray *rows, const guint columns[PALIER_N_DATE_PARTS],
          const PalierDatePart parts[PALIER_N_DATE_PARTS])
{
  for (guint i = 0; i < PALIER_N_DATE_PARTS; i++)
    if (!holds (rows, columns[i], parts[i]))
      return FALSE;
  return TRUE;
}

/* The order in which dates are written that the values allow. */
static gboolean
read_by_values (GPtrArray *rows, const guint columns[PALIER_N_DATE_PARTS],
                PalierDatePart parts[PALIER_N_DATE_PARTS])
{
  static const PalierDatePart orders[][PALIER_N_DATE_PARTS] = {
    { PALIER_DATE_PART_DAY, PALIER_DATE_PART_MONTH, PALIER_DATE_PART_YEAR },
    { PALIER_DATE_PART_YEAR, PALIER_DATE_PART_MONTH, PALIER_DATE_PART_DAY },
    { PALIER_DATE_PART_MONTH, PALIER_DATE_PART_DAY, PALIER_DATE_PART_YEAR },
    { PALIER_DATE_PART_YEAR, PALIER_DATE_PART_DAY, PALIER_DATE_PART_MONTH },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    if (hold_all (rows, columns, orders[i]))
    {
      memcpy (parts, orders[i], sizeof orders[i]);
      return TRUE;
    }
  return FALSE;
}

/**
 * palier_date_parts_read:
 * @headers: of the three columns
 * @rows: (nullable) (element-type GStrv): some rows below them
 * @columns: where they stand in a row
 * @parts: (out): which part each is
 *
 * Returns: whether they make a date: by their headers where the values do not belie them, else by
 *   the values
 */
gboolean
palier_date_parts_read (const char *const headers[PALIER_N_DATE_PARTS], GPtrArray *rows,
                        const guint columns[PALIER_N_DATE_PARTS],
                        PalierDatePart parts[PALIER_N_DATE_PARTS])
{
  gboolean named = palier_date_parts_are_named (headers, parts);

  if (rows == NULL || rows->len == 0)
    return named;
  return (named && hold_all (rows, columns, parts)) || read_by_values (rows, columns, parts);
}

/* ---- whose date */

static gboolean
names_birth (const char *header)
{
  static const char *const words[] = { "naissance", "naiss", "nais",         "birth", "born",
                                       "ne",        "nee",   "anniversaire", "anniv", NULL };
  g_auto (GStrv) parts = split_header (header);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_strv_contains (words, parts[i]))
      return TRUE;
  return FALSE;
}

/**
 * palier_date_parts_are_of_birth:
 *
 * Whether the date is that of a birth: a header says so, or most years are before there were files
 * of clients.
 */
gboolean
palier_date_parts_are_of_birth (const char *const headers[PALIER_N_DATE_PARTS], GPtrArray *rows,
                                guint year_column)
{
  guint n = 0, n_old = 0;

  for (guint i = 0; i < PALIER_N_DATE_PARTS; i++)
    if (names_birth (headers[i]))
      return TRUE;
  for (guint i = 0; i < rows->len; i++)
  {
    const char *cell = get_cell (rows, i, year_column);
    n += !palier_is_blank (cell);
    n_old += is_number_within (cell, FIRST_YEAR, FILES_BEGAN - 1);
  }
  return n > 0 && n_old >= MOST * n;
}
