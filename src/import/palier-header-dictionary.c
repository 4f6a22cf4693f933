/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of fields, the words that change nothing, those that make a column a second one and
 * those that make it something else. They are data: resources/import/headers.txt. */
#include "palier-header-dictionary.h"

#include <gio/gio.h>
#include <string.h>

#include "palier-header-forms.h"
#include "palier-import-resources.h"

#define HEADERS "/fr/immo_ai/Palier/import/headers.txt"

/* Words between a thing and what it is of. */
static const char *const links[] = {
  "de", "du", "des", "d", "of", "l", "la", "le", "on", "at", NULL
};

/* Whether @word stands between a thing and what it is of. */
gboolean
palier_header_dictionary_is_link (const char *word)
{
  return g_strv_contains (links, word);
}

static PalierHeaderMatch *
ensure_name (PalierHeaderDictionary *self, const char *name)
{
  PalierHeaderMatch *match = g_hash_table_lookup (self->names, name);

  if (match == NULL)
  {
    match = g_new0 (PalierHeaderMatch, 1);
    g_hash_table_insert (self->names, g_strdup (name), match);
  }
  return match;
}

static void
add_letters (PalierHeaderDictionary *self, const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (strlen (words[i]) > 1)
      g_hash_table_add (self->letters, g_strdup (words[i]));
}

static void
add_name (PalierHeaderDictionary *self, const char *name, PalierField field, double likelihood)
{
  PalierHeaderMatch *match = ensure_name (self, name);

  add_letters (self, name);
  if (field == PALIER_FIELD_NONE)
    match->none = likelihood;
  else if (palier_header_likelihood (match, field) == 0 && match->n_meanings < PALIER_MEANINGS_MAX)
  {
    match->meanings[match->n_meanings].field = field;
    match->meanings[match->n_meanings].likelihood = likelihood;
    match->n_meanings++;
  }
}

/* "prix de vente" is written "prix_vente" too. */
static char *
without_links (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  g_autoptr (GStrvBuilder) left = g_strv_builder_new ();

  for (guint i = 0; words[i] != NULL; i++)
    if (!palier_header_dictionary_is_link (words[i]))
      g_strv_builder_add (left, words[i]);
  g_auto (GStrv) kept = g_strv_builder_end (left);
  return g_strjoinv (" ", kept);
}

/* Where that is no name of its own. */
static void
add_unlinked_names (PalierHeaderDictionary *self)
{
  g_autoptr (GPtrArray) names = g_hash_table_get_keys_as_ptr_array (self->names);

  for (guint i = 0; i < names->len; i++)
  {
    const PalierHeaderMatch *match = g_hash_table_lookup (self->names, names->pdata[i]);
    g_autofree char *short_name = without_links (names->pdata[i]);
    if (strchr (short_name, ' ') != NULL && !g_hash_table_contains (self->names, short_name))
      g_hash_table_insert (self->names, g_steal_pointer (&short_name),
                           g_memdup2 (match, sizeof *match));
  }
}

static PalierWordKind
kind_of_mark (char mark)
{
  switch (mark)
  {
  case '~':
    return PALIER_WORD_BESIDE;
  case '+':
    return PALIER_WORD_FURTHER;
  case '!':
    return PALIER_WORD_OTHER;
  case '*':
    return PALIER_WORD_SENSITIVE;
  case '=':
    return PALIER_WORD_NAMING;
  default:
    return PALIER_WORD_UNKNOWN;
  }
}

/* The set that a line of words for persons, properties or service fills: (nullable): it is another
 * line. */
static GHashTable *
find_set (const PalierHeaderDictionary *self, char mark)
{
  return mark == '@'   ? self->persons
         : mark == '^' ? self->things
         : mark == '&' ? self->charges
                       : NULL;
}

/* "% telephone: tel, phone": each is written for the first. */
static void
add_same (PalierHeaderDictionary *self, const char *line, const char *colon)
{
  g_autofree char *one = g_strndup (line + 1, (gsize) (colon - line - 1));
  g_auto (GStrv) others = g_strsplit (colon + 1, ",", -1);

  for (guint i = 0; others[i] != NULL; i++)
  {
    g_hash_table_insert (self->same, g_strdup (g_strstrip (others[i])),
                         g_strdup (g_strstrip (one)));
    add_letters (self, others[i]);
  }
}

