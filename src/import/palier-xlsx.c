/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a sheet as expat meets them, a chunk of the part at a time: what rows a chunk holds
 * are kept as they are met (sparse, so that a far cell costs nothing) and given one by one. The
 * shared strings are held whole, since any row may name any of them. Values are those that the
 * workbook stored: formulas are not computed. */
#include "palier-xlsx.h"

#include <math.h>
#include <string.h>

#include "palier-cells.h"
#include "palier-serial-date.h"
#include "palier-xlsx-book.h"
#include "palier-xlsx-escape.h"

/* Rows left out at the head of a sheet are given as blank ones, so that rows count as seen. */
#define GAP_ROWS 200
#define ROW_MAX (8 * 1024 * 1024)

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED,
  CELL_TEXT, /* of a formula, or an error */
  CELL_INLINE,
  CELL_YES_NO,
  CELL_DATE, /* ISO 8601, in Strict files */
} CellType;

/* One cell that is not blank: a shared string, or a place in the chunk's own text. */
typedef struct
{
  guint column;
  const char *shared; /* (nullable) */
  gsize start;
} Cell;

typedef struct
{
  guint64 line;
  guint n_cells;
  PalierRowFlags flags;
} Line;

typedef struct
{
  PalierTable table;
  zip_t *archive;
  GCancellable *cancellable; /* (nullable) */
  PalierXlsxBook *book;
  PalierXlsxPart *part; /* (nullable): the sheet */
  XML_Parser parser;
  PalierMerges *merges;

  gboolean in_data;
  gboolean in_row;
  gboolean in_value;
  guint phonetic;
  guint column;
  CellType type;
  PalierXlsxFormat format;
  GString *value;

  GArray *lines; /* Line: whole rows of the chunk, then the one that is being read */
  guint n_given; /* of them */
  GArray *found; /* Cell: of all these rows */
  guint n_found; /* those of the rows that were given */
  GByteArray *text;
  gsize row_text; /* where in it the row that is being read begins */

  guint64 last_line; /* that was given */
  GPtrArray *cells;
  PalierRow row;
} PalierXlsx;

static Line *
current_line (PalierXlsx *self)
{
  return &g_array_index (self->lines, Line, self->lines->len - 1);
}

/* "BC12" → 54; G_MAXUINT for what is no reference. */
static guint
column_of (const char *reference)
{
  guint column = 0;
  const char *p = reference;

  for (; g_ascii_isalpha (*p) && column < 100000; p++)
    column = column * 26 + (guint) (g_ascii_toupper (*p) - 'A' + 1);
  return p == reference ? G_MAXUINT : column - 1;
}

/* The number that @text is, G_MAXUINT64 where it is none. */
static guint64
number_of (const char *text)
{
  guint64 number = 0;
  gsize i;

  for (i = 0; g_ascii_isdigit (text[i]) && i < 18; i++)
    number = number * 10 + (guint64) (text[i] - '0');
  return i > 0 && text[i] == '\0' ? number : G_MAXUINT64;
}

static CellType
type_of (const char *name)
{
  static const struct
  {
    const char *name;
    CellType type;
  } types[] = { { "s", CELL_SHARED },         { "str", CELL_TEXT }, { "e", CELL_TEXT },
                { "inlineStr", CELL_INLINE }, { "b", CELL_YES_NO }, { "d", CELL_DATE } };

  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (types); i++)
    if (strcmp (types[i].name, name) == 0)
      return types[i].type;
  return CELL_NUMBER;
}

static void
begin_row (PalierXlsx *self, const char **attributes)
{
  const char *number = palier_xml_attribute (attributes, "r");
  const char *hidden = palier_xml_attribute (attributes, "hidden");
  guint64 said = number != NULL ? number_of (number) : G_MAXUINT64;
  guint64 before = self->lines->len > 0 ? current_line (self)->line : self->last_line;
  Line line = { said != G_MAXUINT64 && said > before ? said : before + 1, 0, PALIER_ROW_FINE };

  if (hidden != NULL && (*hidden == '1' || *hidden == 't'))
    line.flags |= PALIER_ROW_HIDDEN;
  g_array_append_val (self->lines, line);
  self->in_row = TRUE;
  self->row_text = self->text->len;
  self->column = G_MAXUINT;
}

