/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "palier-draft-facts.h"
#include "palier-french.h"
#include "palier-name.h"

static const struct
{
  const char *title, *spoken, *written;
} titles[] = {
  { "M.", "Monsieur", "Monsieur" },     { "Mme", "Madame", "Madame" },
  { "Mlle", "Madame", "Madame" },       { "M. et Mme", "Madame et Monsieur", "Madame, Monsieur" },
  { "Dr", "Docteur", "Docteur" },       { "Me", "Maître", "Maître" },
  { "Pr", "Professeur", "Professeur" },
};

/* Its row; -1: none */
static int
find_title (const char *title)
{
  for (gsize i = 0; title != NULL && i < G_N_ELEMENTS (titles); i++)
    if (strcmp (titles[i].title, title) == 0)
      return (int) i;
  return -1;
}

/* "DUBOIS Jean": which is the family name is shown by capitals, so this is more than one. */
static gboolean
is_whole_name (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  gboolean shouted = FALSE, cased = FALSE;

  for (gsize i = 0; words[i] != NULL; i++)
  {
    g_autofree char *upper = g_utf8_strup (words[i], -1);
    gboolean large = strcmp (upper, words[i]) == 0;
    shouted |= large && g_utf8_strlen (words[i], -1) > 2;
    cased |= !large && g_unichar_isupper (g_utf8_get_char (words[i]));
  }
  return shouted && cased;
}

/* A name that an import left whole ("M. PEYRAT Aurélie", "Durand / Petit") is none to greet with.
 */
static gboolean
is_plain_name (const char *name)
{
  guint spaces = 0;

  for (const char *p = name; *p != '\0'; p++)
  {
    if (strchr (".,;:/@()&+0123456789", *p) != NULL)
      return FALSE;
    spaces += *p == ' ';
  }
  return spaces <= 2 && !is_whole_name (name);
}

/* "Bonjour Madame Le Goff"; without a civility only "Bonjour": a name guessed wrong is worse than
 * none. */
char *
palier_draft_salutation (const char *title, const char *last_name)
{
  int i = find_title (title);

  if (i < 0 || last_name == NULL || !is_plain_name (last_name))
    return g_strdup ("Bonjour");
  g_autofree char *cased = palier_name_case (last_name);
  g_autofree char *name = palier_french_value (cased);
  return g_strdup_printf ("Bonjour %s %s", titles[i].spoken, name);
}

/* How a letter begins, and whom its last sentence names: never by the name. */
char *
palier_draft_letter_salutation (const char *title)
{
  int i = find_title (title);

  return g_strdup (i >= 0 ? titles[i].written : "Madame, Monsieur");
}
