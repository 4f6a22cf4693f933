/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-comparison.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-name.h"

GResource *palier_identity_get_resource (void);

#define NICKNAMES "/fr/immo_ai/Palier/identity/nicknames.txt"

static gboolean
is_equal (PalierSpan a, PalierSpan b)
{
  return a.length == b.length && memcmp (a.text, b.text, a.length) == 0;
}

/* The text without its spaces. */
static PalierSpan
close_up (PalierSpan span, char out[PALIER_LIKENESS_MAX])
{
  guint n = 0;

  for (guint i = 0; i < span.length && n < PALIER_LIKENESS_MAX; i++)
    if (span.text[i] != ' ')
      out[n++] = span.text[i];
  return (PalierSpan) { out, n };
}

/* The next word from @offset on; empty at the end. */
static PalierSpan
next_word (PalierSpan span, guint *offset)
{
  while (*offset < span.length && span.text[*offset] == ' ')
    (*offset)++;
  guint from = *offset;
  while (*offset < span.length && span.text[*offset] != ' ')
    (*offset)++;
  return (PalierSpan) { span.text + from, *offset - from };
}

static gboolean
has_word (PalierSpan text, PalierSpan wanted)
{
  guint offset = 0;
  PalierSpan word;

  while ((word = next_word (text, &offset)).length > 0)
    if (is_equal (word, wanted))
      return TRUE;
  return FALSE;
}

/* All words of @part, of two letters or more, are among those of @whole. */
static gboolean
is_part_of (PalierSpan part, PalierSpan whole)
{
  guint offset = 0;
  guint n = 0;
  PalierSpan word;

  while ((word = next_word (part, &offset)).length > 0)
  {
    if (word.length < 2 || !has_word (whole, word))
      return FALSE;
    n++;
  }
  return n > 0;
}

/* ---- names */

/* "jp", "j p" or "j" beside "jean pierre". */
static gboolean
is_initials_of (PalierSpan brief, PalierSpan name)
{
  char letters[PALIER_LIKENESS_MAX];
  PalierSpan initials = close_up (brief, letters);
  guint offset = 0;
  guint n = 0;
  PalierSpan word;

  if (initials.length == 0 || initials.length > 3 || brief.length >= name.length)
    return FALSE;
  while ((word = next_word (name, &offset)).length > 0)
  {
    if (n == initials.length)
      return n == 1;
    if (word.text[0] != initials.text[n])
      return FALSE;
    n++;
  }
  return n == initials.length;
}