static void
begin_cell (PalierXlsx *self, const char **attributes)
{
  const char *reference = NULL, *style = NULL, *type = NULL;

  for (gsize i = 0; attributes[i] != NULL; i += 2)
    if (attributes[i][1] == '\0' && attributes[i][0] == 'r')
      reference = attributes[i + 1];
    else if (attributes[i][1] == '\0' && attributes[i][0] == 's')
      style = attributes[i + 1];
    else if (attributes[i][1] == '\0' && attributes[i][0] == 't')
      type = attributes[i + 1];
  guint column = reference != NULL ? column_of (reference) : G_MAXUINT;
  self->column = column != G_MAXUINT ? column : self->column + 1;
  self->type = type_of (type);
  guint64 number = style != NULL ? number_of (style) : 0;
  self->format = number < self->book->formats->len
                     ? g_array_index (self->book->formats, PalierXlsxFormat, (guint) number)
                     : PALIER_XLSX_NUMBER;
  g_string_truncate (self->value, 0);
}

static void
set_value (PalierXlsx *self, const char *text, gsize length)
{
  g_string_truncate (self->value, 0);
  g_string_append_len (self->value, text, (gssize) length);
}

/* A number as it is stored, to the text a user would have typed. */
static void
write_number (PalierXlsx *self)
{
  char buffer[PALIER_SERIAL_DATE_SIZE];
  gsize length;
  char *end;

  if (self->format == PALIER_XLSX_NUMBER && self->value->len <= 15
      && strspn (self->value->str, "0123456789") == self->value->len)
    return;
  double number = g_ascii_strtod (self->value->str, &end);
  if (end == self->value->str || *end != '\0' || !isfinite (number))
    return;
  if (self->format == PALIER_XLSX_DATE || self->format == PALIER_XLSX_TIME)
    length = palier_serial_date (number, self->book->since_1904, self->format == PALIER_XLSX_TIME,
                                 buffer);
  else if (self->format == PALIER_XLSX_PERCENT)
    length = palier_serial_percent (number, buffer);
  else
    length = palier_serial_number (number, buffer);
  if (length > 0)
    set_value (self, buffer, length);
}

/* "2024-03-12T00:00:00" → "2024-03-12" */
static void
write_iso_date (PalierXlsx *self)
{
  char *t = strchr (self->value->str, 'T');

  if (t == NULL)
    return;
  if (g_str_has_prefix (t, "T00:00:00"))
    g_string_truncate (self->value, (gsize) (t - self->value->str));
  else
    *t = ' ';
}

/* A text that is not among the shared ones is lost, which is told. Where there are none at all, so
 * is the workbook. */
static void
miss_string (PalierXlsx *self, Cell *cell)
{
  cell->shared = "";
  current_line (self)->flags |= PALIER_ROW_MISSING;
  if (self->book->strings->len == 0)
    XML_StopParser (self->parser, XML_FALSE);
}

static void
write_value (PalierXlsx *self, Cell *cell)
{
  if (self->type == CELL_SHARED)
  {
    cell->shared = palier_xlsx_book_get_string (self->book, number_of (self->value->str));
    if (cell->shared == NULL)
      miss_string (self, cell);
  }
  else if (self->type == CELL_NUMBER)
    write_number (self);
  else if (self->type == CELL_DATE)
    write_iso_date (self);
  else if (self->type == CELL_YES_NO)
  {
    gboolean yes = self->value->str[0] == '1' || self->value->str[0] == 't';
    set_value (self, yes ? "true" : "false", yes ? 4 : 5);
  }
  else
    g_string_truncate (self->value, palier_xlsx_unescape (self->value->str, self->value->len));
}

static void
end_cell (PalierXlsx *self)
{
  Line *line = current_line (self);
  Cell cell = { self->column, NULL, 0 };

  if (self->value->len == 0)
    return;
  if (self->column >= PALIER_COLUMNS_MAX || line->n_cells >= PALIER_COLUMNS_MAX
      || self->text->len - self->row_text > ROW_MAX)
  {
    line->flags |= PALIER_ROW_CUT;
    return;
  }
  write_value (self, &cell);
  if (cell.shared == NULL)
  {
    cell.start = self->text->len;
    g_byte_array_append (self->text, (const guint8 *) self->value->str,
                         (guint) self->value->len + 1);
  }
  g_array_append_val (self->found, cell);
  line->n_cells++;
}

