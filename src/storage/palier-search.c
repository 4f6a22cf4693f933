/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-search.h"

#include <string.h>

#include "palier-changeset-sweep.h"
#include "palier-fold.h"
#include "palier-search-near.h"

#define COLUMNS                                                                                    \
  "company, first_name, last_name, job, email, phone, mobile, "                                    \
  "other_emails, other_phones, website, siret, postal_code, city, "                                \
  "tags, notes"

#define SQL_INSERT                                                                                 \
  "INSERT INTO prospect_fts (rowid, " COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "  \
  "?, ?, ?)"
#define SQL_NOT_TODO                                                                               \
  " AND NOT EXISTS (SELECT 1 FROM search_todo t WHERE n BETWEEN t.first_n AND t.last_n)"
#define SQL_PUT                                                                                    \
  "INSERT INTO prospect_fts (rowid, " COLUMNS ") SELECT n, " COLUMNS                               \
  " FROM prospect_search WHERE n BETWEEN ? AND ?" SQL_NOT_TODO
#define SQL_TAKE_OUT                                                                               \
  "INSERT INTO prospect_fts (prospect_fts, rowid, " COLUMNS ") SELECT 'delete', n, " COLUMNS       \
  " FROM prospect_search WHERE n BETWEEN ? AND ?" SQL_NOT_TODO
#define SQL_MATCH "SELECT rowid FROM prospect_fts WHERE prospect_fts MATCH ?"
#define SQL_EXTEND_TODO "UPDATE search_todo SET last_n = ?2 WHERE last_n = ?1 - 1"
#define SQL_ADD_TODO "INSERT INTO search_todo VALUES (?, ?)"
#define SQL_ANY_TODO "SELECT EXISTS (SELECT 1 FROM search_todo)"
#define SQL_NEXT_TODO "SELECT first_n, last_n FROM search_todo ORDER BY first_n LIMIT 1"
#define SQL_SHRINK_TODO "UPDATE search_todo SET first_n = ?2 WHERE first_n = ?1"
#define SQL_DROP_TODO "DELETE FROM search_todo WHERE first_n = ?"
#define SQL_CHECK "INSERT INTO prospect_fts (prospect_fts, rank) VALUES ('integrity-check', 1)"

static const PalierField fields[] = {
  PALIER_FIELD_COMPANY, PALIER_FIELD_FIRST_NAME,   PALIER_FIELD_LAST_NAME,
  PALIER_FIELD_JOB,     PALIER_FIELD_EMAIL,        PALIER_FIELD_PHONE,
  PALIER_FIELD_MOBILE,  PALIER_FIELD_OTHER_EMAILS, PALIER_FIELD_OTHER_PHONES,
  PALIER_FIELD_WEBSITE, PALIER_FIELD_SIRET,        PALIER_FIELD_POSTAL_CODE,
  PALIER_FIELD_CITY,    PALIER_FIELD_TAGS,         PALIER_FIELD_NOTES,
};

/* What is typed by a person, not a dump: beyond, words are ignored. */
#define MAX_WORDS 16

