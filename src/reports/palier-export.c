/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV as the French Excel opens it: UTF-8 with its mark, semicolons, ends of lines of RFC 4180, a
 * decimal comma. A cell that a sheet would take for a formula has an apostrophe before it, a phone
 * number in its international form among them: without it +33… would become a number. */
#include "palier-export.h"

#include <string.h>

#include "palier-export-cell.h"

#define CHUNK (64 * 1024)
#define MARK "\xef\xbb\xbf"

G_DEFINE_QUARK (palier-reports-error-quark, palier_reports_error)

/* The columns of an export when the user chose none: every stored field, in the order of a form.
 * Custom texts are a column each, behind them, by the caller who knows their names.
 * Returns: how many. */
gsize
palier_export_default_columns (PalierField fields[PALIER_N_FIELDS])
{
  gsize n = 0;

  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (palier_field_info (i)->stored && i != PALIER_FIELD_CUSTOM)
      fields[n++] = i;
  return n;
}

static void
append_quoted (GString *out, const char *text)
{
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
  {
    if (*p == '"')
      g_string_append_c (out, '"');
    g_string_append_c (out, *p);
  }
  g_string_append_c (out, '"');
}

static void
append_text (GString *out, const char *text)
{
  if (palier_cell_is_formula (text))
  {
    g_autofree char *harmless = g_strconcat ("'", text, NULL);
    append_quoted (out, harmless);
  }
  else if (strpbrk (text, ";\"\r\n") != NULL || *text == ' ' || g_str_has_suffix (text, " "))
    append_quoted (out, text);
  else
    g_string_append (out, text);
}

/* A negative number is a number, and a point is a comma here. */
static void
append_number (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    g_string_append_c (out, *p == '.' ? ',' : *p);
}

static void
append_header (GString *out, const PalierExport *export)
{
  g_string_append (out, MARK);
  for (gsize i = 0; i < export->n_columns; i++)
  {
    g_string_append (out, i > 0 ? ";" : "");
    append_text (out, export->columns[i].header);
  }
  g_string_append (out, "\r\n");
}

static void
append_row (GString *out, const PalierExport *export, const PalierProspect *row, PalierCell *cell)
{
  for (gsize i = 0; i < export->n_columns; i++)
  {
    g_string_append (out, i > 0 ? ";" : "");
    palier_cell_set (cell, export, row, &export->columns[i]);
    if (cell->kind == PALIER_CELL_NUMBER)
      append_number (out, cell->text->str);
    else
      append_text (out, cell->text->str);
  }
  g_string_append (out, "\r\n");
}

static gboolean
flush (GString *buffer, GOutputStream *out, GCancellable *cancellable, GError **error)
{
  gboolean written =
      g_output_stream_write_all (out, buffer->str, buffer->len, NULL, cancellable, error);

  g_string_truncate (buffer, 0);
  return written;
}

static gint64
write_rows (const PalierExport *export, GOutputStream *out, GString *buffer, PalierCell *cell,
            GCancellable *cancellable, GError **error)
{
  for (gint64 n = 0;; n++)
  {
    g_autoptr (PalierProspect) row = NULL;
    if (!export->next (export->data, &row, error))
      return -1;
    if (row == NULL)
      return flush (buffer, out, cancellable, error) ? n : -1;
    append_row (buffer, export, row, cell);
    if (buffer->len >= CHUNK && !flush (buffer, out, cancellable, error))
      return -1;
  }
}

/**
 * palier_export_csv:
 * @out: is neither flushed nor closed
 *
 * Writes row after row; memory stays the same however many there are.
 *
 * Returns: how many rows; -1 with an error of @out, of the rows' source, or G_IO_ERROR_CANCELLED
 */
gint64
palier_export_csv (const PalierExport *export, GOutputStream *out, GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GString) buffer = g_string_sized_new (CHUNK + 4096);
  g_autoptr (GString) text = g_string_new (NULL);
  PalierCell cell = { .text = text };

  append_header (buffer, export);
  return write_rows (export, out, buffer, &cell, cancellable, error);
}
