/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OpenDocument spreadsheets (ODF 1.3 part 3, § 9 and § 19). The parser is suspended at the end of
 * each row. Cells and rows may be repeated any number of times: blank ones only count, others are
 * bounded, since a line of the file can stand for billions of cells. */
#include "palier-ods.h"

#include <string.h>
#include <unistd.h>

#include "palier-cells.h"
#include "palier-ods-sheets.h"
#include "palier-ods-value.h"
#include "palier-xlsx-part.h"

#define GAP_ROWS 200
#define MAX_ROWS (16 * 1024 * 1024)
#define MAX_REPEATED_CELLS (4 * 1024 * 1024)
#define MANIFEST "META-INF/manifest.xml"
#define MANIFEST_MAX (1024 * 1024)

typedef struct
{
  PalierTable table;
  zip_t *archive; /* (nullable): of a flat file */
  int fd;         /* of a flat file */
  GCancellable *cancellable;
  PalierXlsxPart *part; /* (nullable) */
  XML_Parser parser;
  GArray *order; /* int: which table of the file is the sheet of that number */

  int n_tables; /* that have begun */
  guint depth;  /* of tables within tables */
  gboolean in_row;
  guint ignored;   /* depth of what is no part of a cell's text */
  guint paragraph; /* depth */
  gboolean in_cell;
  guint column;
  guint repeat;
  guint64 span;
  PalierOdsType type;
  GString *value; /* of the attribute */
  GString *text;  /* of the paragraphs */
  guint n_paragraphs;

  PalierCells cells;
  PalierMerges *merges;
  guint64 line; /* of the row that was read */
  guint64 row_repeat;
  PalierRowFlags flags;
  gboolean row_done;
  gboolean sheet_done;
  guint64 n_left;     /* how often the row is still to be given */
  guint64 n_repeated; /* cells of the sheet that stand for another's repetition */
  guint64 n_given;
  PalierRow row;
} PalierOds;

static guint64
number_attribute (const char **attributes, const char *local, guint64 otherwise)
{
  const char *value = palier_xml_attribute (attributes, local);
  guint64 number = value != NULL ? g_ascii_strtoull (value, NULL, 10) : 0;

  /* More than any sheet has, and no sum of them runs over. */
  return number > 0 ? MIN (number, G_MAXUINT32) : otherwise;
}

static void
on_doctype_cb (void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
               int has_subset)
{
  PalierOds *self = data;
  XML_StopParser (self->parser, XML_FALSE);
}

static gboolean
open_part (PalierOds *self, GError **error)
{
  g_clear_pointer (&self->part, palier_xlsx_part_free);
  self->part = self->archive != NULL
                   ? palier_xlsx_part_open (self->archive, "content.xml", self->cancellable, error)
                   : palier_xlsx_part_open_fd (self->fd, self->cancellable);
  if (self->part == NULL)
    return FALSE;
  self->parser = palier_xlsx_part_get_parser (self->part);
  XML_SetUserData (self->parser, self);
  XML_SetStartDoctypeDeclHandler (self->parser, on_doctype_cb);
  self->depth = 0;
  return TRUE;
}

static gboolean
list_sheets (PalierOds *self, GError **error)
{
  return open_part (self, error)
         && palier_ods_list_sheets (self->part, self->table.sheets, self->table.hidden, self->order,
                                    error);
}

static void
begin_row (PalierOds *self, const char **attributes)
{
  const char *visibility = palier_xml_attribute (attributes, "visibility");

  self->row_repeat = number_attribute (attributes, "number-rows-repeated", 1);
  self->line++;
  self->column = 0;
  self->in_row = TRUE;
  palier_cells_begin (&self->cells, self->line);
  self->flags = visibility != NULL && strcmp (visibility, "visible") != 0 ? PALIER_ROW_HIDDEN : 0;
}

