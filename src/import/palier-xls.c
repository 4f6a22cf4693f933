/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Workbooks of Excel 5 to 2003 (.xls), read into memory: such a sheet has 65,536 rows at most. The
 * cells stand row after row in most files, but need not: so it is noted first where those of each
 * row are. FreeXL's interface tells of no hidden sheet or row and of no merged cell, so the records
 * are read here. */
#include "palier-xls.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "palier-biff.h"
#include "palier-cells.h"
#include "palier-ole.h"
#include "palier-serial-date.h"

#define MAX_BYTES (128 * 1024 * 1024)
#define MAX_ROWS 65536
#define GAP_ROWS 200

typedef struct
{
  guint32 line; /* from 0 */
  guint32 offset;
} Place;

typedef struct
{
  PalierTable table;
  PalierBiff *biff;
  GArray *places; /* Place: of the records with cells, by line */
  guint n_given;  /* of them */
  guint64 last_line;
  guint8 hidden[MAX_ROWS / 8];
  PalierMerges *merges;
  GByteArray *text;
  PalierCells cells;
  PalierRow row;
} PalierXls;

static gboolean
has_cells (const PalierBiffRecord *record)
{
  switch (record->type)
  {
  case PALIER_BIFF_FORMULA:
  case PALIER_BIFF_FORMULA_3:
  case PALIER_BIFF_FORMULA_4:
  case PALIER_BIFF_MUL_RK:
  case PALIER_BIFF_RICH_STRING:
  case PALIER_BIFF_SHARED_LABEL:
  case PALIER_BIFF_NUMBER:
  case PALIER_BIFF_LABEL:
  case PALIER_BIFF_BOOL_OR_ERROR:
  case PALIER_BIFF_RK:
    return record->length >= 8;
  default:
    return FALSE;
  }
}

static void
note_row (PalierXls *self, const PalierBiffRecord *record)
{
  if (record->length < 14 || (palier_biff_get16 (record->data + 12) & 0x20) == 0)
    return;
  guint16 line = palier_biff_get16 (record->data);
  self->hidden[line / 8] |= (guint8) (1 << line % 8);
}

static void
note_merges (PalierXls *self, const PalierBiffRecord *record)
{
  for (gsize at = 2; at + 8 <= record->length; at += 8)
    palier_merges_add (self->merges, palier_biff_get16 (record->data + at + 4),
                       (guint64) palier_biff_get16 (record->data + at) + 1,
                       (guint64) palier_biff_get16 (record->data + at + 2) + 1);
}

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *x = a, *y = b;

  if (x->line != y->line)
    return x->line < y->line ? -1 : 1;
  return x->offset < y->offset ? -1 : x->offset > y->offset;
}

/* Notes where the sheet's cells are. Charts within it are sheets of their own, and skipped. */
static void
note_places (PalierXls *self, gsize offset)
{
  PalierBiffRecord record;
  gboolean sorted = TRUE;
  guint depth = 0;

  while (palier_biff_next (self->biff, &offset, &record))
  {
    if (record.type == PALIER_BIFF_BEGIN)
      depth++;
    else if (record.type == PALIER_BIFF_EOF && (depth == 0 || --depth == 0))
      break;
    if (depth > 1)
      continue;
    if (record.type == PALIER_BIFF_ROW)
      note_row (self, &record);
    else if (record.type == PALIER_BIFF_MERGED_CELLS)
      note_merges (self, &record);
    if (!has_cells (&record))
      continue;
    Place place = { palier_biff_get16 (record.data), (guint32) record.offset };
    sorted = sorted
             && (self->places->len == 0
                 || g_array_index (self->places, Place, self->places->len - 1).line <= place.line);
    g_array_append_val (self->places, place);
  }
  if (!sorted)
    g_array_sort (self->places, compare_places);
}