/* Pairs of names that one person may bear: "a b" for each two words of a line of the list. */
static GHashTable *
load_nicknames (void)
{
  GHashTable *pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (palier_identity_get_resource (), NICKNAMES,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_auto (GStrv) lines = g_strsplit (bytes != NULL ? g_bytes_get_data (bytes, NULL) : "", "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
  {
    g_auto (GStrv) words = g_strsplit (lines[i], " ", -1);
    for (guint k = 0; words[k] != NULL; k++)
      g_strdelimit (words[k], "-", ' ');
    for (guint a = 0; words[a] != NULL; a++)
      for (guint b = 0; words[b] != NULL; b++)
        if (a != b && lines[i][0] != '#')
          g_hash_table_add (pairs, g_strconcat (words[a], " ", words[b], NULL));
  }
  return pairs;
}

static gboolean
are_nicknames (PalierSpan a, PalierSpan b)
{
  static GHashTable *pairs;
  char key[2 * PALIER_LIKENESS_MAX + 2];

  if (g_once_init_enter_pointer (&pairs))
    g_once_init_leave_pointer (&pairs, load_nicknames ());
  if (a.length + b.length + 2 > sizeof key)
    return FALSE;
  memcpy (key, a.text, a.length);
  key[a.length] = ' ';
  memcpy (key + a.length + 1, b.text, b.length);
  key[a.length + 1 + b.length] = '\0';
  return g_hash_table_contains (pairs, key);
}

/* "Martine" beside "Maïté" is hardly a slip of the pen: both are names. */
static gboolean
are_two_first_names (PalierSpan a, PalierSpan b)
{
  char x[PALIER_LIKENESS_MAX + 1], y[PALIER_LIKENESS_MAX + 1];

  g_strlcpy (x, a.text, MIN (a.length + 1, sizeof x));
  g_strlcpy (y, b.text, MIN (b.length + 1, sizeof y));
  return palier_name_is_first_name (x) && palier_name_is_first_name (y);
}

#define HOPELESS_LIKENESS 0.6

/* One letter too many, too few, wrong or swapped is a typo in a word of four letters or more. */
static PalierLevel
compare_letters (PalierSpan a, PalierSpan b, double near, double weak)
{
  guint shorter = MIN (a.length, b.length);
  double likeness = palier_jaro_winkler (a, b);

  if (likeness >= near)
    return PALIER_LEVEL_NEAR;
  /* Two edits of six letters leave more likeness than this. */
  if (likeness < HOPELESS_LIKENESS && shorter >= 6)
    return PALIER_LEVEL_DIFFERENT;
  guint distance = palier_span_distance (a, b, 2);
  if (distance <= 1 && shorter >= 3)
    return PALIER_LEVEL_NEAR;
  return (distance <= 2 && shorter >= 6) || likeness >= weak ? PALIER_LEVEL_WEAK
                                                             : PALIER_LEVEL_DIFFERENT;
}

/**
 * palier_compare_names:
 *
 * Of first names or of last names, folded: typos, diminutives, initials, one of two married or
 * hyphenated names, spellings that sound alike.
 */
PalierLevel
palier_compare_names (PalierSpan a, PalierSpan b)
{
  char letters[2][PALIER_LIKENESS_MAX];
  PalierSpan x = close_up (a, letters[0]), y = close_up (b, letters[1]);

  if (is_equal (a, b))
    return PALIER_LEVEL_EXACT;
  if (is_equal (x, y) || are_nicknames (a, b))
    return PALIER_LEVEL_NEAR;
  PalierLevel level = compare_letters (x, y, 0.92, 0.84);
  if (level >= PALIER_LEVEL_WEAK && are_two_first_names (a, b))
    return level == PALIER_LEVEL_NEAR ? PALIER_LEVEL_WEAK : PALIER_LEVEL_DIFFERENT;
  if (level == PALIER_LEVEL_NEAR)
    return level;
  if (is_initials_of (a, b) || is_initials_of (b, a) || is_part_of (a, b) || is_part_of (b, a))
    return PALIER_LEVEL_PART;
  if (level == PALIER_LEVEL_DIFFERENT && x.length > 3 && y.length > 3 && *x.text == *y.text
      && palier_sound_of (x) == palier_sound_of (y))
    return PALIER_LEVEL_WEAK;
  return level;
}

/* Of anything written in words. */
PalierLevel
palier_compare_texts (PalierSpan a, PalierSpan b)
{
  char letters[2][PALIER_LIKENESS_MAX];
  PalierSpan x = close_up (a, letters[0]), y = close_up (b, letters[1]);

  if (is_equal (a, b))
    return PALIER_LEVEL_EXACT;
  if (is_equal (x, y))
    return PALIER_LEVEL_NEAR;
  PalierLevel level = compare_letters (x, y, 0.93, 0.83);
  if (level != PALIER_LEVEL_NEAR && (is_part_of (a, b) || is_part_of (b, a)))
    return PALIER_LEVEL_PART;
  return level;
}

/* YYYYMMDD with month and day in each other's place. */
static gboolean
is_swapped_date (PalierSpan a, PalierSpan b)
{
  return a.length == 8 && b.length == 8 && memcmp (a.text, b.text, 4) == 0
         && memcmp (a.text + 4, b.text + 6, 2) == 0 && memcmp (a.text + 6, b.text + 4, 2) == 0;
}

/* Of numbers, codes and dates (YYYYMMDD): one digit wrong, missing or swapped with its neighbour.
 */
PalierLevel
palier_compare_digits (PalierSpan a, PalierSpan b)
{
  if (is_equal (a, b))
    return PALIER_LEVEL_EXACT;
  if (MAX (a.length, b.length) < 2)
    return PALIER_LEVEL_DIFFERENT;
  guint distance = palier_span_distance (a, b, 2);
  if (distance <= 1 || is_swapped_date (a, b))
    return PALIER_LEVEL_NEAR;
  return distance <= 2 && MIN (a.length, b.length) >= 5 ? PALIER_LEVEL_WEAK
                                                        : PALIER_LEVEL_DIFFERENT;
}

/* Two establishments of one firm share the first nine digits, its SIREN. */
PalierLevel
palier_compare_sirets (PalierSpan a, PalierSpan b)
{
  PalierLevel level = palier_compare_digits (a, b);
  gboolean long_enough = a.length >= 9 && b.length >= 9;

  if (level < PALIER_LEVEL_NEAR && long_enough && memcmp (a.text, b.text, 9) == 0)
    return PALIER_LEVEL_PART;
  return level;
}

/* The digits of @text; how many of them in @n. */
static void
take_digits (PalierSpan text, char out[PALIER_LIKENESS_MAX], guint *n)
{
  *n = 0;
  for (guint i = 0; i < text.length && *n < PALIER_LIKENESS_MAX; i++)
    if (g_ascii_isdigit (text.text[i]))
      out[(*n)++] = text.text[i];
}

static gboolean
have_same_digits (PalierSpan a, PalierSpan b, guint *n)
{
  char digits[2][PALIER_LIKENESS_MAX];
  guint n_b;

  take_digits (a, digits[0], n);
  take_digits (b, digits[1], &n_b);
  return *n == n_b && memcmp (digits[0], digits[1], n_b) == 0;
}

/* Of addresses: a typo, or the same account name at another provider. Such a name without a number
 * is made of the person's own and says nothing more; with another number it is a namesake's. */
PalierLevel
palier_compare_emails (PalierSpan a, PalierSpan b)
{
  const char *at_a = memchr (a.text, '@', a.length), *at_b = memchr (b.text, '@', b.length);
  guint n_digits;

  if (is_equal (a, b))
    return PALIER_LEVEL_EXACT;
  if (!have_same_digits (a, b, &n_digits))
    return PALIER_LEVEL_DIFFERENT;
  guint most = MIN (a.length, b.length) >= 14 ? 2 : 1;
  /* "j.martin" and "k.martin" are two, however alike. */
  if (*a.text == *b.text && palier_span_distance (a, b, most) <= most)
    return PALIER_LEVEL_NEAR;
  if (at_a == NULL || at_b == NULL || n_digits == 0)
    return PALIER_LEVEL_DIFFERENT;
  PalierSpan x = { a.text, (guint) (at_a - a.text) }, y = { b.text, (guint) (at_b - b.text) };
  return is_equal (x, y) ? PALIER_LEVEL_PART : PALIER_LEVEL_DIFFERENT;
}

const char *
palier_level_name (PalierLevel level)
{
  static const char *const names[] = { "different", "weak", "part", "near", "exact" };

  return level >= 0 && level < PALIER_N_LEVELS ? names[level] : "unknown";
}