static void
add_line (PalierHeaderDictionary *self, const char *line)
{
  const char *colon = strchr (line, ':');
  g_auto (GStrv) head = g_strsplit (line, " ", 2);
  g_auto (GStrv) names = g_strsplit (colon + 1, ",", -1);
  PalierWordKind kind = kind_of_mark (*line);
  GHashTable *set = find_set (self, *line);

  for (guint i = 0; names[i] != NULL; i++)
  {
    const char *name = g_strstrip (names[i]);
    if (*name == '\0')
      continue;
    if (set != NULL)
      g_hash_table_add (set, g_strdup (name));
    else if (kind == PALIER_WORD_UNKNOWN)
      add_name (self, name, palier_field_from_name (head[0]),
                (double) g_ascii_strtoll (head[1], NULL, 10) / 100.0);
    else
    {
      g_hash_table_insert (self->words, g_strdup (name), GINT_TO_POINTER (kind));
      if (kind == PALIER_WORD_SENSITIVE && strchr (name, ' ') != NULL)
        g_ptr_array_add (self->sensitive, g_strconcat (" ", name, " ", NULL));
      add_letters (self, name);
    }
  }
}

static gpointer
load_dictionary (gpointer unused)
{
  PalierHeaderDictionary *self = g_new (PalierHeaderDictionary, 1);
  /* Among all resources, so that another list can be laid over this one. */
  g_resources_register (palier_import_get_resource ());
  g_autoptr (GBytes) bytes = g_resources_lookup_data (HEADERS, 0, NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->persons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->things = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->sensitive = g_ptr_array_new_with_free_func (g_free);
  self->charges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->same = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->letters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] == '%')
      add_same (self, lines[i], strchr (lines[i], ':'));
    else if (*lines[i] != '#' && strchr (lines[i], ':') != NULL)
      add_line (self, lines[i]);
  palier_header_add_forms (self);
  /* The names of our own files. */
  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    g_autofree char *name = g_strdelimit (g_strdup (palier_field_name ((PalierField) i)), "_", ' ');
    if (i != PALIER_FIELD_CUSTOM && !g_hash_table_contains (self->names, name))
      add_name (self, name, (PalierField) i, 0.99);
  }
  add_unlinked_names (self);
  return self;
}

/* The dictionary of the program, read once. */
const PalierHeaderDictionary *
palier_header_dictionary_get (void)
{
  static GOnce once = G_ONCE_INIT;
  return g_once (&once, load_dictionary, NULL);
}

/**
 * palier_header_dictionary_find:
 * @name: folded
 * @factor: (out): how sure it still is: other numbers and orders of the words are less so
 *
 * Returns: (nullable) (transfer none): what @name means
 */
const PalierHeaderMatch *
palier_header_dictionary_find (const PalierHeaderDictionary *self, const char *name, double *factor)
{
  const PalierHeaderMatch *match = g_hash_table_lookup (self->names, name);

  *factor = 1;
  if (match != NULL)
    return match;
  g_autofree char *form = palier_header_form_of (self, name);
  match = g_hash_table_lookup (self->forms, form);
  *factor = 0.95;
  return match;
}

/* "souhaitées" for "souhaité": (nullable): @word is too short for an ending */
static char *
without_ending (const char *word)
{
  gsize length = strlen (word);

  if (length < 6)
    return NULL;
  length -= word[length - 1] == 's';
  length -= word[length - 1] == 'e' && word[length - 2] == 'e';
  return length < strlen (word) ? g_strndup (word, length) : NULL;
}

/* What the folded @word does beside a name. */
PalierWordKind
palier_header_dictionary_kind (const PalierHeaderDictionary *self, const char *word)
{
  /* "2" and any further number is a second one. */
  if (strspn (word, "0123456789") == strlen (word))
    return strcmp (word, "1") == 0 ? PALIER_WORD_BESIDE : PALIER_WORD_FURTHER;
  gpointer kind = g_hash_table_lookup (self->words, word);
  g_autofree char *stem = kind == NULL ? without_ending (word) : NULL;
  if (stem != NULL)
    kind = g_hash_table_lookup (self->words, stem);
  return (PalierWordKind) GPOINTER_TO_INT (kind);
}

/* Whether the folded @word is part of a name, or does something beside one. */
gboolean
palier_header_knows_word (const char *word)
{
  const PalierHeaderDictionary *self = palier_header_dictionary_get ();

  return g_hash_table_contains (self->letters, word)
         || palier_header_dictionary_kind (self, word) != PALIER_WORD_UNKNOWN;
}
