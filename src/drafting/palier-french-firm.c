/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How prose names a firm. */
#include <string.h>

#include "palier-fold.h"
#include "palier-french.h"

/* The common nouns that firms of the trade are named with, and what stands before such a name. */
static const struct
{
  const char *first; /* folded first word of the name */
  const char *at;
} firms[] = {
  { "agence", "à l\u2019" }, { "cabinet", "au " },      { "etude", "à l\u2019" },
  { "groupe", "au " },       { "comptoir", "au " },     { "bureau", "au " },
  { "reseau", "au " },       { "office", "à l\u2019" },
};

static int
firm_of (const char *firm)
{
  g_autofree char *folded = palier_fold (firm);
  gsize length = strcspn (folded, " ");

  for (gsize i = 0; i < G_N_ELEMENTS (firms); i++)
    if (strlen (firms[i].first) == length && strncmp (folded, firms[i].first, length) == 0)
      return (int) i;
  return -1;
}

/* "Le Comptoir" → "Comptoir", "L’Agence" → "Agence". */
static const char *
without_article (const char *firm)
{
  static const char *const articles[] = { "Le ", "le ", "LE ", "L\u2019", NULL };

  for (gsize i = 0; articles[i] != NULL; i++)
    if (g_str_has_prefix (firm, articles[i]))
      return firm + strlen (articles[i]);
  return firm;
}

/* "à l’Agence du Port", "au Cabinet Martin", "chez Orpi", "au Comptoir immobilier". An article of
 * the name's own melts with the preposition as well. */
char *
palier_french_at_firm (const char *firm)
{
  const char *rest = without_article (firm);
  int i = firm_of (rest);

  return i >= 0 ? g_strconcat (firms[i].at, rest, NULL) : g_strconcat ("chez ", firm, NULL);
}

/* "de l’Agence du Port", "du Cabinet Martin", "d’Orpi", "du Toit Bleu". */
char *
palier_french_of_firm (const char *firm)
{
  int i = firm_of (without_article (firm));

  if (i >= 0)
    return g_strconcat (g_str_has_prefix (firms[i].at, "au") ? "du " : "de l\u2019",
                        without_article (firm), NULL);
  return palier_french_of_place (firm);
}

static gboolean
is_shouted (const char *text)
{
  int letters = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_islower (c))
      return FALSE;
    letters += g_unichar_isalpha (c) != 0;
  }
  return letters > 4;
}

static void
append_word_case (GString *out, const char *word)
{
  static const char *const small[] = { "de", "du", "des", "la",  "le",   "les", "et",
                                       "en", "au", "aux", "sur", "sous", "d'",  NULL };
  g_autofree char *lower = g_utf8_strdown (word, -1);
  gsize letters = (gsize) g_utf8_strlen (word, -1);

  if (out->len > 0)
    g_string_append_c (out, ' ');
  if (out->len > 0 && g_strv_contains (small, lower))
    g_string_append (out, lower);
  else if (letters <= 3 && !g_strv_contains (small, lower))
    g_string_append (out, word);
  else
  {
    g_autofree char *cased = palier_french_sentence_case (lower);
    g_string_append (out, cased);
  }
}

/* A name without the legal form at its end: prose does not say "Agence du Port SARL". */
static char *
without_legal_form (const char *firm)
{
  static const char *const forms[] = { " sarl", " sas", " sasu", " eurl", " sa",
                                       " sci",  " snc", " ei",   NULL };
  g_autofree char *folded = palier_fold (firm);
  gsize length = strlen (firm);

  for (gsize i = 0; forms[i] != NULL; i++)
    if (strlen (folded) > strlen (forms[i]) && g_str_has_suffix (folded, forms[i])
        && g_ascii_strcasecmp (firm + length - strlen (forms[i]), forms[i]) == 0)
      return g_strndup (firm, length - strlen (forms[i]));
  return g_strdup (firm);
}

/* A firm's name as prose has it: without its legal form, beginning large, and not all in capitals,
 * which would be shouting ("AGENCE DU PORT SARL" → "Agence du Port"). Words of up to three letters
 * are taken for initials. */
char *
palier_french_firm_case (const char *firm)
{
  g_autofree char *bare = without_legal_form (firm);

  if (!is_shouted (bare))
    return palier_french_sentence_case (bare);
  g_auto (GStrv) words = g_strsplit (bare, " ", -1);
  GString *out = g_string_new (NULL);
  for (gsize i = 0; words[i] != NULL; i++)
    append_word_case (out, words[i]);
  return g_string_free (out, FALSE);
}
