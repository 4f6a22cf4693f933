/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import FILE…: the import page's service, without the page. */
#include "palier-cli.h"

#include <glib/gi18n.h>

static char *mapping_file;
static gboolean dry_run;
static gboolean explain;
static char *encoding;
static char *delimiter;
static char *sheet;
static char *header_row;
static char *legal_basis;
static char *source;
static char *source_date;
static char *duplicates;
static char *problems_file;

static const GOptionEntry entries[] = {
  { "mapping", 'm', 0, G_OPTION_ARG_FILENAME, &mapping_file,
    N_ ("Fields of the columns, as --dry-run prints them"), N_ ("FILE") },
  { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run, N_ ("Say what would be done and write nothing"),
    NULL },
  { "explain", 'e', 0, G_OPTION_ARG_NONE, &explain,
    N_ ("Print what each column is taken for, and why"), NULL },
  { "encoding", 0, 0, G_OPTION_ARG_STRING, &encoding, N_ ("Encoding of the text"), N_ ("NAME") },
  { "delimiter", 0, 0, G_OPTION_ARG_STRING, &delimiter,
    N_ ("What separates the columns (“tab” for a tabulator)"), N_ ("CHARACTER") },
  { "sheet", 0, 0, G_OPTION_ARG_STRING, &sheet, N_ ("Sheet of the workbook"), N_ ("NAME") },
  { "header-row", 0, 0, G_OPTION_ARG_STRING, &header_row,
    N_ ("Row of the column names, from 0; “none” where there is none"), N_ ("ROW") },
  { "legal-basis", 0, 0, G_OPTION_ARG_STRING, &legal_basis,
    N_ ("Why these people may be written to: legitimate_interest, consent or contract"),
    N_ ("BASIS") },
  { "source", 0, 0, G_OPTION_ARG_STRING, &source, N_ ("Where the file is from"), N_ ("WORDS") },
  { "source-date", 0, 0, G_OPTION_ARG_STRING, &source_date, N_ ("When the data were collected"),
    N_ ("YYYY-MM-DD") },
  { "duplicates", 0, 0, G_OPTION_ARG_STRING, &duplicates,
    N_ ("What to do with people who are there already: merge or skip"), N_ ("WAY") },
  { "problems", 0, 0, G_OPTION_ARG_FILENAME, &problems_file,
    N_ ("Write the rows to mend to this file, with the reason"), N_ ("FILE") },
  { NULL },
};

static gboolean
usage_error (GError **error, const char *option, const char *value)
{
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
               _ ("--%s does not know “%s”; “palierctl import --help” says what it takes."), option,
               value);
  return FALSE;
}

static gboolean
read_header_row (int *out, GError **error)
{
  gint64 row;

  *out = PALIER_HEADER_GUESS;
  if (header_row == NULL)
    return TRUE;
  *out = PALIER_HEADER_NONE;
  if (g_str_equal (header_row, "none"))
    return TRUE;
  if (!g_ascii_string_to_signed (header_row, 10, 0, G_MAXINT32, &row, NULL))
    return usage_error (error, "header-row", header_row);
  *out = (int) row;
  return TRUE;
}

static gboolean
read_duplicates (PalierDuplicates *out, GError **error)
{
  *out = PALIER_DUPLICATES_MERGE;
  if (duplicates == NULL || g_str_equal (duplicates, "merge"))
    return TRUE;
  *out = PALIER_DUPLICATES_SKIP;
  return g_str_equal (duplicates, "skip") || usage_error (error, "duplicates", duplicates);
}

static gboolean
read_options (PalierImportFormat *format, PalierImportOptions *options, GError **error)
{
  *format = (PalierImportFormat) { .encoding = encoding, .delimiter = delimiter, .sheet = sheet };
  *options = (PalierImportOptions) { .legal_basis = legal_basis,
                                     .source = source,
                                     .source_date = source_date };
  if (g_strcmp0 (delimiter, "tab") == 0)
    format->delimiter = "\t";
  if (legal_basis != NULL && !palier_field_has_choice (PALIER_FIELD_LEGAL_BASIS, legal_basis))
    return usage_error (error, "legal-basis", legal_basis);
  return read_header_row (&format->header_row, error)
         && read_duplicates (&options->duplicates, error);
}

