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

#define SHORTEST_BEGINNING 3 /* letters of names of which the rest is cut off */

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

/* Gives @field the likelihood, if it is not likelier already; the likeliest stands first. */
static void
add_meaning (PalierHeaderMatch *self, PalierField field, double likelihood)
{
  guint i = 0;

  while (i < self->n_meanings && self->meanings[i].field != field)
    i++;
  if (i == PALIER_MEANINGS_MAX)
    return;
  if (i == self->n_meanings)
  {
    self->meanings[self->n_meanings].field = field;
    self->meanings[self->n_meanings++].likelihood = 0;
  }
  if (self->meanings[i].likelihood >= likelihood)
    return;
  for (; i > 0 && self->meanings[i - 1].likelihood < likelihood; i--)
    self->meanings[i] = self->meanings[i - 1];
  self->meanings[i].field = field;
  self->meanings[i].likelihood = likelihood;
}

/* What may mean the one or the other. */
void
palier_header_add_meanings (PalierHeaderMatch *self, const PalierHeaderMatch *other)
{
  for (guint i = 0; i < other->n_meanings; i++)
    add_meaning (self, other->meanings[i].field, other->meanings[i].likelihood);
  self->none = MAX (self->none, other->none);
}

static gboolean
is_sensitive (const PalierHeaderDictionary *self, const char *folded, char **words)
{
  g_autofree char *padded = g_strconcat (" ", folded, " ", NULL);

  for (guint i = 0; words[i] != NULL; i++)
    if (palier_header_dictionary_kind (self, words[i]) == PALIER_WORD_SENSITIVE)
      return TRUE;
  for (guint i = 0; i < self->sensitive->len; i++)
    if (strstr (padded, self->sensitive->pdata[i]) != NULL)
      return TRUE;
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

/* Whether each word of @name begins with the word of @folded that stands in its place. */
static gboolean
is_begun_by (const char *name, const char *folded)
{
  for (; *name == *folded && *name != '\0'; name++)
    folded++;
  while (*folded == ' ' || *folded == '\0')
  {
    name += strcspn (name, " ");
    if (*name != *folded || *name == '\0')
      return *name == *folded;
    for (; *name == *folded && *name != '\0'; name++)
      folded++;
  }
  return FALSE;
}

/* "Surf. hab.", "CODE_POSTA": what it may say where words or the end are cut off. The values must
 * say so as well. */
static PalierHeaderMatch
match_begun (const PalierHeaderDictionary *self, const char *folded)
{
  PalierHeaderMatch all = palier_header_none_of_ours (0);
  GHashTableIter iter;
  gpointer name, match;

  if (strlen (folded) < SHORTEST_BEGINNING)
    return all;
  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &name, &match))
    if (is_begun_by (name, folded))
      palier_header_add_meanings (&all, match);
  gboolean sole = all.n_meanings == 1 && all.none == 0;
  all = palier_header_scaled (&all, sole ? 0.85 : 0.75);
  all.partial = TRUE;
  return all;
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

/* "Rue ou localité", "Commercial / Collaborateur": what may be the one or the other. */
static PalierHeaderMatch
match_alternatives (const PalierHeaderDictionary *self, const char *header)
{
  g_autofree char *plain = g_utf8_strdown (header, -1);
  g_auto (GStrv) parts = g_regex_split_simple ("/| ou | or ", plain, 0, 0);
  PalierHeaderMatch either = palier_header_none_of_ours (0);
  guint n = g_strv_length (parts);

  for (guint i = 0; i < n; i++)
  {
    g_autofree char *folded = palier_fold_words (parts[i]);
    PalierHeaderMatch match = palier_header_match_words (self, folded);
    if (n < 2 || match.n_meanings == 0 || match.partial || palier_header_best (&match) < 0.65)
      return palier_header_none_of_ours (0);
    palier_header_add_meanings (&either, &match);
  }
  return palier_header_scaled (&either, 0.95);
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
  if (palier_header_best (&match) >= 0.5 && match.n_meanings > 0 && !match.partial)
    return match;
  PalierHeaderMatch begun = match_begun (self, cases);
  if (begun.n_meanings > 0)
    return begun;
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

static gpointer
load_patterns (gpointer unused)
{
  GRegex **patterns = g_new (GRegex *, 2);

  patterns[0] = g_regex_new ("(?<=\\p{L})[?\\x{fffd}](?=\\p{L})|\\x{c3}[\\x{a8}-\\x{ab}]",
                             G_REGEX_OPTIMIZE, 0, NULL);
  patterns[1] =
      g_regex_new ("^\\s*[Qq]?\\d{1,2}\\s*[.):-]\\s+(?=\\p{L})", G_REGEX_OPTIMIZE, 0, NULL);
  return patterns;
}

/* Letters with accents that were lost on the way, or read by another encoding, are mostly an "e";
 * and the number of a question says nothing: "Pr?nom", "PrÃ©nom", "Q3 - Nom". */
static char *
clean_header (const char *header)
{
  static GOnce once = G_ONCE_INIT;
  GRegex **patterns = g_once (&once, load_patterns, NULL);
  g_autofree char *found = g_regex_replace_literal (patterns[0], header, -1, 0, "e", 0, NULL);
  char *plain =
      found != NULL ? g_regex_replace_literal (patterns[1], found, -1, 0, "", 0, NULL) : NULL;

  return plain != NULL ? plain : g_strdup (header);
}

/* @folded: not empty */
static PalierHeaderMatch
match_header (const PalierHeaderDictionary *self, const char *header, const char *folded)
{
  gboolean exact = g_hash_table_contains (self->names, folded);
  double known;
  PalierHeaderMatch match = palier_header_match_path (self, header);
  if (match.n_meanings > 0)
    return match;
  if (palier_header_dictionary_find (self, folded, &known) == NULL)
    match = match_alternatives (self, header);
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
  g_autofree char *clean = clean_header (header);
  g_autofree char *folded = palier_fold_words (clean);
  if (*folded == '\0')
    return palier_header_none_of_ours (0);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  if (is_sensitive (self, folded, words))
    return (PalierHeaderMatch) { .none = 0.97, .sensitive = TRUE };
  PalierHeaderMatch match = match_header (self, clean, folded);
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
