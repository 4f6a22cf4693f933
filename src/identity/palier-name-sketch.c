/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-name-sketch.h"

#define LETTERS 0x03ffffffu
#define FIRST_SHIFT 26
#define SEVERAL_WORDS 0x80000000u

/* @name: folded */
PalierNameSketch
palier_name_sketch_of (PalierSpan name)
{
  PalierNameSketch sketch = 0;

  for (guint i = 0; i < name.length; i++)
  {
    char letter = name.text[i];
    if (letter == ' ')
      sketch |= SEVERAL_WORDS;
    else if (g_ascii_islower (letter))
      sketch |= 1u << (letter - 'a');
  }
  if (name.length > 0 && g_ascii_islower (name.text[0]))
    sketch |= (guint32) (name.text[0] - 'a' + 1) << FIRST_SHIFT;
  return sketch;
}

static inline guint
count (guint32 bits)
{
  return (guint) __builtin_popcount (bits);
}

/* A typo changes two letters of the set at most, and seldom the first. What is brief may be an
 * initial, or short for the other; of several words one may be missing. */
static inline gboolean
may_agree (PalierNameSketch a, PalierNameSketch b)
{
  guint32 x = a & LETTERS, y = b & LETTERS;
  guint different = count (x ^ y);
  gboolean same_first = ((a ^ b) & ~(LETTERS | SEVERAL_WORDS)) == 0;

  return x == 0 || y == 0 || different <= 2 || (x & y) == x || (x & y) == y
         || (same_first && (different <= 6 || MIN (count (x), count (y)) <= 3));
}

/**
 * palier_name_sketches_may_agree:
 *
 * Returns: FALSE where surely the two do not have both names alike, straight or crossed
 */
gboolean
palier_name_sketches_may_agree (PalierNameSketches a, PalierNameSketches b)
{
  return (may_agree (a.last, b.last) && may_agree (a.first, b.first))
         || (may_agree (a.last, b.first) && may_agree (a.first, b.last));
}