static void
begin_cell (PalierOds *self, const char **attributes)
{
  self->in_cell = TRUE;
  self->paragraph = 0;
  self->ignored = 0;
  self->n_paragraphs = 0;
  self->repeat = (guint) MIN (number_attribute (attributes, "number-columns-repeated", 1), 100000);
  self->span = number_attribute (attributes, "number-rows-spanned", 1);
  self->type = palier_ods_type_of (palier_xml_attribute (attributes, "value-type"));
  const char *value = palier_xml_attribute (attributes, palier_ods_type_attribute (self->type));
  g_string_truncate (self->text, 0);
  g_string_truncate (self->value, 0);
  if (value != NULL)
    g_string_append_len (self->value, value,
                         (gssize) palier_cut_length (value, strlen (value), PALIER_CELL_MAX));
}

/* What the cell says: its value, or its text where it has none. */
static const GString *
cell_value (PalierOds *self)
{
  if (self->value->len == 0)
    return self->text;
  palier_ods_value_write (self->type, self->value);
  return self->value;
}

static void
end_cell (PalierOds *self)
{
  const GString *value = cell_value (self);

  for (guint i = 0; i < self->repeat && value->len > 0; i++)
  {
    palier_cells_set (&self->cells, self->column + i, value->str, value->len);
    if (self->column + i >= PALIER_COLUMNS_MAX)
      break;
  }
  if (self->span > 1 && value->len > 0)
    palier_merges_add (self->merges, self->column, self->line,
                       self->line + MIN (self->span, MAX_ROWS) - 1);
  self->column = MIN (self->column + self->repeat, PALIER_COLUMNS_MAX);
  self->in_cell = FALSE;
}

static void
append (PalierOds *self, const char *text, gsize length)
{
  gsize room = PALIER_CELL_MAX - MIN (self->text->len, PALIER_CELL_MAX);
  gsize fits = palier_cut_length (text, length, room);

  if (fits < length)
    self->flags |= PALIER_ROW_CUT;
  g_string_append_len (self->text, text, (gssize) fits);
}

/* Notes, drawings and readings stand in a cell but are no part of its text. */
static gboolean
is_aside (const char *local)
{
  static const char *const asides[] = { "annotation", "note",   "frame",          "custom-shape",
                                        "ruby-text",  "shapes", "tracked-changes" };

  for (gsize i = 0; i < G_N_ELEMENTS (asides); i++)
    if (strcmp (asides[i], local) == 0)
      return TRUE;
  return FALSE;
}

static void
begin_text (PalierOds *self, const char *local, const char **attributes)
{
  if (self->ignored > 0 || is_aside (local))
    self->ignored++;
  else if (strcmp (local, "p") == 0 || strcmp (local, "h") == 0)
  {
    if (self->n_paragraphs++ > 0)
      append (self, "\n", 1);
    self->paragraph++;
  }
  else if (self->paragraph == 0)
    return;
  else if (strcmp (local, "s") == 0)
    for (guint64 n = MIN (number_attribute (attributes, "c", 1), 1000); n > 0; n--)
      append (self, " ", 1);
  else if (strcmp (local, "tab") == 0)
    append (self, "\t", 1);
  else if (strcmp (local, "line-break") == 0)
    append (self, "\n", 1);
}

static gboolean
is_wanted (PalierOds *self)
{
  return self->n_tables - 1 == g_array_index (self->order, int, self->table.sheet);
}

static void
on_start_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  PalierOds *self = data;
  const char *local = palier_xml_local (name);

  if (self->in_cell && strcmp (local, "table") != 0)
    begin_text (self, local, attributes);
  else if (strcmp (local, "table") == 0)
    self->n_tables += self->depth++ == 0;
  else if (self->depth != 1 || !is_wanted (self))
    return;
  else if (strcmp (local, "table-row") == 0)
    begin_row (self, attributes);
  else if (self->in_row
           && (strcmp (local, "table-cell") == 0 || strcmp (local, "covered-table-cell") == 0))
    begin_cell (self, attributes);
}

static void
end_text (PalierOds *self, const char *local)
{
  if (self->ignored > 0)
    self->ignored--;
  else if (strcmp (local, "p") == 0 || strcmp (local, "h") == 0)
    self->paragraph -= self->paragraph > 0;
}

