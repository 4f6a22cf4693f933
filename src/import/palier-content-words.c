/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the words of a value tell. They are folded (palier_fold_words). */
#include "palier-content-words.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-gazetteer.h"
#include "palier-import-resources.h"

#define RESOURCES "/fr/immo_ai/Palier/import/"

/* A GThreadFunc. Returns: the lines of the list in the resources that @name is the name of */
static gpointer
load_list (gpointer name)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *path = g_strconcat (RESOURCES, (const char *) name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (palier_import_get_resource (), path, 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_hash_table_add (set, g_strdup (lines[i]));
  return set;
}

gboolean
palier_words_are_surname (const char *words)
{
  static GOnce once = G_ONCE_INIT;
  return g_hash_table_contains (g_once (&once, load_list, (gpointer) "surnames.txt"), words);
}

static gboolean
has_word (const char *words, const char *const *list)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    for (gsize j = 0; list[j] != NULL; j++)
      if (strcmp (parts[i], list[j]) == 0)
        return TRUE;
  return FALSE;
}

static gboolean
has_known_word (const char *words, GHashTable *known)
{
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (g_hash_table_contains (known, parts[i]))
      return TRUE;
  return FALSE;
}

/* Whether a word tells a legal form, a trade or a public body: "sarl", "garage", "mairie". */
static gboolean
has_firm_word (const char *words)
{
  static GOnce once = G_ONCE_INIT;
  return has_known_word (words, g_once (&once, load_list, (gpointer) "firm-words.txt"));
}

/* One word alone is a firm's only where it is a name: "Notaires" or "Gestion" sort people. */
gboolean
palier_words_are_firm (const char *words)
{
  static const char *const names[] = { "orpi",  "century",    "laforet", "guy",    "nestenn",
                                       "era",   "iad",        "foncia",  "nexity", "stephane",
                                       "safti", "capifrance", NULL };
  return has_word (words, names) || (strchr (words, ' ') != NULL && has_firm_word (words));
}

gboolean
palier_words_are_job (const char *words)
{
  static GOnce once = G_ONCE_INIT;
  return strpbrk (words, "0123456789") == NULL
         && has_known_word (words, g_once (&once, load_list, (gpointer) "jobs.txt"));
}

gboolean
palier_words_are_street (const char *words)
{
  static const char *const list[] = {
    "rue",         "avenue",    "av",      "ave",   "boulevard", "bd",      "bld",      "blvd",
    "place",       "pl",        "chemin",  "che",   "impasse",   "imp",     "route",    "rte",
    "allee",       "allees",    "quai",    "cours", "square",    "passage", "faubourg", "fbg",
    "lotissement", "residence", "lieu",    "zac",   "zi",        "street",  "road",     "st",
    "esplanade",   "rond",      "sentier", "villa", "hameau",    NULL
  };
  static const char *const first[] = { "rue",       "avenue", "av",      "boulevard", "bd",
                                       "place",     "chemin", "impasse", "route",     "allee",
                                       "quai",      "square", "passage", "faubourg",  "sentier",
                                       "esplanade", NULL };
  g_auto (GStrv) ends = g_strsplit (words, " ", 2);

  return (has_word (words, list) && strpbrk (words, "0123456789") != NULL)
         || (ends[0] != NULL && ends[1] != NULL && g_strv_contains (first, ends[0]));
}

/* "267 k", "200 250 000 eur", "env 120 m2": numbers and what they are of */
gboolean
palier_words_are_amount (const char *words)
{
  static const char *const units[] = { "",     "k",    "m",       "ke",  "keur",    "meur",
                                       "eur",  "euro", "euros",   "chf", "million", "millions",
                                       "hab",  "env",  "environ", "ca",  "sqm",     "carrez",
                                       "a",    "de",   "et",      "max", "maxi",    "min",
                                       "mini", "fai",  "hai",     "net", "ttc",     NULL };
  g_auto (GStrv) parts = g_strsplit (words, " ", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (!g_strv_contains (units, parts[i] + strspn (parts[i], "0123456789"))
        && strcmp (parts[i], "m2") != 0)
      return FALSE;
  return strpbrk (words, "0123456789") != NULL;
}

/* "6e", "1er", "3eme", "3" */
static gboolean
is_ordinal (const char *word)
{
  gsize n = strspn (word, "0123456789");

  return n > 0 && n < 3 && strlen (word) <= n + 3;
}

/* Whether they are of a part of a town: "centre ville", "lyon 6e". */
gboolean
palier_words_are_area (const char *words)
{
  static const char *const parts[] = {
    "centre", "secteur",       "quartier", "quartiers", "gare",        "port",
    "nord",   "sud",           "ouest",    "environs",  "rive",        "alentours",
    "agglo",  "agglomeration", "banlieue", "bourg",     "hypercentre", NULL
  };
  g_auto (GStrv) ends = g_strsplit (words, " ", 2);

  return has_word (words, parts)
         || (ends[0] != NULL && ends[1] != NULL && is_ordinal (ends[1])
             && palier_gazetteer_is_commune_name (ends[0]));
}

/* Whether they say where a contact comes from: "leboncoin", "bouche a oreille". */
gboolean
palier_words_are_source (const char *words)
{
  static GOnce once = G_ONCE_INIT;
  return g_hash_table_contains (g_once (&once, load_list, (gpointer) "sources.txt"), words);
}

/* Whether they say in how much time something is wanted: "3 a 6 mois", "des que possible". */
gboolean
palier_words_are_horizon (const char *words)
{
  static const char *const units[] = { "mois",   "month", "months", "an",      "ans",      "annee",
                                       "annees", "year",  "years",  "semaine", "semaines", "week",
                                       "weeks",  "jours", "days",   NULL };
  static const char *const phrases[] = {
    "des que possible", "immediat",  "immediatement", "immediate",
    "immediately",      "urgent",    "asap",          "as soon as possible",
    "dans l annee",     "plus tard", "pas presse",    "just browsing",
    "tout de suite",    NULL
  };
  gboolean digits = strpbrk (words, "0123456789") != NULL;

  return g_strv_contains (phrases, words) || (digits && has_word (words, units));
}
