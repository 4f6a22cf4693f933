/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cards of address books: vCard 2.1, 3.0 (RFC 2426) and 4.0 (RFC 6350) as rows of fixed columns,
 * whose meaning the format itself says. The file is read twice: first for the columns that are
 * used at all, so that a table does not stand full of empty ones. */
#include "palier-vcard.h"

#include <string.h>

#include "palier-cells.h"
#include "palier-vcard-card.h"

typedef struct
{
  PalierTable table;
  PalierText *text;
  PalierVcardLines *lines;
  PalierVcardCard *card;
  gboolean used[PALIER_VCARD_N_COLUMNS];
  guint order[PALIER_VCARD_N_COLUMNS]; /* the columns that are used */
  guint n_order;
  gboolean titled; /* whether the row of titles was given */
  guint64 line;
  PalierCells cells;
} PalierVcard;

/* Reads the next card, those within it left out. One that never ends is read up to the file's end.
 * Returns: FALSE at the end, or with @error set */
static gboolean
read_card (PalierVcard *self, GError **error)
{
  const PalierVcardProperty *property;
  g_autoptr (GError) problem = NULL;
  guint depth = 0;

  while ((property = palier_vcard_lines_next (self->lines, &problem)) != NULL)
  {
    gboolean card = g_ascii_strncasecmp (property->value, "VCARD", 5) == 0;
    if (card && strcmp (property->name, "BEGIN") == 0)
    {
      if (depth++ == 0)
      {
        self->line = property->line;
        palier_vcard_card_begin (self->card);
      }
    }
    else if (card && strcmp (property->name, "END") == 0)
    {
      if (depth > 0 && --depth == 0)
        break;
    }
    else if (depth == 1)
      palier_vcard_card_take (self->card, property);
  }
  if (problem != NULL)
    return g_propagate_error (error, g_steal_pointer (&problem)), FALSE;
  if (property == NULL && depth == 0)
    return FALSE;
  palier_vcard_card_end (self->card);
  return TRUE;
}

static gboolean
find_columns (PalierVcard *self, GError **error)
{
  g_autoptr (GError) problem = NULL;

  while (read_card (self, &problem))
    for (guint i = 0; i < PALIER_VCARD_N_COLUMNS; i++)
      self->used[i] = self->used[i] || palier_vcard_card_get (self->card, i)->len > 0;
  if (problem != NULL)
    return g_propagate_error (error, g_steal_pointer (&problem)), FALSE;
  for (guint i = 0; i < PALIER_VCARD_N_COLUMNS; i++)
    if (self->used[i])
      self->order[self->n_order++] = i;
  palier_vcard_lines_rewind (self->lines);
  return palier_text_rewind (self->text, error);
}

static const PalierRow *
give_titles (PalierVcard *self)
{
  self->titled = TRUE;
  palier_cells_begin (&self->cells, 1);
  for (guint i = 0; i < self->n_order; i++)
  {
    const char *title = palier_vcard_column_title (self->order[i]);
    palier_cells_set (&self->cells, i, title, strlen (title));
  }
  return palier_cells_end (&self->cells);
}

static const PalierRow *
vcard_next (PalierTable *table, GError **error)
{
  PalierVcard *self = (PalierVcard *) table;

  if (!self->titled)
    return give_titles (self);
  if (!read_card (self, error))
    return NULL;
  palier_cells_begin (&self->cells, self->line);
  for (guint i = 0; i < self->n_order; i++)
  {
    const GString *value = palier_vcard_card_get (self->card, self->order[i]);
    palier_cells_set (&self->cells, i, value->str, value->len);
  }
  if (palier_vcard_card_is_cut (self->card))
    self->cells.row.flags |= PALIER_ROW_CUT;
  return palier_cells_end (&self->cells);
}

static gboolean
vcard_get_known_field (PalierTable *table, guint column, PalierField *field)
{
  PalierVcard *self = (PalierVcard *) table;

  if (column >= self->n_order)
    return FALSE;
  *field = palier_vcard_column_field (self->order[column]);
  return TRUE;
}

static const char *
vcard_get_encoding (PalierTable *table)
{
  return palier_text_get_encoding (((PalierVcard *) table)->text);
}

static double
vcard_get_fraction (PalierTable *table)
{
  return palier_text_get_fraction (((PalierVcard *) table)->text);
}

static void
vcard_free (PalierTable *table)
{
  PalierVcard *self = (PalierVcard *) table;

  g_clear_pointer (&self->lines, palier_vcard_lines_free);
  g_clear_pointer (&self->text, palier_text_free);
  palier_vcard_card_free (self->card);
  palier_cells_clear (&self->cells);
  g_free (self);
}

static const PalierTableClass vcard_class = {
  .format = "vcard",
  .next = vcard_next,
  .get_fraction = vcard_get_fraction,
  .free = vcard_free,
  .get_encoding = vcard_get_encoding,
  .get_known_field = vcard_get_known_field,
};

/**
 * palier_vcard_new:
 * @fd: (transfer full)
 * @encoding: (nullable)
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR, G_IO_ERROR_CANCELLED or G_CONVERT_ERROR
 */
PalierTable *
palier_vcard_new (int fd, const char *encoding, GCancellable *cancellable, GError **error)
{
  PalierVcard *self = g_new0 (PalierVcard, 1);
  g_autoptr (PalierTable) table = &self->table;

  palier_table_init (table, &vcard_class);
  table->header_row = 0;
  self->card = palier_vcard_card_new ();
  palier_cells_init (&self->cells);
  self->text = palier_text_new (fd, encoding, cancellable, error);
  if (self->text == NULL)
    return NULL;
  self->lines = palier_vcard_lines_new (self->text);
  return find_columns (self, error) ? g_steal_pointer (&table) : NULL;
}
