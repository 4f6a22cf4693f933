/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One form for the ways in which a name is written: "noms des clients" and "client nom", "tph
 * locataire" and "téléphone du locataire". */
#include "palier-header-forms.h"

#include <string.h>

#define COUNTED "nombre" /* what tells a number of things from a thing */

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* @name with the words for which its own are written: "cp" is "code postal", "e mail" is "email".
 */
static char *
spell_out (const PalierHeaderDictionary *self, const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
  {
    gboolean parted = strcmp (words[i], "e") == 0 && g_strcmp0 (words[i + 1], "mail") == 0;
    const char *word = words[i += parted];
    const char *other = g_hash_table_lookup (self->same, word);
    g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", other != NULL ? other : word);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * palier_header_form_of:
 * @name: folded
 *
 * Returns: @name spelled out, without links, its words in the singular and in one order
 */
char *
palier_header_form_of (const PalierHeaderDictionary *self, const char *name)
{
  g_autofree char *spelled = spell_out (self, name);
  g_auto (GStrv) words = g_strsplit (spelled, " ", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
  {
    gsize length = strlen (words[i]);
    if (palier_header_dictionary_is_link (words[i]))
      continue;
    if (length > 3 && words[i][length - 1] == 's' && words[i][length - 2] != 's')
      words[i][length - 1] = '\0';
    g_ptr_array_add (kept, words[i]);
  }
  g_ptr_array_sort (kept, compare_words);
  g_ptr_array_add (kept, NULL);
  return g_strjoinv (" ", (char **) kept->pdata);
}

/* Whether both mean the same first. */
static gboolean
mean_alike (const PalierHeaderMatch *a, const PalierHeaderMatch *b)
{
  if (a->n_meanings == 0 || b->n_meanings == 0)
    return a->n_meanings == b->n_meanings;
  return a->meanings[0].field == b->meanings[0].field;
}

/* Whether it is a number of things: "mandats" says how many, and "mandat" does not. */
static gboolean
is_count (const PalierHeaderMatch *match)
{
  PalierField field = match->n_meanings > 0 ? match->meanings[0].field : PALIER_FIELD_NONE;

  return field == PALIER_FIELD_ACTIVE_LISTINGS || field == PALIER_FIELD_STAFF
         || field == PALIER_FIELD_TEAM_SIZE;
}

/* Which one of several it is, the words say: "2" needs no name of its own. A form that several
 * names have which mean something else says nothing. */
void
palier_header_add_forms (PalierHeaderDictionary *self)
{
  static const PalierHeaderMatch nothing = { .none = 0 };
  GHashTableIter iter;
  gpointer name, match;

  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &name, &match))
  {
    char *form = palier_header_form_of (self, name);
    gboolean numbered = strpbrk (form, "23456789") != NULL;
    if (numbered || (is_count (match) && strstr (form, COUNTED) == NULL))
    {
      g_free (form);
      continue;
    }
    const PalierHeaderMatch *other = g_hash_table_lookup (self->forms, form);
    if (other == NULL)
      g_hash_table_insert (self->forms, form, match);
    else if (mean_alike (other, match))
      g_free (form);
    else
      g_hash_table_insert (self->forms, form, (gpointer) &nothing);
  }
}
