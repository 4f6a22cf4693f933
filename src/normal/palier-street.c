/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Streets as addresses write them: "12 bis, bd V. Hugo" and "12BIS BOULEVARD V HUGO" are one. */
#include "palier-street.h"

#include <string.h>

#include "palier-digits.h"
#include "palier-fold.h"

/* Folded abbreviations, those of La Poste (AFNOR NF Z10-011) among them. */
static const char *const kinds[][2] = {
  { "all", "allee" },
  { "allee", "allee" },
  { "allees", "allee" },
  { "av", "avenue" },
  { "ave", "avenue" },
  { "avenue", "avenue" },
  { "bd", "boulevard" },
  { "bld", "boulevard" },
  { "blvd", "boulevard" },
  { "bvd", "boulevard" },
  { "boul", "boulevard" },
  { "boulevard", "boulevard" },
  { "carr", "carrefour" },
  { "car", "carrefour" },
  { "carrefour", "carrefour" },
  { "ch", "chemin" },
  { "che", "chemin" },
  { "chem", "chemin" },
  { "chemin", "chemin" },
  { "cours", "cours" },
  { "crs", "cours" },
  { "cite", "cite" },
  { "esp", "esplanade" },
  { "esplanade", "esplanade" },
  { "fg", "faubourg" },
  { "fbg", "faubourg" },
  { "faubourg", "faubourg" },
  { "imp", "impasse" },
  { "impasse", "impasse" },
  { "lot", "lotissement" },
  { "pass", "passage" },
  { "passage", "passage" },
  { "lotissement", "lotissement" },
  { "pas", "passage" },
  { "pl", "place" },
  { "place", "place" },
  { "prom", "promenade" },
  { "promenade", "promenade" },
  { "qu", "quai" },
  { "quai", "quai" },
  { "res", "residence" },
  { "residence", "residence" },
  { "rpt", "rond point" },
  { "rond", "rond" },
  { "rte", "route" },
  { "route", "route" },
  { "r", "rue" },
  { "rue", "rue" },
  { "ruelle", "ruelle" },
  { "sq", "square" },
  { "square", "square" },
  { "sent", "sentier" },
  { "sentier", "sentier" },
  { "trav", "traverse" },
  { "tra", "traverse" },
  { "traverse", "traverse" },
  { "villa", "villa" },
  { "voie", "voie" },
  { "za", "zone artisanale" },
  { "zi", "zone industrielle" },
  { "zac", "zac" },
  { "hameau", "hameau" },
  { "ham", "hameau" },
  { "lieudit", "lieudit" },
};

/* Words within a name that are written short. */
static const char *const shorts[][2] = {
  { "st", "saint" },      { "ste", "sainte" },    { "dr", "docteur" },    { "gal", "general" },
  { "gen", "general" },   { "mal", "marechal" },  { "col", "colonel" },   { "cdt", "commandant" },
  { "cne", "capitaine" }, { "lt", "lieutenant" }, { "pdt", "president" }, { "prof", "professeur" },
  { "fg", "faubourg" },   { "gd", "grand" },      { "gde", "grande" },    { "nd", "notre dame" },
};

void
palier_street_clear (PalierStreet *self)
{
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->kind, g_free);
  g_clear_pointer (&self->name, g_free);
}

/* (nullable): what a folded word at the beginning of a street means: "bd" → "boulevard" */
const char *
palier_street_kind (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i][0], word) == 0)
      return kinds[i][1];
  return NULL;
}

/* "bis", "b", "t" behind a number, or at its end; (nullable) */
static const char *
repeater (const char *word)
{
  static const char *const forms[][2] = { { "bis", "bis" },       { "b", "bis" },
                                          { "ter", "ter" },       { "t", "ter" },
                                          { "quater", "quater" }, { "q", "quater" },
                                          { "a", "a" },           { "c", "c" } };

  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (strcmp (forms[i][0], word) == 0)
      return forms[i][1];
  return NULL;
}

/* Takes the number off the front of @words. Returns: how many words it is */
static guint
take_number (char **words, char **number)
{
  gsize digits = words[0] != NULL ? strspn (words[0], "0123456789") : 0;
  const char *letter = NULL;
  guint used = 1;

  if (digits == 0 || digits > 5)
    return 0;
  if (words[0][digits] != '\0')
  {
    letter = repeater (words[0] + digits);
    if (letter == NULL)
      return 0;
  }
  /* "12 b rue": a letter alone is one only before a kind of street. */
  else if (words[1] != NULL && words[2] != NULL && repeater (words[1]) != NULL
           && (strlen (words[1]) > 1 || palier_street_kind (words[2]) != NULL))
  {
    letter = repeater (words[1]);
    used = 2;
  }
  *number = g_strdup_printf ("%.*s%s", (int) digits, words[0], letter != NULL ? letter : "");
  return used;
}

static void
append_word (GString *out, const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shorts); i++)
    if (strcmp (shorts[i][0], word) == 0)
      word = shorts[i][1];
  g_string_append_printf (out, "%s%s", out->len > 0 ? " " : "", word);
}

/**
 * palier_street_read:
 * @text: (nullable): "12 bis, bd Victor-Hugo"
 * @out: (out caller-allocates): whatever it held is not freed
 */
void
palier_street_read (const char *text, PalierStreet *out)
{
  gboolean oversized = text != NULL && palier_text_is_oversized (text);
  g_autofree char *folded = palier_fold_words (oversized ? NULL : text);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  GString *name = g_string_new (NULL);
  guint at;

  *out = (PalierStreet) { 0 };
  at = take_number (words, &out->number);
  if (words[at] != NULL && words[at + 1] != NULL && palier_street_kind (words[at]) != NULL)
    out->kind = g_strdup (palier_street_kind (words[at++]));
  for (; words[at] != NULL; at++)
    append_word (name, words[at]);
  out->name = g_string_free (name, FALSE);
}

/* The form in which two spellings of one address are equal: "12bis boulevard victor hugo". */
char *
palier_street_key (const char *text)
{
  g_auto (PalierStreet) street = { 0 };

  palier_street_read (text, &street);
  g_autofree char *key = g_strjoin (" ", street.number != NULL ? street.number : "",
                                    street.kind != NULL ? street.kind : "", street.name, NULL);
  return palier_text_squeeze (key);
}
