/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XLSX in constant memory: each row goes to a temporary file beside the target, never to a public
 * folder, since these are people's data. The finished file takes the target's place at the end. */
#include <errno.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <xlsxwriter.h>

#include "palier-export-cell.h"

#define ROWS_MAX 1048576 /* of a sheet, the header included */
#define CELL_MAX 32767   /* characters */
#define SHEET_NAME_MAX 31

typedef struct
{
  const PalierExport *export;
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *date;
  PalierCell cell;
} Writer;

static void
write_text (Writer *self, lxw_row_t row, lxw_col_t column, const char *text)
{
  if (g_utf8_strlen (text, -1) <= CELL_MAX)
  {
    worksheet_write_string (self->sheet, row, column, text, NULL);
    return;
  }
  g_autofree char *cut = g_utf8_substring (text, 0, CELL_MAX);
  worksheet_write_string (self->sheet, row, column, cut, NULL);
}

static void
write_date (Writer *self, lxw_row_t row, lxw_col_t column, const char *text)
{
  lxw_datetime date = { 0 };

  if (sscanf (text, "%4d-%2d-%2d", &date.year, &date.month, &date.day) == 3 && date.year >= 1900)
    worksheet_write_datetime (self->sheet, row, column, &date, self->date);
  else
    write_text (self, row, column, text);
}

static void
write_row (Writer *self, lxw_row_t row, const PalierProspect *prospect)
{
  for (gsize i = 0; i < self->export->n_columns; i++)
  {
    lxw_col_t column = (lxw_col_t) i;
    palier_cell_set (&self->cell, self->export, prospect, &self->export->columns[i]);
    if (self->cell.kind == PALIER_CELL_TEXT)
      write_text (self, row, column, self->cell.text->str);
    else if (self->cell.kind == PALIER_CELL_NUMBER)
      worksheet_write_number (self->sheet, row, column, self->cell.number, NULL);
    else if (self->cell.kind == PALIER_CELL_DATE)
      write_date (self, row, column, self->cell.text->str);
  }
}

static void
write_header (Writer *self)
{
  lxw_format *bold = workbook_add_format (self->book);
  gsize n = self->export->n_columns;

  format_set_bold (bold);
  for (gsize i = 0; i < n; i++)
  {
    const PalierExportColumn *column = &self->export->columns[i];
    worksheet_set_column (self->sheet, (lxw_col_t) i, (lxw_col_t) i,
                          palier_cell_width (column->field), NULL);
    worksheet_write_string (self->sheet, 0, (lxw_col_t) i, column->header, bold);
  }
  worksheet_freeze_panes (self->sheet, 1, 0);
}

/* Sheets may not be named with these, nor with more than 31 characters. */
static char *
sheet_name (const char *name)
{
  g_autofree char *short_name =
      g_utf8_substring (name, 0, MIN (g_utf8_strlen (name, -1), SHEET_NAME_MAX));

  return g_strdelimit (g_steal_pointer (&short_name), "[]:*?/\\'", ' ');
}

static void
open_book (Writer *self, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name =
      self->export->sheet_name != NULL ? sheet_name (self->export->sheet_name) : NULL;
  lxw_workbook_options options = { .constant_memory = LXW_TRUE, .tmpdir = folder };

  self->book = workbook_new_opt (path, &options);
  self->sheet = workbook_add_worksheet (self->book, name);
  self->date = workbook_add_format (self->book);
  format_set_num_format (self->date, "dd/mm/yyyy");
  self->cell.text = g_string_new (NULL);
}

/* How many rows; -1 with an error. */
static gint64
write_rows (Writer *self, GCancellable *cancellable, GError **error)
{
  write_header (self);
  for (gint64 n = 0;; n++)
  {
    g_autoptr (PalierProspect) prospect = NULL;
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !self->export->next (self->export->data, &prospect, error))
      return -1;
    if (prospect == NULL)
      return n;
    if (n + 1 >= ROWS_MAX)
    {
      g_set_error (error, PALIER_REPORTS_ERROR, PALIER_REPORTS_ERROR_TOO_LONG, "%d", ROWS_MAX - 1);
      return -1;
    }
    write_row (self, (lxw_row_t) n + 1, prospect);
  }
}

/* Without the seconds that putting a long book together takes. */
static void
drop_book (Writer *self)
{
  lxw_workbook_free (self->book);
  g_string_free (self->cell.text, TRUE);
}

/* libxlsxwriter says only at the end whether the file could be made. */
static gboolean
close_book (Writer *self, const char *path, GError **error)
{
  lxw_error failure = workbook_close (self->book);
  int number = errno;

  g_string_free (self->cell.text, TRUE);
  if (failure == LXW_NO_ERROR)
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error (error, PALIER_REPORTS_ERROR, PALIER_REPORTS_ERROR_WRITE, "%s: %s", path,
                 number != 0 ? g_strerror (number) : lxw_strerror (failure));
  return FALSE;
}

/* Found out before anything is written, with the system's own reason. */
static gboolean
can_write (const char *path, GError **error)
{
  FILE *file = g_fopen (path, "wbe");
  int number = errno;

  if (file != NULL)
    return fclose (file) == 0;
  g_set_error (error, PALIER_REPORTS_ERROR, PALIER_REPORTS_ERROR_WRITE, "%s: %s", path,
               g_strerror (number));
  return FALSE;
}

static gboolean
take_place (const char *from, const char *path, GError **error)
{
  if (g_rename (from, path) == 0)
    return TRUE;
  int number = errno;
  g_set_error (error, PALIER_REPORTS_ERROR, PALIER_REPORTS_ERROR_WRITE, "%s: %s", path,
               g_strerror (number));
  return FALSE;
}

static gint64
write_book (Writer *self, const char *part, const char *path, GCancellable *cancellable,
            GError **error)
{
  gint64 n;

  open_book (self, part);
  n = write_rows (self, cancellable, error);
  if (n >= 0)
    return close_book (self, path, error) ? n : -1;
  drop_book (self);
  return -1;
}

/* The same with points in numbers: libxlsxwriter prints them as the locale does, and a sheet with
 * commas in its XML is broken. Of this thread only, and nothing else of the locale. */
static gint64
write_with_points (Writer *self, const char *part, const char *path, GCancellable *cancellable,
                   GError **error)
{
  locale_t points = newlocale (LC_NUMERIC_MASK, "C", duplocale (uselocale ((locale_t) 0)));
  locale_t before = uselocale (points);
  gint64 n = write_book (self, part, path, cancellable, error);

  uselocale (before);
  freelocale (points);
  return n;
}

/**
 * palier_export_xlsx:
 * @path: what is there stays until the new file is whole
 *
 * Returns: how many rows; -1 with PALIER_REPORTS_ERROR, an error of the rows' source, or
 *   G_IO_ERROR_CANCELLED
 */
gint64
palier_export_xlsx (const PalierExport *export, const char *path, GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (GError) local_error = NULL;
  Writer writer = { .export = export };
  gint64 n;

  if (!can_write (part, error))
    return -1;
  n = write_with_points (&writer, part, path, cancellable, &local_error);
  if (n < 0 || g_cancellable_set_error_if_cancelled (cancellable, &local_error)
      || !take_place (part, path, &local_error))
  {
    g_unlink (part);
    g_propagate_error (error, g_steal_pointer (&local_error));
    return -1;
  }
  return n;
}
