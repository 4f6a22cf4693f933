/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Poliris, the exchange file of the French portals (SeLoger's export specification 4.09):
 * "a"!#"b"!#… without header, one advertisement a line. Its place says what a field is. Of some 330
 * fields those are given that tell whom an advertisement is from and what it is about; the person
 * to be called (fields 105 to 107) is the contact. */
#include "palier-poliris.h"

#include <string.h>

#include "palier-cells.h"
#include "palier-text.h"

/* By rank, from 1. Titles as the specification has them. */
static const struct
{
  guint rank;
  const char *title;
  PalierField field;
} columns[] = {
  { 106, "Contact à afficher", PALIER_FIELD_FULL_NAME },
  { 105, "Téléphone à afficher", PALIER_FIELD_PHONE },
  { 107, "E-mail de contact", PALIER_FIELD_EMAIL },
  { 1, "Identifiant agence", PALIER_FIELD_NONE },
  { 2, "Référence agence du bien", PALIER_FIELD_NONE },
  { 3, "Type d’annonce", PALIER_FIELD_NONE },
  { 4, "Type de bien", PALIER_FIELD_NONE },
  { 5, "CP du bien", PALIER_FIELD_NONE },
  { 6, "Ville du bien", PALIER_FIELD_NONE },
  { 11, "Prix", PALIER_FIELD_NONE },
  { 16, "Surface du bien", PALIER_FIELD_NONE },
  { 18, "Nombre de pièces", PALIER_FIELD_NONE },
  { 20, "Libellé", PALIER_FIELD_NONE },
  { 112, "N° de mandat", PALIER_FIELD_NONE },
  { 113, "Date mandat", PALIER_FIELD_NONE },
  { 114, "Nom mandataire", PALIER_FIELD_NONE },
  { 115, "Prénom mandataire", PALIER_FIELD_NONE },
  { 116, "Raison sociale mandataire", PALIER_FIELD_NONE },
  { 117, "Adresse mandataire", PALIER_FIELD_NONE },
  { 118, "CP mandataire", PALIER_FIELD_NONE },
  { 119, "Ville mandataire", PALIER_FIELD_NONE },
  { 120, "Téléphone mandataire", PALIER_FIELD_NONE },
};

#define LAST_RANK 120
#define SEPARATOR "!#"

typedef struct
{
  PalierTable table;
  PalierText *text;
  guint64 line;
  PalierCells cells;
} PalierPoliris;

/* Which column the field of that rank goes to, or -1. */
static int
column_of (guint rank)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (columns[i].rank == rank)
      return (int) i;
  return -1;
}

static const PalierRow *
give_titles (PalierPoliris *self)
{
  palier_cells_begin (&self->cells, 1);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    palier_cells_set (&self->cells, i, columns[i].title, strlen (columns[i].title));
  return palier_cells_end (&self->cells);
}

/* A field without its quotes and with line ends for <BR>. */
static void
set_field (PalierPoliris *self, guint column, const char *text, gsize length)
{
  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
  {
    text++;
    length -= 2;
  }
  g_autofree char *field = g_strndup (text, MIN (length, PALIER_CELL_MAX + 1));
  g_autoptr (GString) clean = g_string_new (field);
  g_string_replace (clean, "<BR>", "\n", 0);
  g_string_replace (clean, "<br>", "\n", 0);
  palier_cells_set (&self->cells, column, clean->str, clean->len);
}

static void
read_fields (PalierPoliris *self, const char *line, gsize length)
{
  const char *end = line + length;

  for (guint rank = 1; rank <= LAST_RANK && line <= end; rank++)
  {
    const char *next = memmem (line, (gsize) (end - line), SEPARATOR, strlen (SEPARATOR));
    const char *stop = next != NULL ? next : end;
    int column = column_of (rank);
    if (column >= 0)
      set_field (self, (guint) column, line, (gsize) (stop - line));
    if (next == NULL)
      return;
    line = next + strlen (SEPARATOR);
  }
}

static const PalierRow *
poliris_next (PalierTable *table, GError **error)
{
  PalierPoliris *self = (PalierPoliris *) table;
  const char *line;
  gsize length;

  if (self->line == 0)
  {
    self->line = 1;
    return give_titles (self);
  }
  if (!palier_text_read_line (self->text, &line, &length, error))
    return NULL;
  palier_cells_begin (&self->cells, self->line++);
  read_fields (self, line, length);
  return palier_cells_end (&self->cells);
}

static gboolean
poliris_get_known_field (PalierTable *table, guint column, PalierField *field)
{
  if (column >= G_N_ELEMENTS (columns))
    return FALSE;
  *field = columns[column].field;
  return TRUE;
}

static const char *
poliris_get_encoding (PalierTable *table)
{
  return palier_text_get_encoding (((PalierPoliris *) table)->text);
}

static double
poliris_get_fraction (PalierTable *table)
{
  return palier_text_get_fraction (((PalierPoliris *) table)->text);
}

static void
poliris_free (PalierTable *table)
{
  PalierPoliris *self = (PalierPoliris *) table;

  g_clear_pointer (&self->text, palier_text_free);
  palier_cells_clear (&self->cells);
  g_free (self);
}

static const PalierTableClass poliris_class = {
  .format = "poliris",
  .next = poliris_next,
  .get_fraction = poliris_get_fraction,
  .free = poliris_free,
  .get_encoding = poliris_get_encoding,
  .get_known_field = poliris_get_known_field,
};

/**
 * palier_poliris_new:
 * @fd: (transfer full)
 * @encoding: (nullable)
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR or G_CONVERT_ERROR
 */
PalierTable *
palier_poliris_new (int fd, const char *encoding, GCancellable *cancellable, GError **error)
{
  PalierPoliris *self = g_new0 (PalierPoliris, 1);
  g_autoptr (PalierTable) table = &self->table;

  palier_table_init (table, &poliris_class);
  table->header_row = 0;
  palier_cells_init (&self->cells);
  self->text = palier_text_new (fd, encoding, cancellable, error);
  return self->text != NULL ? g_steal_pointer (&table) : NULL;
}
