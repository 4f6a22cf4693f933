/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out of a sheet as expat meets them. The parser is suspended at the end of each row and
 * resumed for the next, so that one row is held and no more; the shared strings are, since any row
 * may name any of them. Values are those that the workbook stored: formulas are not computed. */
#include "palier-xlsx.h"

#include <math.h>
#include <string.h>

#include "palier-xlsx-book.h"

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

/* One cell of the row: a shared string, or a place in the row's own text. */
typedef struct
{
  const char *shared;
  gsize start;
} Cell;

struct _PalierXlsx
{
  zip_t *archive;
  PalierXlsxBook *book;
  PalierXlsxPart *part;
  XML_Parser parser;
  char *sheet;
  GPtrArray *ahead;    /* GStrv: rows that were looked at, from line 1 on without a gap */
  GArray *ahead_flags; /* PalierRowFlags of the same */
  guint n_ahead;       /* how many of them were given */

  gboolean in_data;
  gboolean in_value;
  guint phonetic;
  guint column;
  CellType type;
  PalierXlsxFormat format;
  GString *value;

  gboolean row_done;
  guint64 line;
  guint64 n_given; /* the line given last */
  GByteArray *data;
  GArray *found; /* Cell */
  GPtrArray *cells;
  PalierRowFlags flags;
  PalierRow row;
};

/* "BC12" → 54; G_MAXUINT for what is no reference. */
static guint
column_of (const char *reference)
{
  guint column = 0;
  const char *p = reference;

  for (; g_ascii_isupper (*p) && column < 100000; p++)
    column = column * 26 + (guint) (*p - 'A' + 1);
  return p == reference ? G_MAXUINT : column - 1;
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
  guint64 line = number != NULL ? g_ascii_strtoull (number, NULL, 10) : 0;

  self->line = line > self->line ? line : self->line + 1;
  self->column = G_MAXUINT;
  self->flags = PALIER_ROW_FINE;
  g_byte_array_set_size (self->data, 0);
  g_array_set_size (self->found, 0);
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
  guint64 number = style != NULL ? g_ascii_strtoull (style, NULL, 10) : 0;
  self->format = number < self->book->formats->len
                     ? g_array_index (self->book->formats, PalierXlsxFormat, (guint) number)
                     : PALIER_XLSX_NUMBER;
  g_string_truncate (self->value, 0);
}

/* Days since the epoch of the workbook, to "2024-03-12" or "2024-03-12 14:30:00". In the epoch of
 * 1900 there is a 29 February that never was, so days count from 30 December 1899. */
