/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers whose words stand together or are written wrong. */
#include "palier-header-letters.h"

#include <string.h>

#define MAX_WORDS 12

/* "MAILINGPOSTALCODE" → "mailing postal code": the fewest known words; (nullable): none fit. */
char *
palier_header_part_letters (const PalierHeaderDictionary *self, const char *word)
{
  gsize length = strlen (word);
  guint best[65];
  gsize from[65] = { 0 };

  if (length < 5 || length > 64)
    return NULL;
  best[0] = 0;
  for (gsize end = 1; end <= length; end++)
  {
    best[end] = G_MAXUINT;
    for (gsize start = end > 20 ? end - 20 : 0; start + 2 <= end; start++)
    {
      g_autofree char *part = g_strndup (word + start, end - start);
      if (best[start] == G_MAXUINT || best[start] + 1 >= best[end]
          || !g_hash_table_contains (self->letters, part))
        continue;
      best[end] = best[start] + 1;
      from[end] = start;
    }
  }
  if (best[length] < 2 || best[length] > 6)
    return NULL;
  g_autoptr (GString) parted = g_string_new (word);
  for (gsize at = from[length]; at > 0; at = from[at])
    g_string_insert_c (parted, (gssize) at, ' ');
  return g_string_free (g_steal_pointer (&parted), FALSE);
}

/* How many letters must be put in, left out, changed or swapped, at most @most + 1. */
static guint
count_typos (const char *a, const char *b, guint most)
{
  gsize la = strlen (a), lb = strlen (b);
  guint rows[3][64];

  if (la > 60 || lb > 60 || la > lb + most || lb > la + most)
    return most + 1;
  for (gsize j = 0; j <= lb; j++)
    rows[0][j] = (guint) j;
  for (gsize i = 1; i <= la; i++)
  {
    guint *row = rows[i % 3], *above = rows[(i + 2) % 3], *higher = rows[(i + 1) % 3];
    guint least = row[0] = (guint) i;
    for (gsize j = 1; j <= lb; j++)
    {
      row[j] = MIN (MIN (above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = MIN (row[j], higher[j - 2] + 1);
      least = MIN (least, row[j]);
    }
    if (least > most)
      return most + 1;
  }
  return rows[la % 3][lb];
}

/* Whether two letters next to each other have changed places, and nothing else has. */
static gboolean
is_swapped (const char *a, const char *b)
{
  while (*a != '\0' && *a == *b)
    a++, b++;
  return *a != '\0' && *b != '\0' && a[0] == b[1] && a[1] == b[0] && strcmp (a + 2, b + 2) == 0;
}

/* The known word that @word is with a wrong letter, two in a long one: (nullable). Short words are
 * forgiven only behind their first letter. */
static const char *
mend_word (const PalierHeaderDictionary *self, const char *word)
{
  gsize length = strlen (word);
  guint most = length >= 11 ? 2 : 1;
  const char *best = NULL;
  GHashTableIter iter;
  gpointer known;

  if (length < 4 || length > 40 || strpbrk (word, "0123456789") != NULL)
    return NULL;
  g_hash_table_iter_init (&iter, self->letters);
  while (g_hash_table_iter_next (&iter, &known, NULL))
  {
    const char *text = known;
    if (strlen (text) < 4 || (length < 8 && *text != *word && text[1] != *word))
      continue;
    guint typos = count_typos (word, text, most);
    gboolean swapped = typos == 1 && is_swapped (word, text);
    if (typos > most || (length < 8 && *text != *word && !swapped)
        || (typos == most && best != NULL && !swapped && strcmp (text, best) > 0))
      continue;
    best = text;
    most = typos;
  }
  return best;
}

/* The header with known words for those that are nearly so; (nullable): there are none.
 * @n_mended: (out): how many, short ones threefold */
char *
palier_header_mend_words (const PalierHeaderDictionary *self, const char *folded, guint *n_mended)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  *n_mended = 0;
  for (guint i = 0; words[i] != NULL && i < MAX_WORDS; i++)
  {
    if (g_hash_table_contains (self->letters, words[i]))
      continue;
    const char *known = mend_word (self, words[i]);
    if (known == NULL)
      continue;
    /* A short word is soon another one: "prime" is no "price". */
    *n_mended += strlen (words[i]) < 6 && !is_swapped (words[i], known) ? 3 : 1;
    g_set_str (&words[i], known);
  }
  return *n_mended > 0 ? g_strjoinv (" ", words) : NULL;
}

static gboolean
has_vowel (const char *word)
{
  return strpbrk (word, "aeiouy") != NULL;
}

/* Whether the letters of @word stand in @known in this order, the first one first. */
static gboolean
is_drawn_from (const char *word, const char *known)
{
  if (*word != *known)
    return FALSE;
  for (; *word != '\0' && *known != '\0'; known++)
    word += *word == *known;
  return *word == '\0';
}

/* Whether @word may be short for @known: its beginning, consonants of it, or what is left between
 * its ends: "observ", "rdvs", "fction". */
static gboolean
is_short_for (const char *word, const char *known)
{
  gsize length = strlen (word);

  if (length < 3 || strlen (known) < length + 2 || strpbrk (word, "0123456789") != NULL)
    return FALSE;
  gboolean same_end = length > 3 && word[length - 1] == known[strlen (known) - 1];
  return g_str_has_prefix (known, word)
         || ((same_end || !has_vowel (word)) && is_drawn_from (word, known));
}

/**
 * palier_header_list_long_words:
 * @word: folded, unknown
 *
 * Returns: (transfer full) (element-type utf8): the known words that it may be short for
 */
GPtrArray *
palier_header_list_long_words (const PalierHeaderDictionary *self, const char *word)
{
  GPtrArray *words = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer known;

  g_hash_table_iter_init (&iter, self->letters);
  while (g_hash_table_iter_next (&iter, &known, NULL))
    if (is_short_for (word, known))
      g_ptr_array_add (words, known);
  return words;
}

/* "firstName", "Adresse1", "POCity" → "first Name", "Adresse 1", "PO City" */
char *
palier_header_part_cases (const char *header)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char before = '\0';

  for (const char *p = header; *p != '\0'; before = *p++)
  {
    gboolean hump = g_ascii_islower (before) && g_ascii_isupper (*p);
    gboolean word = g_ascii_isupper (before) && g_ascii_isupper (*p) && g_ascii_islower (p[1])
                    && g_ascii_islower (p[2]);
    gboolean digit = g_ascii_isalpha (before) && g_ascii_isdigit (*p);
    if (hump || word || digit)
      g_string_append_c (text, ' ');
    g_string_append_c (text, *p);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
