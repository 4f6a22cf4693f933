/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-normal-form.h"

#include <string.h>

#include "palier-fold.h"

typedef struct
{
  const char *text;
  gsize length;
} Word;

#define MAX_WORDS 24

/* The words of a folded text, borrowed from it. Returns: how many */
static guint
split (const char *folded, Word out[MAX_WORDS])
{
  guint n = 0;

  for (const char *p = folded; *p != '\0' && n < MAX_WORDS;)
  {
    gsize length = strcspn (p, " ");
    if (length > 0)
      out[n++] = (Word) { p, length };
    p += length + (p[length] != '\0');
  }
  return n;
}

static gboolean
is_one_of (Word word, const char *const *list, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (list[i][0] == word.text[0] && strlen (list[i]) == word.length
        && memcmp (list[i], word.text, word.length) == 0)
      return TRUE;
  return FALSE;
}

static void
append_word (GString *out, const char *text, gsize length)
{
  if (out->len > 0)
    g_string_append_c (out, ' ');
  g_string_append_len (out, text, (gssize) length);
}

/* Most texts are ASCII: folded in place, without the detour over Unicode. */
void
palier_form_words (const char *text, GString *out)
{
  g_string_truncate (out, 0);
  if (text == NULL)
    return;
  if (!g_str_is_ascii (text))
  {
    g_autofree char *words = palier_fold_words (text);
    g_string_append (out, words);
    return;
  }
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isalnum (*p))
      g_string_append_c (out, g_ascii_tolower (*p));
    else if (out->len > 0 && out->str[out->len - 1] != ' ')
      g_string_append_c (out, ' ');
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
}

/* Leaves out the words of a list, unless nothing would be left. */
static void
drop_words (GString *text, const char *const *list, gsize n_list)
{
  g_autofree char *folded = g_strdup (text->str);
  Word words[MAX_WORDS];
  guint n = split (folded, words);
  guint left = 0;

  for (guint i = 0; i < n; i++)
    left += !is_one_of (words[i], list, n_list);
  if (left == 0 || left == n)
    return;
  g_string_truncate (text, 0);
  for (guint i = 0; i < n; i++)
    if (!is_one_of (words[i], list, n_list))
      append_word (text, words[i].text, words[i].length);
}

/* A name without its particles: "de La Tour", "La Tour" and "d'Arc", "Arc" are alike. */
void
palier_form_name (const char *text, GString *out)
{
  static const char *const particles[] = { "de", "du", "des", "d" };

  palier_form_words (text, out);
  if (strchr (out->str, ' ') != NULL)
    drop_words (out, particles, G_N_ELEMENTS (particles));
}

/* A firm's name without its legal form. */
void
palier_form_company (const char *text, GString *out)
{
  static const char *const forms[] = { "sarl", "sas", "sasu", "eurl", "sa",    "sci",
                                       "snc",  "ei",  "eirl", "scp",  "selarl" };

  palier_form_words (text, out);
  drop_words (out, forms, G_N_ELEMENTS (forms));
}

static const char *
spell_out (Word word)
{
  static const struct
  {
    const char *brief;
    const char *full;
  } rows[] = {
    { "r", "rue" },          { "av", "avenue" },     { "ave", "avenue" },
    { "bd", "boulevard" },   { "bld", "boulevard" }, { "blvd", "boulevard" },
    { "boul", "boulevard" }, { "pl", "place" },      { "ch", "chemin" },
    { "che", "chemin" },     { "chem", "chemin" },   { "imp", "impasse" },
    { "all", "allee" },      { "rte", "route" },     { "sq", "square" },
    { "fg", "faubourg" },    { "fbg", "faubourg" },  { "st", "saint" },
    { "ste", "sainte" },     { "gal", "general" },   { "gen", "general" },
    { "mal", "marechal" },   { "dr", "docteur" },    { "pdt", "president" },
    { "crs", "cours" },      { "res", "residence" }, { "bat", "batiment" },
    { "qu", "quai" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].brief[0] == word.text[0] && strlen (rows[i].brief) == word.length
        && memcmp (rows[i].brief, word.text, word.length) == 0)
      return rows[i].full;
  return NULL;
}

static void
append_spelled (GString *out, Word word)
{
  const char *full = spell_out (word);

  if (full != NULL)
    append_word (out, full, strlen (full));
  else
    append_word (out, word.text, word.length);
}

/* "12 bis r. du Gal de Gaulle" is house "12bis", street "rue du general de gaulle". */
void
palier_form_street (const char *text, GString *out, GString *house)
{
  static const char *const suffixes[] = { "bis", "ter", "quater", "b", "t", "a", "c" };
  Word words[MAX_WORDS];
  guint i = 0;

  palier_form_words (text, out);
  g_string_truncate (house, 0);
  g_autofree char *folded = g_strdup (out->str);
  guint n = split (folded, words);
  g_string_truncate (out, 0);
  if (n > 1 && g_ascii_isdigit (words[0].text[0]))
  {
    g_string_append_len (house, words[0].text, (gssize) words[0].length);
    i = 1;
    if (n > 2 && is_one_of (words[1], suffixes, G_N_ELEMENTS (suffixes)))
      g_string_append_len (house, words[i++].text, (gssize) words[1].length);
  }
  for (; i < n; i++)
    append_spelled (out, words[i]);
}

static gboolean
is_city_noise (Word word)
{
  static const char *const noise[] = { "arrondissement", "er", "e", "eme" };

  return g_ascii_isdigit (word.text[0]) || is_one_of (word, noise, G_N_ELEMENTS (noise));
}

/* "Paris 15e", "PARIS CEDEX 15" are "paris"; "St-Malo" is "saint malo". */
void
palier_form_city (const char *text, GString *out)
{
  Word words[MAX_WORDS];

  palier_form_words (text, out);
  g_autofree char *folded = g_strdup (out->str);
  guint n = split (folded, words);
  g_string_truncate (out, 0);
  for (guint i = 0; i < n; i++)
  {
    if (words[i].length == 5 && memcmp (words[i].text, "cedex", 5) == 0)
      break;
    if (i == 0 || !is_city_noise (words[i]))
      append_spelled (out, words[i]);
  }
}

void
palier_form_digits (const char *text, GString *out)
{
  g_string_truncate (out, 0);
  for (const char *p = text; p != NULL && *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (out, *p);
}

/* "https://www.agence.fr/contact" is "agence.fr". */
void
palier_form_host (const char *text, GString *out)
{
  g_string_truncate (out, 0);
  if (text == NULL)
    return;
  const char *scheme = strstr (text, "://");
  const char *host = scheme != NULL ? scheme + 3 : text;
  if (g_ascii_strncasecmp (host, "www.", 4) == 0)
    host += 4;
  for (gsize i = 0; host[i] != '\0' && strchr ("/?#:", host[i]) == NULL; i++)
    g_string_append_c (out, g_ascii_tolower (host[i]));
}
