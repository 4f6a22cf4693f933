/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the words of a header say: as they stand; without those that change nothing; by the names
 * they hold, what is left over counting against it. */
#include "palier-header-words.h"

#include <string.h>

#define MAX_WORDS 16
#define MAX_PHRASE 6 /* words of one name */
#define SENTENCE 6   /* words: in a question some are always unknown */
#define LEAST_OF_SENTENCE 0.62
#define IN_CHARGE 0.9
#define ROLE 0.5

PalierHeaderMatch
palier_header_scaled (const PalierHeaderMatch *match, double factor)
{
  PalierHeaderMatch result = *match;

  for (guint i = 0; i < result.n_meanings; i++)
    result.meanings[i].likelihood *= factor;
  result.none *= factor;
  return result;
}

PalierHeaderMatch
palier_header_none_of_ours (double likelihood)
{
  return (PalierHeaderMatch) { .none = likelihood };
}

/* What says more. */
PalierHeaderMatch
palier_header_better_of (PalierHeaderMatch a, PalierHeaderMatch b)
{
  return palier_header_best (&b) > palier_header_best (&a) ? b : a;
}

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
char *
palier_header_strip_words (const PalierHeaderDictionary *self, char **words, gboolean naming,
                           gboolean *further, gboolean *other)
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

/* Whether @word alone means the same as @match. */
static gboolean
says_again (const PalierHeaderDictionary *self, const char *word, const PalierHeaderMatch *match)
{
  const PalierHeaderMatch *own = g_hash_table_lookup (self->names, word);

  return own != NULL && own->n_meanings > 0 && match->n_meanings > 0
         && own->meanings[0].field == match->meanings[0].field
         && own->meanings[0].likelihood > 0.85;
}

/* "adresse" beside a part of one: "adresse_nomCommune" */
static gboolean
is_whole_of (const PalierHeaderDictionary *self, const char *word, const PalierHeaderMatch *match)
{
  const PalierHeaderMatch *own = g_hash_table_lookup (self->names, word);
  PalierField field = match->n_meanings > 0 ? match->meanings[0].field : PALIER_FIELD_NONE;

  return own != NULL && palier_header_likelihood (own, PALIER_FIELD_STREET) > 0.85
         && (field == PALIER_FIELD_CITY || field == PALIER_FIELD_POSTAL_CODE
             || field == PALIER_FIELD_COUNTRY || field == PALIER_FIELD_INSEE_CODE);
}

/* "Code postal de référence" is that of a place, and no reference. */
static gboolean
is_of_place (const char *word, const PalierHeaderMatch *match)
{
  return strcmp (word, "reference") == 0
         && (palier_header_likelihood (match, PALIER_FIELD_STREET) > 0.8
             || palier_header_likelihood (match, PALIER_FIELD_POSTAL_CODE) > 0.8
             || palier_header_likelihood (match, PALIER_FIELD_CITY) > 0.8);
}

/* How sure the name in words [@first, @first + @n) still is with the words around it; 0: not.
 * @further, @partial: (inout): whether one makes it a second one, whether one is unknown */
static double
weigh_rest (const PalierHeaderDictionary *self, char **words, guint first, guint n,
            const PalierHeaderMatch *match, gboolean *further, gboolean *partial)
{
  gboolean of_person = is_person_name (match);
  double factor = 0.95;

  for (guint i = 0; words[i] != NULL; i++)
  {
    if (i >= first && i < first + n)
      continue;
    switch (palier_header_dictionary_kind (self, words[i]))
    {
    case PALIER_WORD_OTHER:
      if (!is_of_place (words[i], match))
        return 0;
      break;
    case PALIER_WORD_FURTHER:
      *further = TRUE;
      break;
    case PALIER_WORD_BESIDE:
    case PALIER_WORD_NAMING:
      break;
    case PALIER_WORD_UNKNOWN:
    case PALIER_WORD_SENSITIVE:
      /* "Source d'origine" */
      if (!of_person && (says_again (self, words[i], match) || is_whole_of (self, words[i], match)))
        break;
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
  PalierHeaderMatch best = palier_header_none_of_ours (0);
  guint n_words = g_strv_length (words);
  gboolean linked = is_linked (words);
  double most = 0;

  for (guint first = 0; first < n_words; first++)
    for (guint n = MIN (MAX_PHRASE, n_words - first); n > 0; n--)
    {
      gboolean further = FALSE, partial = FALSE;
      g_autofree char *phrase = join_words (words, first, n);
      double known = 0, factor = 0;
      const PalierHeaderMatch *match = palier_header_dictionary_find (self, phrase, &known);
      /* A label or a type beside something is one of that. */
      gboolean of_it =
          n < n_words && palier_header_dictionary_kind (self, phrase) == PALIER_WORD_OTHER;
      if (match != NULL && !of_it)
        factor = known * weigh_rest (self, words, first, n, match, &further, &partial);
      if (factor == 0)
        continue;
      double place = linked ? (double) first : (double) (n_words - first - n);
      double weight = palier_header_best (match) * factor * (1 - 0.04 * place) + 0.05 * n;
      if (weight <= most)
        continue;
      most = weight;
      gboolean asked = n_words >= SENTENCE && !is_person_name (match);
      best = palier_header_scaled (match, asked ? MAX (factor, LEAST_OF_SENTENCE) : factor);
      best.further = match->further || further;
      best.partial = partial;
    }
  return best;
}

/* By what is left without the words that change nothing. @other: (out): whether a word is there
 * that makes it something else */
static PalierHeaderMatch
match_stripped (const PalierHeaderDictionary *self, char **words, gboolean *other)
{
  gboolean further;

  for (int naming = 0; naming < 2; naming++)
  {
    g_autofree char *stripped = palier_header_strip_words (self, words, naming, &further, other);
    double known = 0;
    const PalierHeaderMatch *near = palier_header_dictionary_find (self, stripped, &known);
    if (near == NULL || (naming && is_person_name (near)))
      continue;
    PalierHeaderMatch match = palier_header_scaled (near, known * (naming ? 0.9 : 0.97));
    match.further = further;
    return match;
  }
  return palier_header_none_of_ours (0);
}

static gboolean
has_further_word (const PalierHeaderDictionary *self, char **words)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (palier_header_dictionary_kind (self, words[i]) == PALIER_WORD_FURTHER)
      return TRUE;
  return FALSE;
}

/* What is counted or numbered: a number of anything else is a code. */
static gboolean
takes_number (PalierField field)
{
  static const PalierField fields[] = { PALIER_FIELD_PHONE,      PALIER_FIELD_MOBILE,
                                        PALIER_FIELD_SIRET,      PALIER_FIELD_SIREN,
                                        PALIER_FIELD_STREET,     PALIER_FIELD_POSTAL_CODE,
                                        PALIER_FIELD_NAF,        PALIER_FIELD_STAFF,
                                        PALIER_FIELD_TEAM_SIZE,  PALIER_FIELD_ACTIVE_LISTINGS,
                                        PALIER_FIELD_INSEE_CODE, PALIER_FIELD_OTHER_PHONES };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i] == field)
      return TRUE;
  return FALSE;
}

