/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which character parts the cells: the one by which most lines fall into the same number of them.
 * French spreadsheets write the semicolon, since the comma is taken by decimals; so it goes first
 * where two fit alike. */
#include "palier-csv.h"

#include <math.h>
#include <string.h>

#define GUESS_BYTES (64 * 1024)
#define GUESS_LINES 200

/* In order of preference; the later ones are only for files that have none of the first. */
static const struct
{
  char delimiter;
  double weight;
} candidates[] = { { ';', 1.5 }, { '\t', 1.4 }, { ',', 1.0 }, { '|', 1.0 },
                   { '^', 0.5 }, { '~', 0.4 },  { ':', 0.1 } };

/* Counts the delimiters of each line of @text, quotes heeded. Returns: the number of lines. */
static guint
count_per_line (const char *text, gsize length, const PalierCsvStyle *style, guint *counts)
{
  guint n = 0, count = 0;
  gboolean quoted = FALSE, any = FALSE;

  for (gsize i = 0; i < length && n < GUESS_LINES; i++)
  {
    char c = text[i];
    if (style->escapes && c == '\\')
      i++;
    else if (style->quote != '\0' && c == style->quote)
      quoted = !quoted;
    else if (!quoted && (c == '\n' || c == '\r'))
    {
      if (any)
        counts[n++] = count;
      count = 0;
      any = FALSE;
      continue;
    }
    else if (!quoted && c == style->delimiter)
      count++;
    any = TRUE;
  }
  if (any && n < GUESS_LINES)
    counts[n++] = count;
  return n;
}

/* How well a delimiter fits: the share of lines that have its commonest count, and a little the
 * size of that count. 0 where it hardly occurs. */
static double
fit (const guint *counts, guint n)
{
  guint best = 0, best_lines = 0;

  for (guint i = 0; i < n; i++)
  {
    guint lines = 0;
    for (guint j = 0; j < n; j++)
      lines += counts[j] == counts[i];
    if (counts[i] > 0 && (lines > best_lines || (lines == best_lines && counts[i] > best)))
    {
      best = counts[i];
      best_lines = lines;
    }
  }
  if (best == 0)
    return 0;
  double share = (double) best_lines / n;
  return share * share * log2 (2 + best);
}

static gboolean
is_border (char c)
{
  return c != '\0' && strchr (";,\t|\r\n", c) != NULL;
}

/* Whether cells stand between single quotes, as some programs write them. */
static gboolean
has_single_quotes (const char *text, gsize length)
{
  guint opened = 0, closed = 0;

  if (memchr (text, '"', length) != NULL)
    return FALSE;
  for (gsize i = 0; i < length; i++)
  {
    gboolean before = i == 0 || is_border (text[i - 1]);
    gboolean after = i + 1 == length || is_border (text[i + 1]);
    opened += text[i] == '\'' && before && !after;
    closed += text[i] == '\'' && after && !before;
  }
  return opened >= 2 && opened - closed + 1 <= 2;
}

/* Whether quotes inside are written \" and never "". A path that ends with a backslash before the
 * closing quote is no escape. */
static gboolean
has_escapes (const char *text, gsize length)
{
  gboolean escaped = FALSE;

  for (gsize i = 1; i + 1 < length; i++)
  {
    if (text[i] != '"')
      continue;
    if (text[i - 1] == '\\' && is_border (text[i + 1]))
      return FALSE;
    escaped = escaped || text[i - 1] == '\\';
    if (text[i + 1] == '"' && text[i - 1] != '\\' && !is_border (text[i - 1]))
      return FALSE;
  }
  return escaped;
}

/**
 * palier_csv_guess_style:
 * @text: the beginning of the file, in UTF-8
 */
PalierCsvStyle
palier_csv_guess_style (const char *text, gsize length)
{
  PalierCsvStyle style = { ';', '"', FALSE };
  double best = 0;
  g_autofree guint *counts = g_new (guint, GUESS_LINES);

  length = MIN (length, GUESS_BYTES);
  if (has_single_quotes (text, length))
    style.quote = '\'';
  style.escapes = has_escapes (text, length);
  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
  {
    PalierCsvStyle tried = { candidates[i].delimiter, style.quote, style.escapes };
    guint n = count_per_line (text, length, &tried, counts);
    double score = fit (counts, n) * candidates[i].weight;
    if (score > best)
    {
      best = score;
      style.delimiter = candidates[i].delimiter;
    }
  }
  return style;
}
