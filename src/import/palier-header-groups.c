/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers of two parts: "Ville (bureau)", "Contact: Nom", "Email : work". */
#include "palier-header-groups.h"

#include <string.h>

#include "palier-fold.h"
#include "palier-header-words.h"

#define SURELY 0.85

/* "Phone (cell)" is a name of its own. */
static PalierHeaderMatch
match_whole (const PalierHeaderDictionary *self, const char *outside, const char *inside)
{
  g_autofree char *both = g_strconcat (outside, " ", inside, NULL);
  double known;
  const PalierHeaderMatch *match = palier_header_dictionary_find (self, both, &known);

  return match != NULL && palier_header_best (match) >= 0.9 ? palier_header_scaled (match, known)
                                                            : palier_header_none_of_ours (0);
}

/* "Ville (bureau)", "Id. 1 (SIREN)": what stands outside, unless only what is inside is known. */
PalierHeaderMatch
palier_header_match_parenthesis (const PalierHeaderDictionary *self, const char *header)
{
  const char *open = strchr (header, '('), *close = strrchr (header, ')');
  gboolean further, other;

  if (open == NULL || close == NULL || close < open)
    return palier_header_none_of_ours (0);
  g_autofree char *head = g_strndup (header, (gsize) (open - header));
  g_autofree char *outside = palier_fold_words (head);
  g_autofree char *tail = g_strndup (open + 1, (gsize) (close - open - 1));
  g_autofree char *inside = palier_fold_words (tail);
  g_auto (GStrv) words = g_strsplit (inside, " ", -1);
  g_autofree char *rest = palier_header_strip_words (self, words, FALSE, &further, &other);
  PalierHeaderMatch match = palier_header_match_words (self, outside);
  PalierHeaderMatch whole = match_whole (self, outside, inside);

  const PalierHeaderMatch *known = g_hash_table_lookup (self->names, inside);
  if ((other && known == NULL) || *outside == '\0')
    return palier_header_none_of_ours (0);
  if (whole.n_meanings > 0
      && palier_header_likelihood (&match, whole.meanings[0].field) < palier_header_best (&whole))
    match = whole;
  if (match.n_meanings > 0 && palier_header_best (&match) >= 0.5)
  {
    match = palier_header_scaled (&match, 0.97);
    match.further |= further;
    return match;
  }
  return known != NULL && known->n_meanings > 0 ? palier_header_scaled (known, 0.9)
                                                : palier_header_none_of_ours (0);
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
 * it something else or what follows only says which one: "Email : work", "Lead owner: Name";
 * "Recherche: Nature" is a name of its own. */
PalierHeaderMatch
palier_header_match_group (const PalierHeaderDictionary *self, const char *header)
{
  gsize length;
  const char *mark = find_group_mark (header, &length);
  gboolean further, other;

  if (mark == NULL || mark == header || palier_is_blank (mark + length))
    return palier_header_none_of_ours (0);
  g_autofree char *head = g_strndup (header, (gsize) (mark - header));
  g_autofree char *group = palier_fold_words (head);
  g_autofree char *tail = palier_fold_words (mark + length);
  g_auto (GStrv) words = g_strsplit (group, " ", -1);
  PalierWordKind qualifier = palier_header_dictionary_kind (self, tail);

  if (length > 1 && !stands_for_itself (self, tail))
    return palier_header_none_of_ours (0);
  if ((qualifier == PALIER_WORD_FURTHER || qualifier == PALIER_WORD_BESIDE)
      && !is_whose (self, words))
  {
    PalierHeaderMatch thing = palier_header_match_words (self, group);
    if (thing.n_meanings > 0 && palier_header_best (&thing) >= 0.7)
    {
      thing.further |= qualifier == PALIER_WORD_FURTHER;
      return palier_header_scaled (&thing, 0.97);
    }
  }
  PalierHeaderMatch match = match_whole (self, group, tail);
  if (match.n_meanings > 0)
    return match;
  match = palier_header_match_words (self, tail);
  g_autofree char *rest = palier_header_strip_words (self, words, FALSE, &further, &other);

  PalierHeaderMatch whose = palier_header_match_words (self, group);
  if (palier_header_likelihood (&whose, PALIER_FIELD_OWNER) >= SURELY
      && palier_header_likelihood (&match, PALIER_FIELD_FULL_NAME) > 0)
    return whose;
  if (other)
    return palier_header_none_of_ours (0.9);
  if (palier_header_best (&match) < 0.5)
    return palier_header_none_of_ours (0);
  match = palier_header_scaled (&match, 0.97);
  match.further |= further;
  match.partial |= has_unknown_word (self, words);
  return match;
}

/* "country_id/name", as programs write what another table calls it: "country". */
PalierHeaderMatch
palier_header_match_path (const PalierHeaderDictionary *self, const char *header)
{
  static const char *const ends[] = { "_id/name", "_id/display_name", "_id.name", "Id/Name" };

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (header, ends[i]))
    {
      g_autofree char *head = g_strndup (header, strlen (header) - strlen (ends[i]));
      g_autofree char *thing = palier_fold_words (head);
      return palier_header_match_words (self, thing);
    }
  return palier_header_none_of_ours (0);
}
