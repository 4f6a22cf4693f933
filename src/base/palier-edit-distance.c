/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-edit-distance.h"

typedef guint8 Row[PALIER_EDIT_MAX + 1];

/* Returns: (nullable): how far all of @a is from each beginning of @b, one of @rows; NULL where all
 * are further than @most */
static const guint8 *
align (const char *a, gsize length_a, const char *b, gsize length_b, guint most, Row rows[3])
{
  guint8 *before = rows[0], *last = rows[1], *now = rows[2];

  for (gsize k = 0; k <= length_b; k++)
    last[k] = (guint8) k;
  for (gsize i = 1; i <= length_a; i++)
  {
    guint least = (guint) i;
    now[0] = (guint8) i;
    for (gsize k = 1; k <= length_b; k++)
    {
      guint cost = a[i - 1] != b[k - 1];
      guint best = MIN (MIN (last[k] + 1u, now[k - 1] + 1u), last[k - 1] + cost);
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1])
        best = MIN (best, before[k - 2] + 1u);
      now[k] = (guint8) best;
      least = MIN (least, best);
    }
    if (least > most)
      return NULL;
    guint8 *free_row = before;
    before = last;
    last = now;
    now = free_row;
  }
  return last;
}

/**
 * palier_edit_distance:
 *
 * Returns: the distance, or @most + 1 where it is greater than @most
 */
guint
palier_edit_distance (const char *a, gsize length_a, const char *b, gsize length_b, guint most)
{
  Row rows[3];

  length_a = MIN (length_a, PALIER_EDIT_MAX);
  length_b = MIN (length_b, PALIER_EDIT_MAX);
  if ((length_a > length_b ? length_a - length_b : length_b - length_a) > most)
    return most + 1;
  const guint8 *row = align (a, length_a, b, length_b, most, rows);
  return row != NULL ? MIN (row[length_b], most + 1) : most + 1;
}

/**
 * palier_edit_distance_to_beginning:
 *
 * Returns: the distance of @a to the beginning of @b that is nearest, or @most + 1 where it is
 *   greater than @most
 */
guint
palier_edit_distance_to_beginning (const char *a, gsize length_a, const char *b, gsize length_b,
                                   guint most)
{
  Row rows[3];
  guint least = most + 1;

  length_a = MIN (length_a, PALIER_EDIT_MAX);
  length_b = MIN (length_b, MIN (length_a + most, PALIER_EDIT_MAX));
  const guint8 *row = align (a, length_a, b, length_b, most, rows);
  for (gsize k = 0; row != NULL && k <= length_b; k++)
    least = MIN (least, row[k]);
  return least;
}
