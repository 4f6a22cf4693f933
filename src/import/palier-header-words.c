/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a column's header says.
 *
 * A header is looked up as it stands; then without the words that change nothing; then its words
 * are searched for the names they hold, what is left over counting against it; then letters that
 * stand together are parted into known words; at last one or two wrong letters are forgiven. */
#include <string.h>

#include "palier-fold.h"
#include "palier-header-letters.h"

#define MAX_WORDS 12
#define MAX_PHRASE 6 /* words of one name */

/* ---- matches */

static PalierHeaderMatch
scaled (const PalierHeaderMatch *match, double factor)
{
  PalierHeaderMatch result = *match;

  for (guint i = 0; i < result.n_meanings; i++)
    result.meanings[i].likelihood *= factor;
  result.none *= factor;
  return result;
}

static PalierHeaderMatch
none_of_ours (double likelihood)
{
  return (PalierHeaderMatch) { .none = likelihood };
}

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

/* ---- words */

/* Words first[0] … first[n - 1] with a blank between them. */
static char *
join_words (char **words, guint first, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = first; i < first + n; i++)
    g_string_append_printf (text, "%s%s", i > first ? " " : "", words[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The header without the words that change nothing. @naming: also without "nom de" and the like.
 * @further, @other: whether words of that kind are left out, or there. */
static char *
strip_words (const PalierHeaderDictionary *self, char **words, gboolean naming, gboolean *further,
             gboolean *other)
{
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  *further = *other = FALSE;
  for (guint i = 0; words[i] != NULL; i++)
  {
    PalierWordKind kind = palier_header_dictionary_kind (self, words[i]);
    *further = *further || kind == PALIER_WORD_FURTHER;
    *other = *other || kind == PALIER_WORD_OTHER;
    if (kind != PALIER_WORD_BESIDE && kind != PALIER_WORD_FURTHER
        && !(naming && kind == PALIER_WORD_NAMING))
      g_strv_builder_add (left, words[i]);
  }
  g_auto (GStrv) kept = g_strv_builder_end (left);
  return g_strjoinv (" ", kept);
}

/* Whether it means the name of a person and hardly anything else. */
static gboolean
is_person_name (const PalierHeaderMatch *match)
{
  for (guint i = 0; i < match->n_meanings; i++)
    if (match->meanings[i].likelihood > 0.6 && match->meanings[i].field != PALIER_FIELD_LAST_NAME
        && match->meanings[i].field != PALIER_FIELD_FULL_NAME
        && match->meanings[i].field != PALIER_FIELD_FIRST_NAME)
      return FALSE;
  return match->n_meanings > 0;
}

/* How sure the name in words [@first, @first + @n) still is with the words around it; 0: not.
 * @further, @partial: (inout): whether one makes it a second one, whether one is unknown */
static double
weigh_rest (const PalierHeaderDictionary *self, char **words, guint first, guint n,
            gboolean of_person, gboolean *further, gboolean *partial)
{
  double factor = 0.95;

  for (guint i = 0; words[i] != NULL; i++)
  {
    if (i >= first && i < first + n)
      continue;
    switch (palier_header_dictionary_kind (self, words[i]))
    {
    case PALIER_WORD_OTHER:
      return 0;
    case PALIER_WORD_FURTHER:
      *further = TRUE;
      break;
    case PALIER_WORD_BESIDE:
    case PALIER_WORD_NAMING:
      break;
    case PALIER_WORD_UNKNOWN:
    case PALIER_WORD_SENSITIVE:
      *partial = TRUE;
      /* The name of somebody unknown is not that of the contact. */
      factor *= of_person ? 0.2 : strlen (words[i]) <= 2 ? 0.85 : 0.72;
      break;
    }
  }
  return factor;
}

static gboolean
is_linked (char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (palier_header_dictionary_is_link (words[i]))
      return TRUE;
  return FALSE;
}

/* The best name that the words hold. French puts the thing first and what it is of behind a "de";
 * without one the thing stands last: "Propriétaire du compte", "Account owner". */
static PalierHeaderMatch
search_names (const PalierHeaderDictionary *self, char **words)
{
  PalierHeaderMatch best = none_of_ours (0);
  guint n_words = g_strv_length (words);
  gboolean linked = is_linked (words);
  double most = 0;

  for (guint first = 0; first < n_words; first++)
    for (guint n = MIN (MAX_PHRASE, n_words - first); n > 0; n--)
    {
      gboolean further = FALSE, partial = FALSE;
      g_autofree char *phrase = join_words (words, first, n);
      const PalierHeaderMatch *match = g_hash_table_lookup (self->names, phrase);
      double factor = 0;
      if (match != NULL)
        factor = weigh_rest (self, words, first, n, is_person_name (match), &further, &partial);
      if (factor == 0)
        continue;
      double place = linked ? (double) first : (double) (n_words - first - n);
      double weight = palier_header_best (match) * factor * (1 - 0.04 * place) + 0.05 * n;
      if (weight <= most)
        continue;
      most = weight;
      best = scaled (match, factor);
      best.further = match->further || further;
      best.partial = partial;
    }
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

/* What says more. */
static PalierHeaderMatch
better_of (PalierHeaderMatch a, PalierHeaderMatch b)
{
  return palier_header_best (&b) > palier_header_best (&a) ? b : a;
}

/* By what is left without the words that change nothing. @other: (out): whether a word is there
 * that makes it something else */
static PalierHeaderMatch
match_stripped (const PalierHeaderDictionary *self, char **words, gboolean *other)
{
  gboolean further;

  for (int naming = 0; naming < 2; naming++)
  {
    g_autofree char *stripped = strip_words (self, words, naming, &further, other);
    const PalierHeaderMatch *near = g_hash_table_lookup (self->names, stripped);
    if (near == NULL || (naming && is_person_name (near)))
      continue;
    PalierHeaderMatch match = scaled (near, naming ? 0.9 : 0.94);
    match.further = further;
    return match;
  }
  return none_of_ours (0);
}

/* A folded header by names alone: as it stands, stripped, and by what its words hold. */
static PalierHeaderMatch
match_words (const PalierHeaderDictionary *self, const char *folded)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  const PalierHeaderMatch *exact = g_hash_table_lookup (self->names, folded);
  gboolean other;

  if (exact != NULL)
    return *exact;
  PalierHeaderMatch match = match_stripped (self, words, &other);
  if (palier_header_best (&match) < 0.7 && g_strv_length (words) <= MAX_WORDS)
    match = better_of (match, search_names (self, words));
  if (palier_header_best (&match) < 0.5 && other)
    return none_of_ours (0.9);
  return match;
}

static PalierHeaderMatch
match_loosely (const PalierHeaderDictionary *self, const char *header, const char *folded)
{
  g_autofree char *parted = palier_header_part_cases (header);
  g_autofree char *cases = palier_fold_words (parted);
  PalierHeaderMatch match = match_words (self, cases);
  g_autofree char *letters =
      strchr (cases, ' ') == NULL ? palier_header_part_letters (self, cases) : NULL;
  guint n_mended;

  if (letters != NULL)
  {
    PalierHeaderMatch found = match_words (self, letters);
    match = better_of (match, scaled (&found, 0.95));
  }
  if (palier_header_best (&match) >= 0.5)
    return match;
  g_autofree char *mended = palier_header_mend_words (self, folded, &n_mended);
  PalierHeaderMatch found = mended != NULL ? match_words (self, mended) : none_of_ours (0);
  found.partial |= n_mended > 2;
  return better_of (match, scaled (&found, n_mended > 2 ? 0.55 : n_mended > 1 ? 0.75 : 0.85));
}

/* "Ville (bureau)", "Id. 1 (SIREN)": what stands outside, unless only what is inside is known. */
static PalierHeaderMatch
match_parenthesis (const PalierHeaderDictionary *self, const char *header)
{
  const char *open = strchr (header, '('), *close = strrchr (header, ')');
  gboolean further, other;

  if (open == NULL || close == NULL || close < open)
    return none_of_ours (0);
  g_autofree char *head = g_strndup (header, (gsize) (open - header));
  g_autofree char *outside = palier_fold_words (head);
  g_autofree char *tail = g_strndup (open + 1, (gsize) (close - open - 1));
  g_autofree char *inside = palier_fold_words (tail);
  g_auto (GStrv) words = g_strsplit (inside, " ", -1);
  g_autofree char *rest = strip_words (self, words, FALSE, &further, &other);
  PalierHeaderMatch match = match_words (self, outside);

  if (other || *outside == '\0')
    return none_of_ours (0);
  if (match.n_meanings > 0 && palier_header_best (&match) >= 0.5)
  {
    match = scaled (&match, 0.97);
    match.further |= further;
    return match;
  }
  const PalierHeaderMatch *known = g_hash_table_lookup (self->names, inside);
  return known != NULL && known->n_meanings > 0 ? scaled (known, 0.9) : none_of_ours (0);
}

/* Where the parts of "Personne - Nom" or "Email : work" meet: (nullable) */
static const char *
find_group_mark (const char *header, gsize *length)
{
  const char *dash = g_strrstr (header, " - ");
  const char *colon = strrchr (header, ':');

  *length = dash != NULL ? 3 : 1;
  return dash != NULL ? dash : colon;
}

static gboolean
has_unknown_word (const PalierHeaderDictionary *self, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (palier_header_dictionary_kind (self, words[i]) == PALIER_WORD_UNKNOWN
        && !g_hash_table_contains (self->letters, words[i]))
      return TRUE;
  return FALSE;
}

/* Whether @words say only whose something is: "Personne", "Organisation". */
static gboolean
is_whose (const PalierHeaderDictionary *self, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (palier_header_dictionary_kind (self, words[i]) != PALIER_WORD_BESIDE)
      return FALSE;
  return TRUE;
}

/* Whether what stands behind a dash is a field by itself: a label or a type is one of what stands
 * before it. */
static gboolean
stands_for_itself (const PalierHeaderDictionary *self, const char *tail)
{
  const PalierHeaderMatch *match = g_hash_table_lookup (self->names, tail);

  return match != NULL && match->n_meanings > 0 && palier_header_best (match) >= 0.7
         && palier_header_dictionary_kind (self, tail) != PALIER_WORD_OTHER
         && palier_header_dictionary_kind (self, tail) != PALIER_WORD_NAMING;
}

/* "Contact: Nom", "Champ additionnel: E-mail": what stands behind the colon, unless the group makes
 * it something else or what follows only says which one: "Email : work". */
static PalierHeaderMatch
match_group (const PalierHeaderDictionary *self, const char *header)
{
  gsize length;
  const char *mark = find_group_mark (header, &length);
  gboolean further, other;

  if (mark == NULL || mark == header || palier_is_blank (mark + length))
    return none_of_ours (0);
  g_autofree char *head = g_strndup (header, (gsize) (mark - header));
  g_autofree char *group = palier_fold_words (head);
  g_autofree char *tail = palier_fold_words (mark + length);
  g_auto (GStrv) words = g_strsplit (group, " ", -1);
  PalierWordKind qualifier = palier_header_dictionary_kind (self, tail);

  if (length > 1 && !stands_for_itself (self, tail))
    return none_of_ours (0);
  if ((qualifier == PALIER_WORD_FURTHER || qualifier == PALIER_WORD_BESIDE)
      && !is_whose (self, words))
  {
    PalierHeaderMatch thing = match_words (self, group);
    if (thing.n_meanings > 0 && palier_header_best (&thing) >= 0.7)
    {
      thing.further |= qualifier == PALIER_WORD_FURTHER;
      return scaled (&thing, 0.97);
    }
  }
  PalierHeaderMatch match = match_words (self, tail);
  g_autofree char *rest = strip_words (self, words, FALSE, &further, &other);

  if (other)
    return none_of_ours (0.9);
  if (palier_header_best (&match) < 0.5)
    return none_of_ours (0);
  match = scaled (&match, 0.97);
  match.further |= further;
  match.partial |= has_unknown_word (self, words);
  return match;
}

/* @folded: not empty */
static PalierHeaderMatch
match_header (const PalierHeaderDictionary *self, const char *header, const char *folded)
{
  gboolean exact = g_hash_table_contains (self->names, folded);
  PalierHeaderMatch match = exact ? none_of_ours (0) : match_group (self, header);
  if (!exact && match.n_meanings == 0 && match.none == 0)
    match = match_parenthesis (self, header);
  if (palier_header_best (&match) == 0)
    match = match_words (self, folded);
  if (exact || (palier_header_best (&match) >= 0.5 && match.n_meanings > 0))
    return match;
  PalierHeaderMatch loose = match_loosely (self, header, folded);
  return loose.n_meanings > 0 && palier_header_best (&loose) >= 0.7 ? loose
                                                                    : better_of (match, loose);
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
    return none_of_ours (0);
  g_autofree char *folded = palier_fold_words (header);
  if (*folded == '\0')
    return none_of_ours (0);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  if (is_sensitive (self, folded, words))
    return (PalierHeaderMatch) { .none = 0.97, .sensitive = TRUE };
  PalierHeaderMatch match = match_header (self, header, folded);
  for (guint i = 0; words[i] != NULL; i++)
  {
    gpointer person = NULL;
    if (g_hash_table_lookup_extended (self->persons, words[i], &person, NULL))
      match.person = person;
    match.property |= g_hash_table_contains (self->things, words[i]);
  }
  return match;
}
