/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-likeness.h"

#include <string.h>

#include "palier-edit-distance.h"

/* Marks in @matched the letters of @b that letters of @a meet, each once, within @range; returns
 * how many, and in @order which letters of @a they are, in a's order. */
static guint
match_letters (PalierSpan a, PalierSpan b, guint range, guint64 *matched, char *order)
{
  guint n = 0;

  for (guint i = 0; i < a.length; i++)
  {
    guint from = i > range ? i - range : 0;
    guint to = MIN (b.length, i + range + 1);
    for (guint k = from; k < to; k++)
      if (b.text[k] == a.text[i] && (*matched >> k & 1) == 0)
      {
        *matched |= G_GUINT64_CONSTANT (1) << k;
        order[n++] = a.text[i];
        break;
      }
  }
  return n;
}

static double
jaro (PalierSpan a, PalierSpan b)
{
  guint longest = MAX (a.length, b.length);
  guint range = longest > 3 ? longest / 2 - 1 : 0;
  char order[PALIER_LIKENESS_MAX];
  guint64 matched = 0;
  guint n = match_letters (a, b, range, &matched, order);
  guint out_of_order = 0;

  if (n == 0)
    return 0;
  for (guint k = 0, i = 0; k < b.length; k++)
    if (matched >> k & 1)
      out_of_order += b.text[k] != order[i++];
  return ((double) n / a.length + (double) n / b.length + (n - out_of_order / 2.0) / n) / 3;
}

/**
 * palier_jaro_winkler:
 *
 * Returns: 0 (nothing in common) to 1 (equal); a common beginning counts more
 */
double
palier_jaro_winkler (PalierSpan a, PalierSpan b)
{
  a.length = MIN (a.length, PALIER_LIKENESS_MAX);
  b.length = MIN (b.length, PALIER_LIKENESS_MAX);
  if (a.length == 0 || b.length == 0)
    return a.length == b.length;

  double likeness = jaro (a, b);
  guint prefix = 0;
  while (prefix < 4 && prefix < a.length && prefix < b.length && a.text[prefix] == b.text[prefix])
    prefix++;
  return likeness + prefix * 0.1 * (1 - likeness);
}

/* As palier_edit_distance(). */
guint
palier_span_distance (PalierSpan a, PalierSpan b, guint most)
{
  return palier_edit_distance (a.text, a.length, b.text, b.length, most);
}

/* ---- how a French name sounds */

/* Spellings of one sound, the longer first. */
static const struct
{
  const char *written;
  const char *heard;
} sounds[] = {
  { "eaux", "o" }, { "eau", "o" }, { "aux", "o" }, { "aud", "o" }, { "ault", "o" }, { "aut", "o" },
  { "au", "o" },   { "oeu", "e" }, { "ou", "u" },  { "ai", "e" },  { "ei", "e" },   { "ain", "1" },
  { "ein", "1" },  { "in", "1" },  { "ym", "1" },  { "yn", "1" },  { "im", "1" },   { "an", "2" },
  { "en", "2" },   { "em", "2" },  { "am", "2" },  { "on", "3" },  { "om", "3" },   { "ph", "f" },
  { "sch", "s" },  { "ch", "s" },  { "gn", "n" },  { "gu", "g" },  { "qu", "k" },   { "ck", "k" },
  { "ce", "se" },  { "ci", "si" }, { "cy", "si" }, { "ge", "je" }, { "gi", "ji" },  { "th", "t" },
};

static char
sound_of_letter (char letter)
{
  switch (letter)
  {
  case 'c':
  case 'q':
    return 'k';
  case 'z':
    return 's';
  case 'w':
    return 'v';
  case 'y':
    return 'i';
  case 'd':
    return 't';
  case 'b':
    return 'p';
  case 'm':
    return 'n';
  default:
    return letter;
  }
}

/* How much of @text a row of the table takes, and what is heard; 0 for none. */
static guint
hear_group (const char *text, guint length, const char **heard)
{
  for (guint i = 0; i < G_N_ELEMENTS (sounds); i++)
  {
    const char *written = sounds[i].written;
    guint n = 0;
    if (written[0] != text[0])
      continue;
    while (n < length && written[n] != '\0' && written[n] == text[n])
      n++;
    if (written[n] == '\0')
    {
      *heard = sounds[i].heard;
      return n;
    }
  }
  return 0;
}

/* The last letters that are written and not heard: s, t, d, x, z, p, e. */
static guint
length_heard (PalierSpan word)
{
  guint length = word.length;

  while (length > 3 && strchr ("stdxzpe", word.text[length - 1]) != NULL)
    length--;
  return length;
}

/* Consonants as heard, and vowels only where they begin. */
static guint
append_sound (char *out, guint n, char heard)
{
  gboolean vowel = strchr ("aeiou123h", heard) != NULL;

  if ((vowel && n > 0) || (n > 0 && out[n - 1] == heard) || heard == ' ')
    return n;
  out[n] = heard;
  return n + 1;
}

/**
 * palier_sound_of:
 * @word: a folded name
 *
 * A code that names of about the same sound share in French (Lefèvre, Lefebvre's typo Lefevbre,
 * Le Fèvre): consonants as heard, the first vowel, no silent end.
 *
 * Returns: the code, 0 for an empty word
 */
guint32
palier_sound_of (PalierSpan word)
{
  char out[8];
  guint n = 0;
  guint length = length_heard (word);

  for (guint i = 0; i < length && n < 6;)
  {
    const char *heard = NULL;
    guint taken = hear_group (word.text + i, length - i, &heard);
    if (taken == 0)
      n = append_sound (out, n, sound_of_letter (word.text[i]));
    for (; taken > 0 && *heard != '\0' && n < 6; heard++)
      n = append_sound (out, n, *heard);
    i += MAX (taken, 1);
  }
  guint32 code = 2166136261u;
  for (guint i = 0; i < n; i++)
    code = (code ^ (guint8) out[i]) * 16777619u;
  return n > 0 ? MAX (code, 1) : 0;
}
