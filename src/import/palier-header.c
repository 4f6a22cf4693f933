/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rows of a file are its header: below titles, above data, on one line or on two. */
#include "palier-header.h"

#include <string.h>

#include "palier-email.h"
#include "palier-fold.h"
#include "palier-name.h"

#define ROWS_LOOKED_AT 30
/* A header shows itself in its first names; sheets of thousands of columns are no longer to judge.
 */
#define CELLS_LOOKED_AT 64

static guint
count_filled (char **row)
{
  guint n = 0;

  for (guint i = 0; row[i] != NULL; i++)
    n += !palier_is_blank (row[i]);
  return n;
}

/* The width that most rows have, wider ones first. */
static guint
usual_width (GPtrArray *rows)
{
  guint best = 0, best_rows = 0;

  for (guint i = 0; i < rows->len; i++)
  {
    guint width = g_strv_length (rows->pdata[i]), n = 0;
    for (guint j = 0; j < rows->len; j++)
      n += g_strv_length (rows->pdata[j]) == width;
    if (n > best_rows || (n == best_rows && width > best))
    {
      best = width;
      best_rows = n;
    }
  }
  return best;
}

/* Whether a cell is what only data rows hold: an address with @, a number, a date. */
static gboolean
is_data (const char *cell)
{
  guint digits = 0, letters = 0;

  if (strchr (cell, '@') != NULL)
  {
    g_autofree char *address = palier_email_normalize (cell, NULL, NULL);
    return address != NULL;
  }
  for (const char *p = cell; *p != '\0'; p++)
  {
    digits += g_ascii_isdigit (*p) != 0;
    letters += g_ascii_isalpha (*p) != 0 || (guchar) *p >= 0x80;
  }
  return (digits > 0 && digits >= letters) || *cell == '{' || *cell == '[';
}

/* How much a row looks like a header, per filled cell: above 0 it does. */
static double
headerness (char **row)
{
  guint filled = 0;
  double sum = 0;

  for (guint i = 0; row[i] != NULL && filled < CELLS_LOOKED_AT; i++)
  {
    if (palier_is_blank (row[i]))
      continue;
    filled++;
    PalierHeaderMatch match = palier_header_match (row[i]);
    if (!is_data (row[i]) && palier_header_best (&match) > 0.5)
      sum += 1;
    else if (is_data (row[i]))
      sum -= 1;
    else if (strlen (row[i]) > 60)
      sum -= 0.5;
  }
  return filled > 0 ? sum / filled : -1;
}

/* Whether a row of no known name may still be a header: most of its cells differ, and none is a
 * first name. */
static gboolean
may_be_header (char **row)
{
  guint repeated = 0, n = MIN (g_strv_length (row), CELLS_LOOKED_AT);

  for (guint i = 0; i < n; i++)
  {
    if (palier_name_is_first_name (row[i]))
      return FALSE;
    for (guint j = 0; j < i && *row[i] != '\0'; j++)
      if (strcmp (row[i], row[j]) == 0)
      {
        repeated++;
        break;
      }
  }
  return repeated * 3 <= n;
}

/* Whether the header of a column stands on both lines, as a workbook's cell merged over them does.
 */
static gboolean
is_on_both (char **groups, char **headers, guint column)
{
  return *groups[column] != '\0' && strcmp (groups[column], headers[column]) == 0;
}

/* Cells of @groups that name a group. */
static guint
count_groups (char **groups, char **headers)
{
  guint filled = 0;

  for (guint i = 0; groups[i] != NULL && headers[i] != NULL; i++)
    filled += !palier_is_blank (groups[i]) && !is_on_both (groups, headers, i);
  return filled;
}

/* Whether the row names only groups of the columns that the next row names. */
static gboolean
is_above_header (GPtrArray *rows, guint row)
{
  char **next = row + 1 < rows->len ? rows->pdata[row + 1] : NULL;
  guint filled = next != NULL ? count_groups (rows->pdata[row], next) : 0;

  return filled > 0 && filled * 4 <= count_filled (next) * 3 && headerness (next) > 0.5;
}

/* Whether a row that names something known may be a title or a remark all the same: the only cell
 * above two columns, or what begins with "#". */
static gboolean
may_be_words (char **row, guint filled, guint width)
{
  return row[0][0] == '#' || (filled == 1 && width == 2 && !palier_is_blank (row[0]));
}

/**
 * palier_header_guess_row:
 * @rows: (element-type GStrv): the first rows of a file, blank ones included
 *
 * The header is the first row of some width in which known names outweigh data; where no row names
 * anything known, the first full row without data. Rows that begin with "#" may be remarks.
 *
 * Returns: its index, or -1 for none
 */
int
palier_header_guess_row (GPtrArray *rows)
{
  guint width = usual_width (rows);
  int fallback = -1, words = -1;

  for (guint i = 0; i < rows->len && i < ROWS_LOOKED_AT; i++)
  {
    char **row = rows->pdata[i];
    guint filled = count_filled (row);
    if (filled == 0 || (width > 2 && filled * 5 < width * 2 && filled < 4))
      continue;
    double score = headerness (row);
    if (score > 0.15 && words < 0 && may_be_words (row, filled, width))
      words = (int) i;
    else if (score > (words < 0 ? 0.15 : 0.5))
      return (int) i + is_above_header (rows, i);
    if (fallback < 0 && score >= 0 && filled * 10 >= width * 8 && width > 1 && i + 1 < rows->len
        && may_be_header (row))
      fallback = (int) i;
    else if (score < 0 && row[0][0] != '#')
      break;
  }
  return words >= 0 ? words : fallback;
}

/**
 * palier_header_has_groups:
 * @header_row: as palier_header_guess_row() returns it
 *
 * Whether the row above the header names groups of its columns: several cells, fewer than the
 * header has, without data, each above the first of its group.
 */
gboolean
palier_header_has_groups (GPtrArray *rows, int header_row)
{
  char **groups = header_row > 0 ? rows->pdata[header_row - 1] : NULL;
  char **headers = groups != NULL ? rows->pdata[header_row] : NULL;
  guint filled = groups != NULL ? count_groups (groups, headers) : 0;

  if (filled < 2 || filled * 4 > count_filled (headers) * 3
      || g_strv_length (groups) > g_strv_length (headers))
    return FALSE;
  for (guint i = 0; groups[i] != NULL; i++)
    if (!palier_is_blank (groups[i])
        && (is_data (groups[i]) || strlen (groups[i]) > 40 || palier_is_blank (headers[i])))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full): of each column "group: header" */
char **
palier_header_join (char **groups, char **headers)
{
  guint n = g_strv_length (headers);
  char **joined = g_new0 (char *, n + 1);
  g_autofree char *group = g_strdup ("");
  guint n_groups = g_strv_length (groups);

  for (guint i = 0; i < n; i++)
  {
    if (i < n_groups && is_on_both (groups, headers, i))
      g_set_str (&group, "");
    else if (i < n_groups && !palier_is_blank (groups[i]))
      g_set_str (&group, g_strstrip (groups[i]));
    g_autofree char *header = g_strstrip (g_strdup (headers[i]));
    joined[i] = *group != '\0' && *header != '\0' ? g_strdup_printf ("%s: %s", group, header)
                                                  : g_strdup (header);
  }
  return joined;
}
