/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a column's header says.
 *
 * A header is looked up by its parts and its words; then letters that stand together are parted
 * into known words; at last one or two wrong letters are forgiven. */
#include <string.h>

#include "palier-fold.h"
#include "palier-header-groups.h"
#include "palier-header-letters.h"
#include "palier-header-words.h"

/* How likely the field is by the header alone; 0 where the header does not speak of it. */
double
palier_header_likelihood (const PalierHeaderMatch *self, PalierField field)
{
  for (guint i = 0; i < self->n_meanings; i++)
    if (self->meanings[i].field == field)
      return self->meanings[i].likelihood;
  return 0;
}

/* How much the header says, of whatever field, or of none. */
double
palier_header_best (const PalierHeaderMatch *self)
{
  double best = self->none;

  for (guint i = 0; i < self->n_meanings; i++)
    best = MAX (best, self->meanings[i].likelihood);
  return best;
}

static gboolean
is_sensitive (const PalierHeaderDictionary *self, const char *folded, char **words)
{
  g_autofree char *padded = g_strconcat (" ", folded, " ", NULL);
  GHashTableIter iter;
  gpointer name, kind;

  for (guint i = 0; words[i] != NULL; i++)
    if (palier_header_dictionary_kind (self, words[i]) == PALIER_WORD_SENSITIVE)
      return TRUE;
  g_hash_table_iter_init (&iter, self->words);
  while (g_hash_table_iter_next (&iter, &name, &kind))
    if (GPOINTER_TO_INT (kind) == PALIER_WORD_SENSITIVE && strchr (name, ' ') != NULL)
    {
      g_autofree char *phrase = g_strconcat (" ", name, " ", NULL);
      if (strstr (padded, phrase) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* Whether both mean the same field first. */
static gboolean
agree (const PalierHeaderMatch *a, const PalierHeaderMatch *b)
{
  return a->n_meanings > 0 && b->n_meanings > 0 && a->meanings[0].field == b->meanings[0].field;
}

/* With the word @index written in full: what it says where all the words that it may be short for
 * say the same. The values must say so as well. */
static PalierHeaderMatch
match_in_full (const PalierHeaderDictionary *self, char **words, guint index)
{
  g_autoptr (GPtrArray) known = palier_header_list_long_words (self, words[index]);
  PalierHeaderMatch best = palier_header_none_of_ours (0);
  char *word = words[index];

  for (guint i = 0; i < known->len; i++)
  {
    words[index] = known->pdata[i];
    g_autofree char *name = g_strjoinv (" ", words);
    PalierHeaderMatch match = palier_header_match_words (self, name);
    words[index] = word;
    if (match.n_meanings == 0 || match.partial || palier_header_best (&match) < 0.7)
      continue;
    if (best.n_meanings > 0 && !agree (&best, &match))
      return palier_header_none_of_ours (0);
    best = palier_header_better_of (best, match);
  }
  best = palier_header_scaled (&best, 0.8);
  best.partial = TRUE;
  return best;
}

/* The header with one unknown word in full. */
static PalierHeaderMatch
match_abbreviated (const PalierHeaderDictionary *self, const char *folded)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  PalierHeaderMatch best = palier_header_none_of_ours (0);

  for (guint i = 0; words[i] != NULL; i++)
    if (!palier_header_knows_word (words[i]))
      best = palier_header_better_of (best, match_in_full (self, words, i));
  return best;
}

static PalierHeaderMatch
match_loosely (const PalierHeaderDictionary *self, const char *header, const char *folded)
{
  g_autofree char *parted = palier_header_part_cases (header);
  g_autofree char *cases = palier_fold_words (parted);
  PalierHeaderMatch match = palier_header_match_words (self, cases);
  g_autofree char *letters =
      strchr (cases, ' ') == NULL ? palier_header_part_letters (self, cases) : NULL;
  guint n_mended;

  if (letters != NULL)
  {
    PalierHeaderMatch found = palier_header_match_words (self, letters);
    match = palier_header_better_of (match, palier_header_scaled (&found, 0.95));
  }
  if (palier_header_best (&match) >= 0.5)
    return match;
  g_autofree char *mended = palier_header_mend_words (self, folded, &n_mended);
  PalierHeaderMatch found =
      mended != NULL ? palier_header_match_words (self, mended) : palier_header_none_of_ours (0);
  found.partial |= n_mended > 2;
  found = palier_header_scaled (&found, n_mended > 2 ? 0.55 : n_mended > 1 ? 0.75 : 0.85);
  match = palier_header_better_of (match, found);
  return palier_header_best (&match) < 0.5
             ? palier_header_better_of (match, match_abbreviated (self, cases))
             : match;
}

/* @folded: not empty */
static PalierHeaderMatch
match_header (const PalierHeaderDictionary *self, const char *header, const char *folded)
{
  gboolean exact = g_hash_table_contains (self->names, folded);
  PalierHeaderMatch match = palier_header_match_path (self, header);
  if (match.n_meanings > 0)
    return match;
  match = exact ? palier_header_none_of_ours (0) : palier_header_match_group (self, header);
  if (!exact && match.n_meanings == 0 && match.none == 0)
    match = palier_header_match_parenthesis (self, header);
  if (palier_header_best (&match) == 0)
    match = palier_header_match_words (self, folded);
  if (exact || (palier_header_best (&match) >= 0.5 && match.n_meanings > 0 && !match.partial))
    return match;
  PalierHeaderMatch loose = match_loosely (self, header, folded);
  return loose.n_meanings > 0 && palier_header_best (&loose) >= 0.7
             ? loose
             : palier_header_better_of (match, loose);
}

/**
 * palier_header_match:
 * @header: (nullable): as in the file
 *
 * Returns: the fields it may mean and how likely; nothing where the header says nothing
 */
PalierHeaderMatch
palier_header_match (const char *header)
{
  const PalierHeaderDictionary *self = palier_header_dictionary_get ();

  if (header == NULL || strnlen (header, 201) > 200)
    return palier_header_none_of_ours (0);
  g_autofree char *folded = palier_fold_words (header);
  if (*folded == '\0')
    return palier_header_none_of_ours (0);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  if (is_sensitive (self, folded, words))
    return (PalierHeaderMatch) { .none = 0.97, .sensitive = TRUE };
  PalierHeaderMatch match = match_header (self, header, folded);
  match.plain = g_hash_table_contains (self->names, folded);
  for (guint i = 0; words[i] != NULL; i++)
  {
    gpointer person = NULL;
    if (g_hash_table_lookup_extended (self->persons, words[i], &person, NULL))
      match.person = person;
    match.property |= g_hash_table_contains (self->things, words[i]);
  }
  return match;
}
