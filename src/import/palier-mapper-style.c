/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one value leaves open, the whole column decides: whether 03/04/2024 is of March or of April,
 * and whether 1.234 is a thousand or one and a bit. */
#include <string.h>

#include "palier-mapper-private.h"

/* The whole column decides; where it does not tell, the day comes first. */
PalierDateOrder
palier_mapper_date_order (const PalierColumn *column, GPtrArray *sample)
{
  int votes = 0;

  if (column->dates != PALIER_DATES_BY_COLUMN)
    return column->dates == PALIER_DATES_MONTH_FIRST ? PALIER_DATE_MONTH_FIRST
                                                     : PALIER_DATE_DAY_FIRST;
  for (guint i = 0; sample != NULL && i < sample->len; i++)
  {
    char **row = sample->pdata[i];
    if (g_strv_length (row) > column->index)
      votes += palier_date_order_vote (row[column->index]);
  }
  return votes < 0 ? PALIER_DATE_MONTH_FIRST : PALIER_DATE_DAY_FIRST;
}

/* The last comma or point between digits, with the digits behind it: (nullable) */
static const char *
last_mark (const char *text, gsize *behind)
{
  const char *mark = NULL;

  *behind = 0;
  for (const char *p = text; *p != '\0'; p++)
    if ((*p == ',' || *p == '.') && p > text && g_ascii_isdigit (p[-1]) && g_ascii_isdigit (p[1]))
      mark = p;
  if (mark != NULL)
    *behind = strspn (mark + 1, "0123456789");
  return mark;
}

/* 1: a comma parts the decimals, -1: a point does, 0: it does not say. */
static int
number_vote (const char *text)
{
  gsize behind;
  const char *mark = last_mark (text, &behind);

  if (mark == NULL)
    return 0;
  gboolean both = strchr (text, ',') != NULL && strchr (text, '.') != NULL;
  gboolean alone = strchr (text, *mark) == mark;
  if (!alone)
    return *mark == ',' ? -1 : 1; /* what stands twice parts thousands */
  if (behind == 3 && !both)
    return 0;
  return *mark == ',' ? 1 : -1;
}

PalierNumberStyle
palier_mapper_number_style (const PalierColumn *column, GPtrArray *sample)
{
  int votes = 0;

  if (column->numbers != PALIER_NUMBERS_BY_COLUMN)
    return column->numbers;
  for (guint i = 0; sample != NULL && i < sample->len; i++)
  {
    char **row = sample->pdata[i];
    if (g_strv_length (row) > column->index)
      votes += number_vote (row[column->index]);
  }
  return votes > 0   ? PALIER_NUMBERS_COMMA
         : votes < 0 ? PALIER_NUMBERS_POINT
                     : PALIER_NUMBERS_BY_COLUMN;
}

/* A number by itself reads 1.234 and 1,234 as thousands. Returns: (transfer full) (nullable): the
 * text with a zero behind, which makes it the decimal that the column says it is. */
char *
palier_mapper_plain_number (PalierNumberStyle style, const char *cell)
{
  char decimal = style == PALIER_NUMBERS_COMMA ? ',' : '.';
  gsize behind;
  const char *mark = style != PALIER_NUMBERS_BY_COLUMN ? last_mark (cell, &behind) : NULL;

  if (mark == NULL || *mark != decimal || behind != 3 || strchr (cell, *mark) != mark)
    return NULL;
  gsize end = (gsize) (mark - cell) + 1 + behind;
  return g_strdup_printf ("%.*s0%s", (int) end, cell, cell + end);
}