/* "Lien vers la fiche" */
static gboolean
is_link_to (char **words, const PalierHeaderMatch *match)
{
  static const char *const marks[] = { "lien", "liens", "link", "url", "photo", NULL };
  PalierField field = match->n_meanings > 0 ? match->meanings[0].field : PALIER_FIELD_WEBSITE;

  if (field == PALIER_FIELD_WEBSITE || field == PALIER_FIELD_LINKEDIN)
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_strv_contains (marks, words[i]))
      return TRUE;
  return FALSE;
}

/* "Account number" is no account; "Nom n° 2" is a name, and "O/N" asks for yes or no. */
static gboolean
is_number_of (char **words, const PalierHeaderMatch *match)
{
  static const char *const marks[] = { "numero", "num", "number", "no", "n", "nr", NULL };

  if (match->n_meanings == 0 || takes_number (match->meanings[0].field))
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    if (g_strv_contains (marks, words[i]) && (i == 0 || strcmp (words[i - 1], "o") != 0)
        && (words[i + 1] == NULL || !g_ascii_isdigit (*words[i + 1])))
      return TRUE;
  return FALSE;
}

/* "Clerc en charge", "Agent attitré": somebody who serves, and that he does. */
static PalierHeaderMatch
match_in_charge (const PalierHeaderDictionary *self, char **words)
{
  gboolean role = FALSE, marked = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
  {
    const PalierHeaderMatch *own = g_hash_table_lookup (self->names, words[i]);
    PalierWordKind kind = palier_header_dictionary_kind (self, words[i]);
    if (!role && own != NULL && palier_header_likelihood (own, PALIER_FIELD_OWNER) >= ROLE)
      role = TRUE;
    else if (g_hash_table_contains (self->charges, words[i]))
      marked = TRUE;
    else if (kind != PALIER_WORD_BESIDE && kind != PALIER_WORD_NAMING)
      return palier_header_none_of_ours (0);
  }
  PalierHeaderMatch match = { .n_meanings = role && marked };
  match.meanings[0].field = PALIER_FIELD_OWNER;
  match.meanings[0].likelihood = IN_CHARGE;
  return match;
}

/* A folded header by names alone: as it stands, stripped, and by what its words hold. */
PalierHeaderMatch
palier_header_match_words (const PalierHeaderDictionary *self, const char *folded)
{
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  double known = 0;
  const PalierHeaderMatch *found = palier_header_dictionary_find (self, folded, &known);
  gboolean other;

  if (found != NULL)
  {
    PalierHeaderMatch match = palier_header_scaled (found, known);
    match.further |= known < 1 && has_further_word (self, words);
    return match;
  }
  PalierHeaderMatch match = match_in_charge (self, words);
  if (match.n_meanings > 0)
    return match;
  match = match_stripped (self, words, &other);
  if (palier_header_best (&match) < 0.7 && g_strv_length (words) <= MAX_WORDS)
    match = palier_header_better_of (match, search_names (self, words));
  if (is_number_of (words, &match) || is_link_to (words, &match))
    return palier_header_none_of_ours (0.9);
  if (other && (palier_header_best (&match) < 0.5 || match.n_meanings == 0))
    return palier_header_none_of_ours (0.9);
  return match;
}