static void
end_row (PalierOds *self)
{
  self->in_row = FALSE;
  self->row_done = TRUE;
  XML_StopParser (self->parser, XML_TRUE);
}

static void
on_end_cb (void *data, const XML_Char *name)
{
  PalierOds *self = data;
  const char *local = palier_xml_local (name);

  if (strcmp (local, "table") == 0)
  {
    self->depth -= self->depth > 0;
    if (self->depth == 0 && is_wanted (self))
    {
      self->sheet_done = TRUE;
      XML_StopParser (self->parser, XML_TRUE);
    }
  }
  else if (self->depth != 1 || !is_wanted (self))
    return;
  else if (strcmp (local, "table-cell") == 0 || strcmp (local, "covered-table-cell") == 0)
  {
    if (self->in_cell)
      end_cell (self);
  }
  else if (self->in_cell)
    end_text (self, local);
  else if (strcmp (local, "table-row") == 0 && self->in_row)
    end_row (self);
}

static void
on_text_cb (void *data, const XML_Char *text, int length)
{
  PalierOds *self = data;

  if (self->in_cell && self->paragraph > 0 && self->ignored == 0 && self->depth == 1)
    append (self, text, (gsize) length);
}

/* Makes the row that was read ready to be given as often as it is repeated. @wanted: whether it is
 * to be given at all. Returns: %FALSE with PALIER_IMPORT_ERROR_TOO_BIG */
static gboolean
take_row (PalierOds *self, gboolean *wanted, GError **error)
{
  gboolean blank;

  self->row_done = FALSE;
  self->row = *palier_cells_end (&self->cells);
  self->row.flags |= self->flags;
  palier_merges_apply (self->merges, &self->row, self->cells.cells);
  blank = self->row.n_cells == 0;
  self->n_left = self->row_repeat;
  self->line += self->row_repeat - 1;
  if (self->line > MAX_ROWS)
    self->sheet_done = TRUE;
  if (blank && self->row.line > GAP_ROWS)
    self->n_left = 0;
  *wanted = self->n_left > 0;
  self->n_repeated += (MIN (self->row_repeat, MAX_ROWS) - 1) * self->row.n_cells;
  if (self->n_repeated > MAX_REPEATED_CELLS)
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG,
                         "rows are repeated too often");
  return self->n_repeated <= MAX_REPEATED_CELLS;
}

static const PalierRow *
give_row (PalierOds *self)
{
  self->n_left--;
  self->n_given = self->row.line;
  return &self->row;
}

static const PalierRow *
ods_next (PalierTable *table, GError **error)
{
  PalierOds *self = (PalierOds *) table;
  gboolean more = TRUE, wanted;

  if (self->n_left > 0 && self->n_given < MAX_ROWS
      && (self->row.n_cells > 0 || self->n_given < GAP_ROWS))
  {
    self->row.line++;
    return give_row (self);
  }
  while (!self->sheet_done && more)
  {
    if (!palier_xlsx_part_step (self->part, &more, error))
      return NULL;
    if (!self->row_done)
      continue;
    if (!take_row (self, &wanted, error))
      return NULL;
    if (wanted)
      return give_row (self);
  }
  return NULL;
}

static gboolean
ods_open_sheet (PalierTable *table, guint index, GError **error)
{
  PalierOds *self = (PalierOds *) table;

  if (!open_part (self, error))
    return FALSE;
  XML_SetElementHandler (self->parser, on_start_cb, on_end_cb);
  XML_SetCharacterDataHandler (self->parser, on_text_cb);
  palier_merges_reset (self->merges);
  self->n_tables = 0;
  self->n_repeated = 0;
  self->in_row = self->in_cell = self->row_done = self->sheet_done = FALSE;
  self->line = self->n_left = self->n_given = 0;
  return TRUE;
}

