/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-comparer-private.h"
#include "palier-name.h"

static int
is_given (PalierComparer *self, PalierText text)
{
  return (palier_text_pool_get_marks (self->pool, text) & PALIER_TEXT_GIVEN) != 0;
}

typedef struct
{
  PalierLevel first, last;
  PalierText first_text, last_text; /* of what agrees, where it does so exactly */
} Names;

/* By how much more often the second two are first names than the first two. */
static int
tell_given (PalierComparer *self, PalierText a, PalierText b, PalierText c, PalierText d)
{
  return is_given (self, c) + is_given (self, d) - is_given (self, a) - is_given (self, b);
}

/* Both may have their names in each other's place. */
static Names
compare_straight (PalierComparer *self, const PalierText *a, const PalierText *b)
{
  PalierText first = a[PALIER_TRAIT_FIRST], last = a[PALIER_TRAIT_LAST];
  PalierText other_first = b[PALIER_TRAIT_FIRST], other_last = b[PALIER_TRAIT_LAST];
  PalierLevel of_first = palier_comparer_compare_texts (self, PALIER_WAY_NAME, first, other_first);
  PalierLevel of_last = palier_comparer_compare_texts (self, PALIER_WAY_NAME, last, other_last);

  if (of_last != PALIER_LEVEL_UNKNOWN && of_last < MIN (of_first, PALIER_LEVEL_NEAR)
      && tell_given (self, first, other_first, last, other_last) > 0)
    return (Names) { of_last, of_first, last, first };
  return (Names) { of_first, of_last, first, last };
}

/* The last name of one beside the first name of the other. Where nothing tells which is which, and
 * they agree in one alone, this is taken for the family's: that relatives are two is surer than
 * that anybody changed his name. */
static Names
compare_crossed (PalierComparer *self, const PalierText *a, const PalierText *b)
{
  PalierText first = a[PALIER_TRAIT_FIRST], last = a[PALIER_TRAIT_LAST];
  PalierText other_first = b[PALIER_TRAIT_FIRST], other_last = b[PALIER_TRAIT_LAST];
  PalierLevel of_first = palier_comparer_compare_texts (self, PALIER_WAY_NAME, first, other_last);
  PalierLevel of_last = palier_comparer_compare_texts (self, PALIER_WAY_NAME, last, other_first);
  int told = tell_given (self, first, other_last, last, other_first);

  if (told > 0 || (told == 0 && of_first > of_last))
    return (Names) { of_last, of_first, last, first };
  return (Names) { of_first, of_last, first, last };
}

static gboolean
is_initial (PalierComparer *self, PalierLevel level, PalierText text)
{
  return level == PALIER_LEVEL_EXACT && palier_text_pool_get (self->pool, text).length == 1;
}

/* Straight or crossed, whichever agrees more; crossed only where both names then agree, or where
 * straight neither does. */
void
palier_comparer_compare_names (PalierComparer *self, const PalierText *a, const PalierText *b,
                               PalierComparison *out)
{
  Names names = compare_straight (self, a, b);

  out->swapped = FALSE;
  if (names.first < PALIER_LEVEL_NEAR || names.last < PALIER_LEVEL_NEAR)
  {
    Names crossed = compare_crossed (self, a, b);
    int sum = crossed.first + crossed.last;
    gboolean complete = MIN (crossed.first, crossed.last) > PALIER_LEVEL_DIFFERENT
                        && sum > names.first + names.last + (sum < 5);
    gboolean nothing = MAX (names.first, names.last) < PALIER_LEVEL_WEAK;
    out->swapped = complete || (nothing && MAX (crossed.first, crossed.last) >= PALIER_LEVEL_NEAR);
    if (out->swapped)
      names = crossed;
  }
  out->initial = is_initial (self, names.first, names.first_text)
                 || is_initial (self, names.last, names.last_text);
  palier_comparer_set_level (self, out, PALIER_FEATURE_FIRST_NAME, names.first, names.first_text);
  palier_comparer_set_level (self, out, PALIER_FEATURE_LAST_NAME, names.last, names.last_text);
}

/* Marks the names that are usually first names. */
void
palier_comparer_learn_given_names (PalierComparer *self)
{
  for (guint32 text = 1; text < palier_text_pool_get_n (self->pool); text++)
    if (palier_text_pool_get_column (self->pool, text) == PALIER_POOL_NAME)
    {
      PalierSpan name = palier_text_pool_get (self->pool, text);
      g_autofree char *word = g_strndup (name.text, name.length);
      if (palier_name_is_first_name (word))
        palier_text_pool_mark (self->pool, text, PALIER_TEXT_GIVEN);
    }
}
