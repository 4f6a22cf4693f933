/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words typed with a slip: those that the index does not know are taken for the nearest that it
 * knows. The first letter is taken to be right, as it mostly is, so that only the words that begin
 * with it are looked at. */
#include "palier-search-near.h"

#include <string.h>

#include "palier-edit-distance.h"
#include "palier-search.h"

#define SQL_KNOWN "SELECT EXISTS (SELECT 1 FROM prospect_fts WHERE prospect_fts MATCH ?)"
#define SQL_TERMS "SELECT term FROM prospect_term WHERE term >= ? AND term < ?"

#define SHORTEST 4 /* below it, another word is as near as the one that was meant */
#define LONG 8     /* from it on, two slips */
#define MAX_TERMS 50

/* The nearest terms so far, all as near. */
typedef struct
{
  const char *word;
  gsize length;
  guint distance;
  GPtrArray *terms; /* (element-type utf8) */
} Nearest;

static gboolean
is_known (PalierDatabase *database, const char *word, gboolean *known, GError **error)
{
  g_autoptr (GString) match = g_string_new (NULL);
  gint64 found = 0;

  palier_search_add_word (match, word);
  if (!palier_database_number (database, &found, error, SQL_KNOWN, "t", match->str))
    return FALSE;
  *known = found != 0;
  return TRUE;
}

static void
offer (Nearest *self, const char *term)
{
  guint distance = palier_edit_distance_to_beginning (self->word, self->length, term, strlen (term),
                                                      self->distance);

  if (distance < self->distance)
    g_ptr_array_set_size (self->terms, 0);
  if (distance > self->distance || self->terms->len == MAX_TERMS)
    return;
  self->distance = distance;
  g_ptr_array_add (self->terms, g_strdup (term));
}

/* Numbers are typed as they are read: what they are near to is another. */
static gboolean
may_slip (const char *word)
{
  return strlen (word) >= SHORTEST && strpbrk (word, "0123456789") == NULL;
}

/* Looks through the terms that begin as the word does. */
static gboolean
find_nearest (PalierDatabase *database, Nearest *self, GError **error)
{
  gunichar first = g_utf8_get_char (self->word);
  char from[7] = "", to[7] = "";
  GError *local = NULL;

  from[g_unichar_to_utf8 (first, from)] = '\0';
  to[g_unichar_to_utf8 (first + 1, to)] = '\0';
  sqlite3_stmt *row = palier_database_query (database, error, SQL_TERMS, "tt", from, to);
  if (row == NULL)
    return FALSE;
  while (palier_database_next (database, row, &local))
    offer (self, (const char *) sqlite3_column_text (row, 0));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

static void
add_terms (GString *match, const GPtrArray *terms)
{
  g_string_append (match, match->len > 0 ? " AND (" : "(");
  for (guint i = 0; i < terms->len; i++)
    g_string_append_printf (match, "%s\"%s\"", i > 0 ? " OR " : "",
                            (const char *) g_ptr_array_index (terms, i));
  g_string_append_c (match, ')');
}

/* Adds a word to the query; *@any: (out): FALSE where nothing is near it. Returns: FALSE with the
 * error set */
static gboolean
add (PalierDatabase *database, GString *match, const char *word, gboolean *any, GError **error)
{
  g_autoptr (GPtrArray) terms = g_ptr_array_new_with_free_func (g_free);
  Nearest nearest = { word, strlen (word), strlen (word) >= LONG ? 2 : 1, terms };

  if (!is_known (database, word, any, error))
    return FALSE;
  if (*any)
  {
    palier_search_add_word (match, word);
    return TRUE;
  }
  if (may_slip (word) && !find_nearest (database, &nearest, error))
    return FALSE;
  *any = terms->len > 0;
  if (*any)
    add_terms (match, terms);
  return TRUE;
}

/**
 * palier_search_near:
 * @words: as typed; the index finds nothing by them
 * @match: (out) (transfer full) (nullable): the index's own query for what may have been meant,
 *   NULL where one of the words is near to nothing
 *
 * An e-mail address is meant as it is typed.
 */
gboolean
palier_search_near (PalierDatabase *database, const char *words, char **match, GError **error)
{
  g_autoptr (GPtrArray) list = palier_search_split (words);
  g_autoptr (GString) query = g_string_new (NULL);
  gboolean any = list->len > 0 && strchr (words, '@') == NULL;

  for (guint i = 0; any && i < list->len; i++)
    if (!add (database, query, g_ptr_array_index (list, i), &any, error))
      return FALSE;
  *match = any ? g_string_free (g_steal_pointer (&query), FALSE) : NULL;
  return TRUE;
}
