/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-edits.h"

#include <string.h>

struct _PalierImportEdits
{
  GHashTable *cells;                    /* "line:column" → text */
  GHashTable *alike;                    /* "column:raw" → text */
  GHashTable *accepted;                 /* set of "column:code" */
  GHashTable *decisions;                /* "line" → PalierDecision + 1 */
  gint8 of_verdicts[PALIER_N_VERDICTS]; /* PalierDecision + 1; 0: by the options */
};

G_DEFINE_BOXED_TYPE (PalierImportEdits, palier_import_edits, palier_import_edits_ref,
                     palier_import_edits_unref)

static GHashTable *
texts_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static GHashTable *
numbers_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

PalierImportEdits *
palier_import_edits_new (void)
{
  PalierImportEdits *self = g_atomic_rc_box_new0 (PalierImportEdits);

  self->cells = texts_new ();
  self->alike = texts_new ();
  self->accepted = texts_new ();
  self->decisions = numbers_new ();
  return self;
}

static void
edits_clear (gpointer data)
{
  PalierImportEdits *self = data;

  g_hash_table_unref (self->cells);
  g_hash_table_unref (self->alike);
  g_hash_table_unref (self->accepted);
  g_hash_table_unref (self->decisions);
}

PalierImportEdits *
palier_import_edits_ref (PalierImportEdits *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_import_edits_unref (PalierImportEdits *self)
{
  g_atomic_rc_box_release_full (self, edits_clear);
}

static void
copy_texts (GHashTable *from, GHashTable *to)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (to, g_strdup (key), g_strdup (value));
}

/* @self: (nullable) */
PalierImportEdits *
palier_import_edits_copy (const PalierImportEdits *self)
{
  PalierImportEdits *copy = palier_import_edits_new ();
  GHashTableIter iter;
  gpointer key, value;

  if (self == NULL)
    return copy;
  copy_texts (self->cells, copy->cells);
  copy_texts (self->alike, copy->alike);
  copy_texts (self->accepted, copy->accepted);
  g_hash_table_iter_init (&iter, self->decisions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->decisions, g_memdup2 (key, sizeof (guint64)), value);
  memcpy (copy->of_verdicts, self->of_verdicts, sizeof self->of_verdicts);
  return copy;
}

gboolean
palier_import_edits_is_empty (const PalierImportEdits *self)
{
  static const gint8 none[PALIER_N_VERDICTS];

  return !palier_import_edits_has_cells (self) && g_hash_table_size (self->decisions) == 0
         && memcmp (self->of_verdicts, none, sizeof none) == 0;
}

static char *
cell_key (guint64 line, guint column)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%u", line, column);
}

static char *
text_key (int column, const char *text)
{
  return g_strdup_printf ("%d:%s", column, text);
}

/* @key: (transfer full); @text: (nullable): NULL: forgets it */
static void
put_text (GHashTable *table, char *key, const char *text)
{
  if (text != NULL)
  {
    g_hash_table_insert (table, key, g_strdup (text));
    return;
  }
  g_hash_table_remove (table, key);
  g_free (key);
}

void
palier_import_edits_set_cell (PalierImportEdits *self, guint64 line, guint column, const char *text)
{
  put_text (self->cells, cell_key (line, column), text);
}

void
palier_import_edits_set_alike (PalierImportEdits *self, guint column, const char *raw,
                               const char *text)
{
  put_text (self->alike, text_key ((int) column, raw), text);
}

void
palier_import_edits_accept (PalierImportEdits *self, int column, const char *code, gboolean accept)
{
  put_text (self->accepted, text_key (column, code), accept ? "" : NULL);
}

void
palier_import_edits_decide (PalierImportEdits *self, guint64 line, PalierDecision decision)
{
  g_hash_table_insert (self->decisions, g_memdup2 (&line, sizeof line),
                       GINT_TO_POINTER (decision + 1));
}

void
palier_import_edits_decide_all (PalierImportEdits *self, PalierImportVerdict verdict,
                                PalierDecision decision)
{
  self->of_verdicts[verdict] = (gint8) (decision + 1);
  g_hash_table_remove_all (self->decisions);
}

gboolean
palier_import_edits_has_cells (const PalierImportEdits *self)
{
  return g_hash_table_size (self->cells) + g_hash_table_size (self->alike)
             + g_hash_table_size (self->accepted)
         > 0;
}

const char *
palier_import_edits_get_cell (const PalierImportEdits *self, guint64 line, guint column,
                              const char *raw)
{
  const char *text = NULL;

  if (g_hash_table_size (self->cells) > 0)
  {
    g_autofree char *key = cell_key (line, column);
    text = g_hash_table_lookup (self->cells, key);
  }
  if (text == NULL && g_hash_table_size (self->alike) > 0)
  {
    g_autofree char *key = text_key ((int) column, raw);
    text = g_hash_table_lookup (self->alike, key);
  }
  return text;
}

gboolean
palier_import_edits_accepts (const PalierImportEdits *self, int column, const char *code)
{
  if (g_hash_table_size (self->accepted) == 0)
    return FALSE;
  g_autofree char *key = text_key (column, code);
  return g_hash_table_contains (self->accepted, key);
}

/* Returns: whether anything was decided. */
gboolean
palier_import_edits_get_decision (const PalierImportEdits *self, guint64 line,
                                  PalierImportVerdict verdict, PalierDecision *decision)
{
  int chosen = GPOINTER_TO_INT (g_hash_table_lookup (self->decisions, &line));

  if (chosen == 0)
    chosen = self->of_verdicts[verdict];
  if (chosen == 0)
    return FALSE;
  *decision = (PalierDecision) (chosen - 1);
  return TRUE;
}

gboolean
palier_import_edits_tells_apart (const PalierImportEdits *self, guint64 line)
{
  int chosen = GPOINTER_TO_INT (g_hash_table_lookup (self->decisions, &line));

  return chosen == PALIER_DECISION_KEEP + 1;
}