static void
on_start_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  PalierXlsx *self = data;
  const char *local = palier_xml_local (name);

  if (!self->in_data)
    self->in_data = strcmp (local, "sheetData") == 0;
  else if (strcmp (local, "row") == 0)
    begin_row (self, attributes);
  else if (!self->in_row)
    return;
  else if (strcmp (local, "c") == 0)
    begin_cell (self, attributes);
  else if (strcmp (local, "v") == 0)
  {
    /* An inline string may have a value beside it, which is not its text. */
    self->in_value = self->type != CELL_INLINE;
    if (self->in_value)
      g_string_truncate (self->value, 0);
  }
  else if (strcmp (local, "t") == 0)
    self->in_value = self->type == CELL_INLINE && self->phonetic == 0;
  else if (strcmp (local, "rPh") == 0)
    self->phonetic++;
}

static void
on_end_cb (void *data, const XML_Char *name)
{
  PalierXlsx *self = data;
  const char *local = palier_xml_local (name);

  if (!self->in_data)
    return;
  if (strcmp (local, "c") == 0)
  {
    if (self->in_row)
      end_cell (self);
  }
  else if (strcmp (local, "v") == 0 || strcmp (local, "t") == 0)
    self->in_value = FALSE;
  else if (strcmp (local, "rPh") == 0)
    self->phonetic -= self->phonetic > 0;
  else if (strcmp (local, "sheetData") == 0)
    self->in_data = FALSE;
  else if (strcmp (local, "row") == 0)
    self->in_row = FALSE;
}

static void
on_text_cb (void *data, const XML_Char *text, int length)
{
  PalierXlsx *self = data;

  if (!self->in_value)
    return;
  gsize room = PALIER_CELL_MAX - MIN (self->value->len, PALIER_CELL_MAX);
  gsize fits = palier_cut_length (text, (gsize) length, room);
  if (fits < (gsize) length && self->in_row)
    current_line (self)->flags |= PALIER_ROW_CUT;
  g_string_append_len (self->value, text, (gssize) fits);
}

/* Forgets the rows that were given; one that is being read moves to the front. */
static void
compact (PalierXlsx *self)
{
  guint kept = self->in_row ? 1 : 0;
  gsize gone = self->in_row ? self->row_text : self->text->len;

  g_array_remove_range (self->lines, 0, self->lines->len - kept);
  g_array_remove_range (self->found, 0, self->n_found);
  g_byte_array_remove_range (self->text, 0, (guint) gone);
  for (guint i = 0; i < self->found->len; i++)
    g_array_index (self->found, Cell, i).start -=
        g_array_index (self->found, Cell, i).shared == NULL ? gone : 0;
  self->row_text = 0;
  self->n_given = self->n_found = 0;
}

/* Spreads the cells of the next row that was read. */
static const PalierRow *
give_row (PalierXlsx *self)
{
  const Line *line = &g_array_index (self->lines, Line, self->n_given);

  g_ptr_array_set_size (self->cells, 0);
  if (self->last_line + 1 < line->line && self->last_line < GAP_ROWS)
    self->row = (PalierRow) { .line = ++self->last_line };
  else
  {
    for (guint i = 0; i < line->n_cells; i++)
    {
      const Cell *cell = &g_array_index (self->found, Cell, self->n_found + i);
      while (self->cells->len <= cell->column)
        g_ptr_array_add (self->cells, (gpointer) "");
      self->cells->pdata[cell->column] =
          cell->shared != NULL ? (gpointer) cell->shared : self->text->data + cell->start;
    }
    self->row = (PalierRow) { .line = line->line, .flags = line->flags };
    self->last_line = line->line;
    self->n_found += line->n_cells;
    self->n_given++;
  }
  palier_merges_apply (self->merges, &self->row, self->cells);
  return &self->row;
}