static double
ods_get_fraction (PalierTable *table)
{
  PalierOds *self = (PalierOds *) table;
  return self->sheet_done ? 1 : palier_xlsx_part_get_fraction (self->part);
}

static void
ods_free (PalierTable *table)
{
  PalierOds *self = (PalierOds *) table;

  g_clear_pointer (&self->part, palier_xlsx_part_free);
  if (self->archive != NULL)
    zip_discard (self->archive);
  if (self->fd >= 0)
    close (self->fd);
  g_clear_object (&self->cancellable);
  g_array_unref (self->order);
  g_string_free (self->value, TRUE);
  g_string_free (self->text, TRUE);
  palier_cells_clear (&self->cells);
  palier_merges_free (self->merges);
  g_free (self);
}

static const PalierTableClass ods_class = {
  .format = "ods",
  .next = ods_next,
  .get_fraction = ods_get_fraction,
  .free = ods_free,
  .open_sheet = ods_open_sheet,
};

static PalierTable *
new_table (zip_t *archive, int fd, GCancellable *cancellable)
{
  PalierOds *self = g_new0 (PalierOds, 1);

  palier_table_init (&self->table, &ods_class);
  self->archive = archive;
  self->fd = fd;
  g_set_object (&self->cancellable, cancellable);
  self->table.sheets = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->table.hidden = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  self->order = g_array_new (FALSE, FALSE, sizeof (int));
  self->value = g_string_new (NULL);
  self->text = g_string_new (NULL);
  palier_cells_init (&self->cells);
  self->merges = palier_merges_new ();
  return &self->table;
}

/* Whether the manifest says that the content cannot be read without a password. */
static gboolean
is_encrypted (zip_t *archive)
{
  zip_stat_t status = { 0 };
  zip_file_t *file = zip_fopen (archive, MANIFEST, 0);

  zip_stat (archive, MANIFEST, 0, &status);
  gsize size = (gsize) MIN (status.size, MANIFEST_MAX);
  g_autofree char *text = g_malloc (size);
  zip_int64_t n = file != NULL ? zip_fread (file, text, size) : -1;

  if (file != NULL)
    zip_fclose (file);
  return (n > 0 && memmem (text, (gsize) n, "encryption-data", 15) != NULL)
         || zip_name_locate (archive, "encrypted-package", 0) >= 0;
}

/* Whether it is a text or a drawing instead; what says nothing is looked into. */
static gboolean
is_other (zip_t *archive)
{
  char type[128] = "";
  zip_file_t *file = zip_fopen (archive, "mimetype", 0);

  if (file == NULL)
    return FALSE;
  zip_int64_t n = zip_fread (file, type, sizeof type - 1);
  zip_fclose (file);
  return n > 0 && strstr (type, "opendocument") != NULL && strstr (type, "spreadsheet") == NULL;
}

/**
 * palier_ods_new:
 * @archive: (transfer full)
 *
 * Lists the sheets and opens none.
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_ENCRYPTED, _DOCUMENT, _DAMAGED, _TOO_BIG or
 *   G_IO_ERROR_CANCELLED
 */
PalierTable *
palier_ods_new (zip_t *archive, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierTable) table = new_table (archive, -1, cancellable);
  gboolean encrypted = is_encrypted (archive);

  if (encrypted || is_other (archive))
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR,
                         encrypted ? PALIER_IMPORT_ERROR_ENCRYPTED : PALIER_IMPORT_ERROR_DOCUMENT,
                         encrypted ? "encrypted" : "no spreadsheet");
    return NULL;
  }
  return list_sheets ((PalierOds *) table, error) ? g_steal_pointer (&table) : NULL;
}

/**
 * palier_ods_new_for_xml:
 * @fd: (transfer full): of a flat file (.fods)
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_DAMAGED, _TOO_BIG or G_IO_ERROR_CANCELLED
 */
PalierTable *
palier_ods_new_for_xml (int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierTable) table = new_table (NULL, fd, cancellable);
  return list_sheets ((PalierOds *) table, error) ? g_steal_pointer (&table) : NULL;
}