static gboolean
xls_open_sheet (PalierTable *table, guint index, GError **error)
{
  PalierXls *self = (PalierXls *) table;
  const GArray *seen = self->biff->offsets;
  guint32 offset = index < seen->len
                       ? g_array_index (seen, guint32, index)
                       : g_array_index (self->biff->hidden_offsets, guint32, index - seen->len);

  g_array_set_size (self->places, 0);
  palier_merges_reset (self->merges);
  memset (self->hidden, 0, sizeof self->hidden);
  self->n_given = 0;
  self->last_line = 0;
  note_places (self, offset);
  return TRUE;
}

static void
set_number (PalierXls *self, guint column, guint16 style, double number)
{
  char buffer[PALIER_SERIAL_DATE_SIZE];
  const GArray *formats = self->biff->formats;
  PalierXlsxFormat format =
      style < formats->len ? g_array_index (formats, PalierXlsxFormat, style) : PALIER_XLSX_NUMBER;
  gsize length = 0;

  if (!isfinite (number))
    return;
  if (format == PALIER_XLSX_DATE || format == PALIER_XLSX_TIME)
    length =
        palier_serial_date (number, self->biff->since_1904, format == PALIER_XLSX_TIME, buffer);
  else if (format == PALIER_XLSX_PERCENT)
    length = palier_serial_percent (number, buffer);
  if (length == 0)
    length = palier_serial_number (number, buffer);
  palier_cells_set (&self->cells, column, buffer, length);
}

/* A number in 30 bits: an integer or the upper part of a double, perhaps of hundredths. */
static double
rk_number (guint32 rk)
{
  double number;

  if ((rk & 2) != 0)
    number = (double) ((gint32) rk >> 2);
  else
  {
    guint64 bits = (guint64) (rk & 0xfffffffc) << 32;
    memcpy (&number, &bits, sizeof number);
  }
  return (rk & 1) != 0 ? number / 100 : number;
}

static double
get_double (const guint8 *p)
{
  guint64 bits = (guint64) palier_biff_get32 (p) | (guint64) palier_biff_get32 (p + 4) << 32;
  double number;

  memcpy (&number, &bits, sizeof number);
  return number;
}

static void
set_error (PalierXls *self, guint column, guint8 code)
{
  static const struct
  {
    guint8 code;
    const char *text;
  } errors[] = { { 0x00, "#NULL!" }, { 0x07, "#DIV/0!" }, { 0x0f, "#VALUE!" }, { 0x17, "#REF!" },
                 { 0x1d, "#NAME?" }, { 0x24, "#NUM!" },   { 0x2a, "#N/A" } };

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    if (errors[i].code == code)
      palier_cells_set (&self->cells, column, errors[i].text, strlen (errors[i].text));
}

static void
set_yes_no (PalierXls *self, guint column, gboolean yes)
{
  palier_cells_set (&self->cells, column, yes ? "true" : "false", yes ? 4 : 5);
}

static void
set_text (PalierXls *self, guint column, const PalierBiffRecord *record, gsize at)
{
  g_byte_array_set_size (self->text, 0);
  palier_biff_append_text (self->biff, record, at, 2, self->text);
  palier_cells_set (&self->cells, column, (const char *) self->text->data, self->text->len);
}

/* The result of a formula: a number, or two bytes that say it is none. A text stands in a record
 * behind it, perhaps with another between them. */
static void
set_result (PalierXls *self, guint column, guint16 style, const PalierBiffRecord *record)
{
  const guint8 *result = record->data + 6;
  gsize offset = record->offset + 4 + record->length;
  PalierBiffRecord next;

  if (record->length < 14)
    return;
  if (palier_biff_get16 (result + 6) != 0xffff)
    set_number (self, column, style, get_double (result));
  else if (result[0] == 1)
    set_yes_no (self, column, result[2] != 0);
  else if (result[0] == 2)
    set_error (self, column, result[2]);
  for (int i = 0; i < 3 && palier_biff_get16 (result + 6) == 0xffff && result[0] == 0
                  && palier_biff_next (self->biff, &offset, &next);
       i++)
    if (next.type == PALIER_BIFF_STRING)
    {
      set_text (self, column, &next, 0);
      return;
    }
}

