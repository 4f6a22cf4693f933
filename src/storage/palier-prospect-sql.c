/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements over all the fields of a prospect, made of the wire's table once. What was typed
 * stands in one column, `originals`: lines of "field TAB text", newlines in it as spaces. */
#include "palier-prospect-sql.h"

#include <string.h>

#define FIRST_FIELD 4 /* of what is selected */

typedef struct
{
  char *insert;
  char *select;
  PalierField fields[PALIER_N_FIELDS]; /* those that are stored, in the order of the columns */
  int n_fields;
} Texts;

static Texts
make_texts (void)
{
  GString *columns = g_string_new (NULL);
  GString *marks = g_string_new (NULL);
  Texts texts = { 0 };

  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (palier_field_info ((PalierField) i)->stored)
    {
      g_string_append_printf (columns, ", \"%s\"", palier_field_name ((PalierField) i));
      g_string_append (marks, ", ?");
      texts.fields[texts.n_fields++] = (PalierField) i;
    }
  texts.insert = g_strdup_printf (
      "INSERT INTO prospect (id, stamp, device, originals%s) VALUES (?, ?, ?, ?%s)", columns->str,
      marks->str);
  texts.select =
      g_strdup_printf ("SELECT n, id, originals, (SELECT code FROM put_aside AS a"
                       " WHERE a.id = prospect.id AND a.pulled = 0)%s FROM prospect WHERE n = ?",
                       columns->str);
  g_string_free (columns, TRUE);
  g_string_free (marks, TRUE);
  return texts;
}

static const Texts *
get_texts (void)
{
  static Texts texts;
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    texts = make_texts ();
    g_once_init_leave (&ready, 1);
  }
  return &texts;
}

/* Inserts a row under the transaction's mark, without its keys. @n: (out): its number */
gboolean
palier_prospect_sql_insert (PalierDatabase *database, const PalierId *id, PalierProspect *prospect,
                            gint64 *n, GError **error)
{
  const Texts *texts = get_texts ();
  g_autofree char *originals = palier_originals_format (prospect);
  sqlite3_stmt *statement = palier_database_query (database, error, texts->insert, "Diit", id,
                                                   (gint64) database->mark.time,
                                                   (gint64) database->mark.device, originals);

  if (statement == NULL)
    return FALSE;
  for (int i = 0; i < texts->n_fields; i++)
  {
    const char *value = palier_prospect_get (prospect, texts->fields[i]);
    if (value != NULL)
      sqlite3_bind_text (statement, 5 + i, value, -1, SQLITE_STATIC);
  }
  if (!palier_database_step (database, statement, error))
    return FALSE;
  *n = sqlite3_last_insert_rowid (database->handle);
  return TRUE;
}

/* The statement that palier_prospect_sql_read() understands; its one parameter is n. */
sqlite3_stmt *
palier_prospect_sql_select (PalierDatabase *database, GError **error)
{
  return palier_database_query (database, error, get_texts ()->select, "");
}

static void
read_originals (PalierProspect *prospect, const char *text)
{
  for (const char *line = text; line != NULL && *line != '\0';)
  {
    const char *end = strchrnul (line, '\n');
    const char *tab = memchr (line, '\t', (gsize) (end - line));
    if (tab != NULL)
    {
      g_autofree char *name = g_strndup (line, (gsize) (tab - line));
      g_autofree char *value = g_strndup (tab + 1, (gsize) (end - tab - 1));
      PalierField field = palier_field_from_name (name);
      if (field != PALIER_FIELD_NONE)
        palier_prospect_set_original (prospect, field, value);
    }
    line = *end == '\0' ? end : end + 1;
  }
}

PalierProspect *
palier_prospect_sql_read (sqlite3_stmt *statement)
{
  PalierProspect *prospect = palier_prospect_new ();
  const Texts *texts = get_texts ();
  PalierId id;

  palier_prospect_set_n (prospect, sqlite3_column_int64 (statement, 0));
  palier_statement_get_id (statement, 1, &id);
  palier_prospect_set_id (prospect, &id);
  read_originals (prospect, palier_statement_get_text (statement, 2));
  palier_prospect_set_hold (prospect,
                            palier_hold_from_code (palier_statement_get_text (statement, 3)));
  for (int i = 0; i < texts->n_fields; i++)
    if (sqlite3_column_type (statement, FIRST_FIELD + i) != SQLITE_NULL)
      palier_prospect_set (prospect, texts->fields[i],
                           palier_statement_get_text (statement, FIRST_FIELD + i));
  return prospect;
}

static void
append_original (GString *lines, PalierField field, const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n", ' ');

  g_string_append_printf (lines, "%s%s\t%s", lines->len > 0 ? "\n" : "", palier_field_name (field),
                          line);
}

/* Returns: (transfer full) (nullable): the column's text */
char *
palier_originals_format (const PalierProspect *prospect)
{
  GString *lines = NULL;

  for (int i = 0; i < PALIER_N_FIELDS; i++)
  {
    const char *text = palier_prospect_get_original (prospect, (PalierField) i);
    if (text == NULL)
      continue;
    if (lines == NULL)
      lines = g_string_new (NULL);
    append_original (lines, (PalierField) i, text);
  }
  return lines != NULL ? g_string_free (lines, FALSE) : NULL;
}

/* Returns: (transfer full) (nullable): what was typed for @field */
char *
palier_originals_dup (const char *originals, PalierField field)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();

  read_originals (prospect, originals);
  return g_strdup (palier_prospect_get_original (prospect, field));
}

/* Returns: (transfer full) (nullable): @originals with another text for @field, or without one */
char *
palier_originals_replace (const char *originals, PalierField field, const char *text)
{
  g_autoptr (PalierProspect) prospect = palier_prospect_new ();

  read_originals (prospect, originals);
  palier_prospect_set_original (prospect, field, text);
  return palier_originals_format (prospect);
}