static void
write_date (PalierXlsx *self, double days)
{
  double whole = floor (days);
  int seconds = (int) lround ((days - whole) * 86400);

  if (whole < 0 || whole > 2958465)
    return;
  if (seconds == 86400)
  {
    whole++;
    seconds = 0;
  }
  g_autoptr (GDate) date =
      self->book->since_1904 ? g_date_new_dmy (1, 1, 1904) : g_date_new_dmy (30, 12, 1899);
  g_date_add_days (date, (guint) whole);
  if (self->format == PALIER_XLSX_TIME && whole < 1)
    g_string_truncate (self->value, 0);
  else
    g_string_printf (self->value, "%04d-%02d-%02d", g_date_get_year (date),
                     (int) g_date_get_month (date), g_date_get_day (date));
  if (seconds > 0 || self->value->len == 0)
    g_string_append_printf (self->value, "%s%02d:%02d:%02d", self->value->len > 0 ? " " : "",
                            seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* A number as it is stored, to the text a user would have typed. */
static void
write_number (PalierXlsx *self)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  if (self->format == PALIER_XLSX_NUMBER && self->value->len <= 15
      && strspn (self->value->str, "0123456789") == self->value->len)
    return;
  double number = g_ascii_strtod (self->value->str, &end);
  if (end == self->value->str || *end != '\0' || !isfinite (number))
    return;
  if (self->format == PALIER_XLSX_DATE || self->format == PALIER_XLSX_TIME)
    write_date (self, number);
  else if (self->format == PALIER_XLSX_PERCENT)
    g_string_printf (self->value, "%s%%",
                     g_ascii_formatd (buffer, sizeof buffer, "%.10g", number * 100));
  else if (fabs (number) < 1e15 && number == floor (number))
    g_string_printf (self->value, "%.0f", number);
  else
    g_string_assign (self->value, g_ascii_formatd (buffer, sizeof buffer, "%.15g", number));
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

static void
write_value (PalierXlsx *self, Cell *cell)
{
  if (self->type == CELL_SHARED)
  {
    cell->shared =
        palier_xlsx_book_get_string (self->book, g_ascii_strtoull (self->value->str, NULL, 10));
    if (cell->shared != NULL)
      return;
    g_string_truncate (self->value, 0);
  }
  else if (self->type == CELL_NUMBER)
    write_number (self);
  else if (self->type == CELL_DATE)
    write_iso_date (self);
  else if (self->type == CELL_YES_NO)
    g_string_assign (self->value, self->value->str[0] == '1' ? "true" : "false");
}

static void
end_cell (PalierXlsx *self)
{
  static const Cell blank = { "", 0 };
  Cell cell = { NULL, 0 };

  if (self->value->len == 0)
    return;
  if (self->column >= PALIER_COLUMNS_MAX || self->column < self->found->len
      || self->data->len > ROW_MAX)
  {
    self->flags |= PALIER_ROW_CUT;
    return;
  }
  write_value (self, &cell);
  while (self->found->len < self->column)
    g_array_append_val (self->found, blank);
  if (cell.shared == NULL)
  {
    cell.start = self->data->len;
    g_byte_array_append (self->data, (const guint8 *) self->value->str,
                         (guint) self->value->len + 1);
  }
  g_array_append_val (self->found, cell);
}

static void
on_start_cb (void *data, const XML_Char *name, const XML_Char **attributes)
{
  PalierXlsx *self = data;
  const char *local = palier_xml_local (name);

  if (!self->in_data)
    self->in_data = strcmp (local, "sheetData") == 0;
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
  else if (strcmp (local, "row") == 0)
    begin_row (self, attributes);
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
    end_cell (self);
  else if (strcmp (local, "v") == 0 || strcmp (local, "t") == 0)
    self->in_value = FALSE;
  else if (strcmp (local, "rPh") == 0)
    self->phonetic -= self->phonetic > 0;
  else if (strcmp (local, "sheetData") == 0)
    self->in_data = FALSE;
  else if (strcmp (local, "row") == 0)
  {
    self->row_done = TRUE;
    XML_StopParser (self->parser, XML_TRUE);
  }
}

static void
on_text_cb (void *data, const XML_Char *text, int length)
{
  PalierXlsx *self = data;

  if (!self->in_value)
    return;
  gsize room = PALIER_CELL_MAX - MIN (self->value->len, PALIER_CELL_MAX);
  if ((gsize) length > room)
    self->flags |= PALIER_ROW_CUT;
  g_string_append_len (self->value, text, (gssize) MIN ((gsize) length, room));
}

static void
on_doctype_cb (void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public,
               int has_subset)
{
  PalierXlsx *self = data;
  XML_StopParser (self->parser, XML_FALSE);
}

/* Which sheet is meant: of that name, or the first that can be seen. */
static const char *
choose_sheet (PalierXlsx *self, const char *wanted, GError **error)
{
  PalierXlsxBook *book = self->book;
  guint i;

  if (wanted == NULL && book->names->len > 0)
  {
    self->sheet = g_strdup (book->names->pdata[0]);
    return book->paths->pdata[0];
  }
  if (wanted != NULL && g_ptr_array_find_with_equal_func (book->names, wanted, g_str_equal, &i))
  {
    self->sheet = g_strdup (wanted);
    return book->paths->pdata[i];
  }
  if (wanted != NULL
      && g_ptr_array_find_with_equal_func (book->hidden_names, wanted, g_str_equal, &i))
  {
    self->sheet = g_strdup (wanted);
    return book->hidden_paths->pdata[i];
  }
  g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_NO_SHEET,
                       wanted != NULL ? wanted : "no sheet can be seen");
  return NULL;
}

static zip_t *
open_archive (const char *path, GError **error)
{
  int code = 0;
  zip_t *archive = zip_open (path, ZIP_RDONLY, &code);

  if (archive == NULL)
    g_set_error (error, PALIER_IMPORT_ERROR,
                 code == ZIP_ER_NOENT  ? PALIER_IMPORT_ERROR_VANISHED
                 : code == ZIP_ER_OPEN ? PALIER_IMPORT_ERROR_UNREADABLE
                                       : PALIER_IMPORT_ERROR_DAMAGED,
                 "archive: error %d", code);
  return archive;
}

/**
 * palier_xlsx_new:
 * @sheet: (nullable): its name; the first that can be seen where %NULL
 *
 * Reads the workbook's tables (styles, shared strings), not its rows.
 *
 * Returns: (nullable): %NULL with a PALIER_IMPORT_ERROR or G_IO_ERROR_CANCELLED
 */
PalierXlsx *
palier_xlsx_new (const char *path, const char *sheet, GCancellable *cancellable, GError **error)
{
  g_autoptr (PalierXlsx) self = g_new0 (PalierXlsx, 1);

  self->value = g_string_new (NULL);
  self->data = g_byte_array_new ();
  self->found = g_array_new (FALSE, FALSE, sizeof (Cell));
  self->cells = g_ptr_array_new ();
  self->archive = open_archive (path, error);
  if (self->archive == NULL)
    return NULL;
  self->book = palier_xlsx_book_load (self->archive, cancellable, error);
  if (self->book == NULL)
    return NULL;
  const char *part = choose_sheet (self, sheet, error);
  if (part == NULL)
    return NULL;
  self->part = palier_xlsx_part_open (self->archive, part, cancellable, error);
  if (self->part == NULL)
    return NULL;
  self->parser = palier_xlsx_part_get_parser (self->part);
  XML_SetUserData (self->parser, self);
  XML_SetElementHandler (self->parser, on_start_cb, on_end_cb);
  XML_SetCharacterDataHandler (self->parser, on_text_cb);
  XML_SetStartDoctypeDeclHandler (self->parser, on_doctype_cb);
  return g_steal_pointer (&self);
}

void
palier_xlsx_free (PalierXlsx *self)
{
  g_clear_pointer (&self->part, palier_xlsx_part_free);
  g_clear_pointer (&self->book, palier_xlsx_book_free);
  if (self->archive != NULL)
    zip_discard (self->archive);
  g_clear_pointer (&self->ahead, g_ptr_array_unref);
  g_clear_pointer (&self->ahead_flags, g_array_unref);
  g_free (self->sheet);
  g_string_free (self->value, TRUE);
  g_byte_array_unref (self->data);
  g_array_unref (self->found);
  g_ptr_array_unref (self->cells);
  g_free (self);
}

/* Gives the row that was parsed, or a blank one where the sheet leaves rows out at its head. */
static const PalierRow *
give_row (PalierXlsx *self)
{
  if (self->n_given + 1 < self->line && self->n_given < GAP_ROWS)
  {
    self->row = (PalierRow) { .line = ++self->n_given, .cells = NULL };
    return &self->row;
  }
  self->row_done = FALSE;
  self->n_given = self->line;
  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < self->found->len; i++)
  {
    const Cell *cell = &g_array_index (self->found, Cell, i);
    const char *text =
        cell->shared != NULL ? cell->shared : (const char *) self->data->data + cell->start;
    g_ptr_array_add (self->cells, (gpointer) text);
  }
  self->row = (PalierRow) { .line = self->line,
                            .n_cells = self->cells->len,
                            .cells = (const char *const *) self->cells->pdata,
                            .flags = self->flags };
  return &self->row;
}