static void
on_progress_cb (guint64 rows, double fraction, gpointer unused)
{
  if (g_log_writer_supports_color (2))
    g_printerr ("\r%3.0f %%  %" G_GUINT64_FORMAT "  ", fraction * 100, rows);
}

static void
end_progress (void)
{
  if (g_log_writer_supports_color (2))
    g_printerr ("\n");
}

static PalierPreview *
look_at (PalierImportService *imports, const char *path, const PalierImportFormat *format,
         GPtrArray *mapping, GError **error)
{
  g_autoptr (PalierPreview) preview =
      dex_await_boxed (palier_import_service_inspect (imports, path, format, mapping, NULL), error);

  if (preview == NULL || !dry_run)
    return g_steal_pointer (&preview);
  g_autoptr (PalierPreview) counted = dex_await_boxed (
      palier_import_service_count (imports, preview, on_progress_cb, NULL, NULL, NULL), error);
  end_progress ();
  return g_steal_pointer (&counted);
}

static gboolean
write_problems (PalierImportService *imports, PalierPreview *preview, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (problems_file == NULL)
    return TRUE;
  dex_await_int64 (palier_import_service_export_problems (imports, preview, problems_file, NULL),
                   &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
import_one (PalierImportService *imports, const char *path, const PalierImportFormat *format,
            const PalierImportOptions *options, GPtrArray *mapping, GError **error)
{
  g_autoptr (PalierPreview) preview = look_at (imports, path, format, mapping, error);

  if (preview == NULL)
    return FALSE;
  if (dry_run || explain)
  {
    g_autofree char *json = palier_preview_to_json (preview);
    palier_cli_print_line (json);
  }
  if (dry_run)
    return write_problems (imports, preview, error);

  g_autoptr (PalierImportSummary) summary = dex_await_boxed (
      palier_import_service_run (imports, preview, options, on_progress_cb, NULL, NULL, NULL),
      error);
  end_progress ();
  if (summary == NULL)
    return FALSE;
  g_autofree char *json = palier_import_summary_to_json (summary);
  palier_cli_print_line (json);
  return write_problems (imports, preview, error);
}

static PalierExit
run_import (PalierCli *cli, GError **error)
{
  PalierImportService *imports = palier_session_get_imports (cli->session);
  PalierImportFormat format;
  PalierImportOptions options;
  g_autoptr (GPtrArray) mapping = NULL;
  guint done = 0;

  if (!read_options (&format, &options, error))
    return PALIER_EXIT_USAGE;
  if (mapping_file != NULL && (mapping = palier_import_load_mapping (mapping_file, error)) == NULL)
    return PALIER_EXIT_USAGE;

  for (guint i = 0; i < cli->n_arguments; i++)
  {
    g_autoptr (GError) failure = NULL;
    if (import_one (imports, cli->arguments[i], &format, &options, mapping, &failure))
      done++;
    else if (cli->n_arguments == 1)
      return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
    else
    {
      g_autofree char *words = palier_session_error_message (failure);
      palier_cli_say ("%s: %s", cli->arguments[i], words);
    }
  }
  return done == cli->n_arguments ? PALIER_EXIT_DONE
         : done > 0               ? PALIER_EXIT_PARTLY
                                  : PALIER_EXIT_FAILED;
}

const PalierCommand palier_command_import = {
  .name = "import",
  .parameters = N_ ("FILE…"),
  .summary = N_ ("Bring contacts in from CSV or Excel files"),
  .entries = entries,
  .run = run_import,
  .least = 1,
  .most = 1000,
};