static void
set_shared (PalierXls *self, guint column, guint32 index)
{
  const PalierBiff *biff = self->biff;

  if (index >= biff->string_starts->len)
    return;
  const char *text =
      (const char *) biff->strings->data + g_array_index (biff->string_starts, guint32, index);
  palier_cells_set (&self->cells, column, text, strlen (text));
}

static void
set_cells (PalierXls *self, const PalierBiffRecord *record)
{
  guint column = palier_biff_get16 (record->data + 2);
  guint16 style = palier_biff_get16 (record->data + 4);
  const guint8 *value = record->data + 6;
  gsize left = record->length - 6;

  switch (record->type)
  {
  case PALIER_BIFF_MUL_RK:
    value -= 2;
    for (left = record->length - 4; left >= 8; left -= 6, value += 6)
      set_number (self, column++, palier_biff_get16 (value),
                  rk_number (palier_biff_get32 (value + 2)));
    break;
  case PALIER_BIFF_RK:
    if (left >= 4)
      set_number (self, column, style, rk_number (palier_biff_get32 (value)));
    break;
  case PALIER_BIFF_NUMBER:
    if (left >= 8)
      set_number (self, column, style, get_double (value));
    break;
  case PALIER_BIFF_SHARED_LABEL:
    if (left >= 4)
      set_shared (self, column, palier_biff_get32 (value));
    break;
  case PALIER_BIFF_LABEL:
  case PALIER_BIFF_RICH_STRING:
    set_text (self, column, record, 6);
    break;
  case PALIER_BIFF_BOOL_OR_ERROR:
    if (value[1] != 0)
      set_error (self, column, value[0]);
    else
      set_yes_no (self, column, value[0] != 0);
    break;
  default:
    set_result (self, column, style, record);
    break;
  }
}

static const PalierRow *
give_row (PalierXls *self)
{
  self->row = *palier_cells_end (&self->cells);
  palier_merges_apply (self->merges, &self->row, self->cells.cells);
  return &self->row;
}

static const PalierRow *
xls_next (PalierTable *table, GError **error)
{
  PalierXls *self = (PalierXls *) table;

  if (self->n_given >= self->places->len)
    return NULL;
  guint32 line = g_array_index (self->places, Place, self->n_given).line;
  if (self->last_line < line && self->last_line < GAP_ROWS)
  {
    palier_cells_begin (&self->cells, ++self->last_line);
    return give_row (self);
  }
  self->last_line = (guint64) line + 1;
  palier_cells_begin (&self->cells, self->last_line);
  if ((self->hidden[line / 8] & 1 << line % 8) != 0)
    self->cells.row.flags |= PALIER_ROW_HIDDEN;
  for (; self->n_given < self->places->len; self->n_given++)
  {
    const Place *place = &g_array_index (self->places, Place, self->n_given);
    gsize offset = place->offset;
    PalierBiffRecord record;
    if (place->line != line)
      break;
    if (palier_biff_next (self->biff, &offset, &record))
      set_cells (self, &record);
  }
  return give_row (self);
}

static double
xls_get_fraction (PalierTable *table)
{
  PalierXls *self = (PalierXls *) table;
  return self->places->len == 0 ? 1 : (double) self->n_given / self->places->len;
}

static void
xls_free (PalierTable *table)
{
  PalierXls *self = (PalierXls *) table;

  g_clear_pointer (&self->biff, palier_biff_free);
  g_array_unref (self->places);
  palier_merges_free (self->merges);
  g_byte_array_unref (self->text);
  palier_cells_clear (&self->cells);
  g_free (self);
}

static const PalierTableClass xls_class = {
  .format = "xls",
  .next = xls_next,
  .get_fraction = xls_get_fraction,
  .free = xls_free,
  .open_sheet = xls_open_sheet,
};

