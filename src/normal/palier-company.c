/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of firms. Capitals are kept: nobody but the firm knows whether "CASA" is a word or an
 * acronym. */
#include "palier-company.h"

#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"
#include "palier-name.h"

/* As they are written, and folded without dots; several words before one. */
static const struct
{
  const char *folded;
  const char *form;
} forms[] = {
  { "societe par actions simplifiee unipersonnelle", "SASU" },
  { "entreprise unipersonnelle a responsabilite limitee", "EURL" },
  { "societe a responsabilite limitee", "SARL" },
  { "societe par actions simplifiee", "SAS" },
  { "societe civile immobiliere", "SCI" },
  { "societe en nom collectif", "SNC" },
  { "societe anonyme", "SA" },
  { "entreprise individuelle", "EI" },
  { "auto entrepreneur", "EI" },
  { "micro entreprise", "EI" },
  { "sarl", "SARL" },
  { "sarlu", "SARL" },
  { "sasu", "SASU" },
  { "sas", "SAS" },
  { "eurl", "EURL" },
  { "sa", "SA" },
  { "sci", "SCI" },
  { "sccv", "SCCV" },
  { "snc", "SNC" },
  { "selarl", "SELARL" },
  { "selas", "SELAS" },
  { "scp", "SCP" },
  { "scm", "SCM" },
  { "sca", "SCA" },
  { "scs", "SCS" },
  { "scop", "SCOP" },
  { "scic", "SCIC" },
  { "eirl", "EIRL" },
  { "ei", "EI" },
  { "gie", "GIE" },
  { "gmbh", "GmbH" },
  { "sprl", "SPRL" },
  { "srl", "SRL" },
  { "ltd", "Ltd" },
  { "llc", "LLC" },
};

/* "S.A.R.L." is "sarl": dots and brackets within a word go. */
static char *
fold_word (const char *word)
{
  g_autofree char *folded = palier_fold (word);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
    else if (*p == '-')
      g_string_append_c (out, ' ');
  return g_string_free (out, FALSE);
}

static gsize
count_words (const char *text)
{
  gsize n = 1;

  for (; *text != '\0'; text++)
    n += *text == ' ';
  return n;
}

/* How many words from @at on are the form @i; 0: they are not. */
static guint
match_form (char **words, guint at, guint n, gsize i)
{
  GString *joined = g_string_new (NULL);
  guint used = 0;
  gsize wanted = count_words (forms[i].folded);

  while (at + used < n && (joined->len == 0 ? 0 : count_words (joined->str)) < wanted)
  {
    g_string_append_printf (joined, "%s%s", used > 0 ? " " : "", words[at + used]);
    used++;
  }
  gboolean same = strcmp (joined->str, forms[i].folded) == 0;
  g_string_free (joined, TRUE);
  return same ? used : 0;
}

/* The form that stands at the beginning or the end of @words, and which they are. */
static const char *
find_form (char **words, guint n, guint *from, guint *to)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
  {
    guint used = match_form (words, 0, n, i);
    if (used > 0)
    {
      *from = 0;
      *to = used;
      return forms[i].form;
    }
    gsize wanted = count_words (forms[i].folded);
    for (guint at = n > wanted ? n - (guint) wanted : 0; at < n; at++)
    {
      used = match_form (words, at, n, i);
      if (used > 0 && at + used == n)
      {
        *from = at;
        *to = n;
        return forms[i].form;
      }
    }
  }
  return NULL;
}

/**
 * palier_company_split:
 * @text: (nullable): "SARL Agence du Port", "Agence du Port (S.A.S.)", "IMMO SUD - EURL"
 * @form: (out) (nullable) (optional): "SARL", "SAS" …; %NULL where none stands at either end
 *
 * Returns: (transfer full): the name as it is written, without the form; where there is nothing
 *   else, the whole text
 */
char *
palier_company_split (const char *text, const char **form)
{
  gboolean oversized = text != NULL && palier_text_is_oversized (text);
  g_autofree char *valid = g_utf8_make_valid (text != NULL && !oversized ? text : "", -1);
  g_autofree char *plain = palier_text_squeeze (valid);
  g_auto (GStrv) words = g_strsplit (plain, " ", -1);
  guint n = g_strv_length (words), from = 0, to = 0;
  g_auto (GStrv) folded = g_new0 (char *, n + 1);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    folded[i] = fold_word (words[i]);
  const char *found = find_form (folded, n, &from, &to);
  for (guint i = 0; i < n; i++)
    if (i < from || i >= to)
      g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", words[i]);
  if (form != NULL)
    *form = found;
  /* What parted the two goes with the form. */
  while (found != NULL && out->len > 0 && strchr (" -,(", out->str[out->len - 1]) != NULL)
    g_string_truncate (out, out->len - 1);
  while (found != NULL && out->len > 0 && strchr (" -,)", out->str[0]) != NULL)
    g_string_erase (out, 0, 1);
  if (out->len == 0)
    g_string_assign (out, plain);
  return g_string_free (out, FALSE);
}

/* (nullable): the legal form that @text is, and nothing else: "S.A.R.L." → "SARL" */
const char *
palier_company_form (const char *text)
{
  guint from = 0, to = 0;

  if (text == NULL || strnlen (text, 80) == 80)
    return NULL;
  g_autofree char *words = palier_fold_words (text);
  g_autofree char *word = fold_word (text);
  g_auto (GStrv) whole = g_strsplit (
      strchr (words, ' ') != NULL && strchr (text, '.') == NULL ? words : word, " ", -1);
  guint n = g_strv_length (whole);
  const char *form = n > 0 ? find_form (whole, n, &from, &to) : NULL;
  return form != NULL && from == 0 && to == n ? form : NULL;
}

/**
 * palier_company_case:
 *
 * Sets only a name that stands in small letters throughout: "agence du port" → "Agence du Port".
 * Capitals stay: brands and acronyms are written so.
 *
 * Returns: (transfer full): never %NULL
 */
char *
palier_company_case (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  g_autofree char *plain = palier_text_squeeze (valid);
  g_autofree char *lower = g_utf8_strdown (plain, -1);

  if (strcmp (plain, lower) != 0 || strpbrk (plain, "@./") != NULL)
    return g_steal_pointer (&plain);
  return palier_city_case (plain);
}

/* The form in which two spellings of one firm are equal: folded words without the legal form. */
char *
palier_company_key (const char *text)
{
  g_autofree char *name = palier_company_split (text, NULL);
  return palier_fold_words (name);
}