static const PalierRow *
xlsx_next (PalierTable *table, GError **error)
{
  PalierXlsx *self = (PalierXlsx *) table;
  gboolean more = TRUE;

  while (self->n_given + (self->in_row ? 1 : 0) >= self->lines->len)
  {
    compact (self);
    if (!more || !palier_xlsx_part_step (self->part, &more, error))
      return NULL;
  }
  return give_row (self);
}

static void
on_doctype_cb (void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
               int has_subset)
{
  PalierXlsx *self = data;
  XML_StopParser (self->parser, XML_FALSE);
}

static void
forget_sheet (PalierXlsx *self)
{
  g_clear_pointer (&self->part, palier_xlsx_part_free);
  palier_merges_reset (self->merges);
  self->in_data = self->in_row = self->in_value = FALSE;
  self->phonetic = 0;
  self->n_given = self->n_found = 0;
  self->last_line = 0;
  self->row_text = 0;
  g_array_set_size (self->lines, 0);
  g_array_set_size (self->found, 0);
  g_byte_array_set_size (self->text, 0);
}

static gboolean
xlsx_open_sheet (PalierTable *table, guint index, GError **error)
{
  PalierXlsx *self = (PalierXlsx *) table;
  PalierXlsxBook *book = self->book;
  const char *path = index < book->paths->len ? book->paths->pdata[index]
                                              : book->hidden_paths->pdata[index - book->paths->len];

  forget_sheet (self);
  if (!palier_xlsx_part_scan_merges (self->archive, path, self->merges, self->cancellable, error))
    return FALSE;
  self->part = palier_xlsx_part_open (self->archive, path, self->cancellable, error);
  if (self->part == NULL)
    return FALSE;
  self->parser = palier_xlsx_part_get_parser (self->part);
  XML_SetUserData (self->parser, self);
  XML_SetElementHandler (self->parser, on_start_cb, on_end_cb);
  XML_SetCharacterDataHandler (self->parser, on_text_cb);
  XML_SetStartDoctypeDeclHandler (self->parser, on_doctype_cb);
  return TRUE;
}

static double
xlsx_get_fraction (PalierTable *table)
{
  return palier_xlsx_part_get_fraction (((PalierXlsx *) table)->part);
}

static void
xlsx_free (PalierTable *table)
{
  PalierXlsx *self = (PalierXlsx *) table;

  g_clear_pointer (&self->part, palier_xlsx_part_free);
  g_clear_pointer (&self->book, palier_xlsx_book_free);
  zip_discard (self->archive);
  g_clear_object (&self->cancellable);
  palier_merges_free (self->merges);
  g_string_free (self->value, TRUE);
  g_array_unref (self->lines);
  g_array_unref (self->found);
  g_byte_array_unref (self->text);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

static const PalierTableClass xlsx_class = {
  .format = "xlsx",
  .next = xlsx_next,
  .get_fraction = xlsx_get_fraction,
  .free = xlsx_free,
  .open_sheet = xlsx_open_sheet,
};

/**
 * palier_xlsx_new:
 * @archive: (transfer full)
 *
 * Reads the workbook's tables (styles, shared strings), not its rows; opens no sheet.
 *
 * Returns: (nullable): %NULL with a PALIER_IMPORT_ERROR or G_IO_ERROR_CANCELLED
 */
PalierTable *
palier_xlsx_new (zip_t *archive, GCancellable *cancellable, GError **error)
{
  PalierXlsx *self = g_new0 (PalierXlsx, 1);
  g_autoptr (PalierTable) table = &self->table;

  palier_table_init (table, &xlsx_class);
  self->archive = archive;
  g_set_object (&self->cancellable, cancellable);
  self->merges = palier_merges_new ();
  self->value = g_string_new (NULL);
  self->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  self->found = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->text = g_byte_array_new ();
  self->cells = g_ptr_array_new ();
  self->book = palier_xlsx_book_load (archive, cancellable, error);
  if (self->book == NULL)
    return NULL;
  table->sheets = g_ptr_array_ref (self->book->names);
  table->hidden = g_ptr_array_ref (self->book->hidden_names);
  return g_steal_pointer (&table);
}