static GByteArray *
read_file (int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  struct stat status;
  gssize n = 0;

  if (fstat (fd, &status) == 0 && status.st_size > MAX_BYTES)
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_TOO_BIG,
                         "more than such a workbook holds");
    return NULL;
  }
  do
  {
    guint have = bytes->len;
    g_byte_array_set_size (bytes, have + 65536);
    n = pread (fd, bytes->data + have, 65536, have);
    g_byte_array_set_size (bytes, have + (guint) MAX (n, 0));
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return NULL;
  } while ((n > 0 && bytes->len <= MAX_BYTES) || (n < 0 && errno == EINTR));
  if (n == 0)
    return g_steal_pointer (&bytes);
  g_set_error (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_UNREADABLE, "%s",
               g_strerror (errno));
  return NULL;
}

/* What a container without a workbook is. */
static PalierImportError
other_kind (PalierOle *ole)
{
  static const struct
  {
    const char *name;
    PalierImportError code;
  } kinds[] = {
    { "encryptedpackage", PALIER_IMPORT_ERROR_ENCRYPTED },
    { "worddocument", PALIER_IMPORT_ERROR_DOCUMENT },
    { "powerpoint document", PALIER_IMPORT_ERROR_DOCUMENT },
    { "__properties_version1.0", PALIER_IMPORT_ERROR_MAILS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (palier_ole_has (ole, kinds[i].name))
      return kinds[i].code;
  return PALIER_IMPORT_ERROR_NOT_A_TABLE;
}

/* The workbook in a container, or the file itself, as some programs write it. Where there are two,
 * the second is for older programs. */
static GByteArray *
find_stream (GByteArray *file, GError **error)
{
  if (file->len < 2 || file->data[0] != 0xd0)
    return g_byte_array_ref (file);
  g_autoptr (PalierOle) ole = palier_ole_new (file->data, file->len);
  if (ole == NULL)
  {
    g_set_error_literal (error, PALIER_IMPORT_ERROR, PALIER_IMPORT_ERROR_DAMAGED, "no directory");
    return NULL;
  }
  GByteArray *stream = palier_ole_read (ole, "workbook");
  if (stream == NULL)
    stream = palier_ole_read (ole, "book");
  if (stream == NULL)
    g_set_error_literal (error, PALIER_IMPORT_ERROR, (int) other_kind (ole), "no workbook in it");
  return stream;
}

static PalierBiff *
open_biff (int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) file = read_file (fd, cancellable, error);
  g_autoptr (GByteArray) stream = file != NULL ? find_stream (file, error) : NULL;

  if (stream == NULL)
    return NULL;
  g_autoptr (PalierBiff) biff = palier_biff_new (stream);
  if (biff != NULL && !biff->encrypted)
    return g_steal_pointer (&biff);
  g_set_error_literal (error, PALIER_IMPORT_ERROR,
                       biff != NULL ? PALIER_IMPORT_ERROR_ENCRYPTED : PALIER_IMPORT_ERROR_DAMAGED,
                       biff != NULL ? "encrypted" : "no workbook of Excel 5 to 2003");
  return NULL;
}

/**
 * palier_xls_new:
 * @fd: (transfer full): of a container, or of a workbook without one
 *
 * Returns: (nullable): %NULL with PALIER_IMPORT_ERROR_ENCRYPTED, _DAMAGED, _TOO_BIG, what else it
 *   is, or G_IO_ERROR_CANCELLED
 */
PalierTable *
palier_xls_new (int fd, GCancellable *cancellable, GError **error)
{
  PalierXls *self = g_new0 (PalierXls, 1);
  g_autoptr (PalierTable) table = &self->table;

  palier_table_init (table, &xls_class);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  self->merges = palier_merges_new ();
  self->text = g_byte_array_new ();
  palier_cells_init (&self->cells);
  self->biff = open_biff (fd, cancellable, error);
  close (fd);
  if (self->biff == NULL)
    return NULL;
  table->sheets = g_ptr_array_ref (self->biff->names);
  table->hidden = g_ptr_array_ref (self->biff->hidden_names);
  return g_steal_pointer (&table);
}