static const PalierRow *
parse_row (PalierXlsx *self, GError **error)
{
  gboolean more = TRUE;

  while (!self->row_done && more)
    if (!palier_xlsx_part_step (self->part, &more, error))
      return NULL;
  return self->row_done ? give_row (self) : NULL;
}

/**
 * palier_xlsx_next:
 *
 * Returns: (transfer none) (nullable): the next row, blank ones included; %NULL at the end, or with
 *   @error set
 */
const PalierRow *
palier_xlsx_next (PalierXlsx *self, GError **error)
{
  if (self->ahead == NULL || self->n_ahead >= self->ahead->len)
    return parse_row (self, error);
  char **cells = self->ahead->pdata[self->n_ahead++];
  self->row =
      (PalierRow) { .line = self->n_ahead,
                    .n_cells = g_strv_length (cells),
                    .cells = (const char *const *) cells,
                    .flags = g_array_index (self->ahead_flags, PalierRowFlags, self->n_ahead - 1) };
  return &self->row;
}

/**
 * palier_xlsx_peek:
 *
 * The first rows, which palier_xlsx_next() will give again. Only before the first call to it.
 *
 * Returns: (transfer full) (nullable) (element-type GStrv)
 */
GPtrArray *
palier_xlsx_peek (PalierXlsx *self, guint max_rows, GError **error)
{
  g_autoptr (GError) problem = NULL;
  const PalierRow *row;

  self->ahead = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->ahead_flags = g_array_new (FALSE, FALSE, sizeof (PalierRowFlags));
  while (self->ahead->len < max_rows && (row = parse_row (self, &problem)) != NULL)
  {
    char **cells = g_new0 (char *, row->n_cells + 1);
    for (guint i = 0; i < row->n_cells; i++)
      cells[i] = g_strdup (row->cells[i]);
    g_ptr_array_add (self->ahead, cells);
    g_array_append_val (self->ahead_flags, row->flags);
  }
  if (problem != NULL)
  {
    g_propagate_error (error, g_steal_pointer (&problem));
    return NULL;
  }
  return g_ptr_array_ref (self->ahead);
}

const char *
palier_xlsx_get_sheet (PalierXlsx *self)
{
  return self->sheet;
}

char **
palier_xlsx_get_sheets (PalierXlsx *self)
{
  return (char **) self->book->names->pdata;
}

double
palier_xlsx_get_fraction (PalierXlsx *self)
{
  return palier_xlsx_part_get_fraction (self->part);
}