gboolean
palier_search_insert (PalierDatabase *database, gint64 n, PalierProspect *prospect, GError **error)
{
  sqlite3_stmt *statement = palier_database_query (database, error, SQL_INSERT, "i", n);

  if (statement == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    sqlite3_bind_text (statement, (int) i + 2, palier_prospect_get (prospect, fields[i]), -1,
                       SQLITE_STATIC);
  return palier_database_step (database, statement, error);
}

/* Puts rows in, as they stand in the base. */
gboolean
palier_search_put (PalierDatabase *database, gint64 first_n, gint64 last_n, GError **error)
{
  return palier_database_run (database, error, SQL_PUT, "ii", first_n, last_n);
}

/* Takes rows out, before they change: the index knows them only by their words. */
gboolean
palier_search_take_out (PalierDatabase *database, gint64 first_n, gint64 last_n, GError **error)
{
  return palier_database_run (database, error, SQL_TAKE_OUT, "ii", first_n, last_n);
}

/* Notes new rows, which follow each other without gaps, to be put in by palier_search_catch_up().
 */
gboolean
palier_search_postpone (PalierDatabase *database, gint64 first_n, gint64 last_n, GError **error)
{
  if (!palier_database_run (database, error, SQL_EXTEND_TODO, "ii", first_n, last_n))
    return FALSE;
  return sqlite3_changes (database->handle) > 0
         || palier_database_run (database, error, SQL_ADD_TODO, "ii", first_n, last_n);
}

static gboolean
find_todo (PalierDatabase *database, gint64 *first_n, gint64 *last_n, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *row = palier_database_query (database, error, SQL_NEXT_TODO, "");

  *first_n = *last_n = 0;
  if (row == NULL)
    return FALSE;
  if (palier_database_next (database, row, &local))
  {
    *first_n = sqlite3_column_int64 (row, 0);
    *last_n = sqlite3_column_int64 (row, 1);
    sqlite3_reset (row);
  }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
palier_search_is_behind (PalierDatabase *database, gboolean *behind, GError **error)
{
  gint64 any = 0;

  if (!palier_database_number (database, &any, error, SQL_ANY_TODO, ""))
    return FALSE;
  *behind = any != 0;
  return TRUE;
}

/* Puts in some of the rows that were postponed, as they now stand, in a transaction of the
 * caller's. */
gboolean
palier_search_catch_up (PalierDatabase *database, GError **error)
{
  gint64 first_n, last_n;

  if (!find_todo (database, &first_n, &last_n, error))
    return FALSE;
  if (first_n == 0)
    return TRUE;
  gint64 end_n = MIN (last_n, first_n + PALIER_CHUNK_ROWS - 1);
  gboolean noted =
      end_n == last_n
          ? palier_database_run (database, error, SQL_DROP_TODO, "i", first_n)
          : palier_database_run (database, error, SQL_SHRINK_TODO, "ii", first_n, end_n + 1);
  return noted && palier_search_put (database, first_n, end_n, error);
}

/* Whether the index holds exactly the view's rows and words. Needs a connection that writes. */
gboolean
palier_search_check (PalierDatabase *database, GError **error)
{
  return palier_database_run (database, error, SQL_CHECK, "");
}

gboolean
palier_search_is_empty (const char *words)
{
  g_autofree char *match = palier_search_dup_match (words);

  return match == NULL;
}

static gboolean
is_number (const char *words)
{
  gboolean digit = FALSE;

  for (const char *p = words; *p != '\0'; p++)
  {
    if (!g_ascii_isdigit (*p) && strchr (" .+-()/", *p) == NULL)
      return FALSE;
    digit |= g_ascii_isdigit (*p);
  }
  return digit;
}

/* A number is one word however it is grouped; written the French way it stands in the base with
 * its country in front. */
static char *
dup_number_match (const char *words)
{
  GString *digits = g_string_new (NULL);
  char *match;

  for (const char *p = words; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  if (digits->len > 1 && digits->str[0] == '0')
    match = g_strdup_printf ("(\"%s\"* OR \"33%s\"*)", digits->str, digits->str + 1);
  else
    match = g_strdup_printf ("\"%s\"*", digits->str);
  g_string_free (digits, TRUE);
  return match;
}

/* Adds what begins with @word to a query of the index that all must meet. The index knows æ and œ
 * as letters, a reader takes them for two. */
void
palier_search_add_word (GString *match, const char *word)
{
  g_autoptr (GString) other = g_string_new (word);

  if (match->len > 0)
    g_string_append (match, " AND ");
  if (g_string_replace (other, "oe", "œ", 0) + g_string_replace (other, "ae", "æ", 0) > 0)
    g_string_append_printf (match, "(\"%s\"* OR \"%s\"*)", word, other->str);
  else
    g_string_append_printf (match, "\"%s\"*", word);
}

/**
 * palier_search_split:
 * @words: as typed
 *
 * Returns: (transfer full) (element-type utf8): the words, folded; those beyond MAX_WORDS are left
 *   out
 */
GPtrArray *
palier_search_split (const char *words)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folded = palier_fold (words);
  const char *start = folded;

  for (const char *p = folded;; p = g_utf8_next_char (p))
  {
    gunichar c = g_utf8_get_char (p);
    if (g_unichar_isalnum (c))
      continue;
    if (p > start && list->len < MAX_WORDS)
      g_ptr_array_add (list, g_strndup (start, (gsize) (p - start)));
    if (c == 0)
      return g_steal_pointer (&list);
    start = g_utf8_next_char (p);
  }
}

/**
 * palier_search_dup_match:
 * @words: (nullable): as typed
 *
 * Each word is the beginning of one, accents and case aside; all of them must be there.
 *
 * Returns: (nullable): the index's own query, %NULL where nothing was typed that could be found
 */
char *
palier_search_dup_match (const char *words)
{
  g_autoptr (GString) match = g_string_new (NULL);

  if (words == NULL || !g_utf8_validate (words, -1, NULL))
    return NULL;
  if (is_number (words))
    return dup_number_match (words);
  g_autoptr (GPtrArray) list = palier_search_split (words);
  for (guint i = 0; i < list->len; i++)
    palier_search_add_word (match, g_ptr_array_index (list, i));
  return match->len > 0 ? g_string_free (g_steal_pointer (&match), FALSE) : NULL;
}

static void
set_bit (GArray *bits, gint64 n)
{
  guint word = (guint) (n / 64);

  if (word >= bits->len)
    g_array_set_size (bits, word + 1);
  g_array_index (bits, guint64, word) |= G_GUINT64_CONSTANT (1) << (n % 64);
}

gboolean
palier_search_has (const GArray *bits, gint64 n)
{
  guint word = (guint) (n / 64);

  return word < bits->len && (g_array_index (bits, guint64, word) >> (n % 64) & 1) != 0;
}

/* Sets the bits of what @match finds. Returns: FALSE with the error set */
static gboolean
find (PalierDatabase *database, const char *match, GArray *bits, GError **error)
{
  GError *local = NULL;
  sqlite3_stmt *statement = palier_database_query (database, error, SQL_MATCH, "t", match);

  if (statement == NULL)
    return FALSE;
  while (palier_database_next (database, statement, &local))
    set_bit (bits, sqlite3_column_int64 (statement, 0));
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

/* Words that find nothing are taken for those that they are nearest to. Returns: (transfer full)
 * (element-type guint64): a bit a row number, for palier_search_has() */
GArray *
palier_search_match (PalierDatabase *database, const char *words, GError **error)
{
  g_autofree char *match = palier_search_dup_match (words);
  g_autofree char *near = NULL;
  g_autoptr (GArray) bits = g_array_new (FALSE, TRUE, sizeof (guint64));

  if (!find (database, match, bits, error))
    return NULL;
  if (bits->len == 0
      && (!palier_search_near (database, words, &near, error)
          || (near != NULL && !find (database, near, bits, error))))
    return NULL;
  return g_steal_pointer (&bits);
}
