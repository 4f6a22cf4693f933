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

/* @spelled without links, its words in the singular and in one order. */
static char *
order_words (const char *spelled)
{
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

  return order_words (spelled);
}

/* Whether it is a number of things: "mandats" says how many, and "mandat" does not. */
static gboolean
is_count (const PalierHeaderMatch *match)
{
  PalierField field = match->n_meanings > 0 ? match->meanings[0].field : PALIER_FIELD_NONE;

  return field == PALIER_FIELD_ACTIVE_LISTINGS || field == PALIER_FIELD_STAFF
         || field == PALIER_FIELD_TEAM_SIZE;
}

/* The forms of names whose words stand for themselves, or of those that are written for others. A
 * form that several names have may mean what each of them does. */
static void
add_forms (const PalierHeaderDictionary *self, gboolean spelled, GHashTable *forms)
{
  GHashTableIter iter;
  gpointer name, match;

  g_hash_table_iter_init (&iter, self->names);
  while (g_hash_table_iter_next (&iter, &name, &match))
  {
    g_autofree char *plain = spell_out (self, name);
    if ((strcmp (plain, name) != 0) != spelled)
      continue;
    char *form = order_words (plain);
    gboolean numbered = strpbrk (form, "23456789") != NULL;
    if (numbered || (is_count (match) && strstr (form, COUNTED) == NULL))
    {
      g_free (form);
      continue;
    }
    PalierHeaderMatch *known = g_hash_table_lookup (forms, form);
    if (known == NULL)
    {
      known = g_new0 (PalierHeaderMatch, 1);
      g_hash_table_insert (forms, form, known);
    }
    else
      g_free (form);
    palier_header_add_meanings (known, match);
  }
}

/* Which one of several it is, the words say: "2" needs no name of its own. Where a name says itself
 * what a form means, what is only written for it adds nothing. */
void
palier_header_add_forms (PalierHeaderDictionary *self)
{
  g_autoptr (GHashTable) spelled = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer form, match;

  add_forms (self, FALSE, self->forms);
  add_forms (self, TRUE, spelled);
  g_hash_table_iter_init (&iter, spelled);
  while (g_hash_table_iter_next (&iter, &form, &match))
    if (!g_hash_table_contains (self->forms, form))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_insert (self->forms, form, match);
    }
}
