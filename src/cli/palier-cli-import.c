/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import FILE…: the import page's service, without the page. */
#include "palier-cli.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "palier-import-input.h"
#include <string.h>

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
static char **policies;
static char **decisions;
static char *unmapped;
static char *problems_file;

static const GOptionEntry entries[] = {
  { "mapping", 'm', 0, G_OPTION_ARG_FILENAME, &mapping_file,
    N_ ("Fields of the columns, as --dry-run prints them"), N_ ("FILE") },
  { "dry-run", 'n', 0, G_OPTION_ARG_NONE, &dry_run,
    N_ ("Say what would be done, and do nothing of it"), NULL },
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
    N_ ("What to do with people who are there already: merge, skip or keep"), N_ ("WAY") },
  { "decide", 0, 0, G_OPTION_ARG_STRING_ARRAY, &decisions,
    N_ ("What to do with one row of the file, whoever is there already: merge, skip or keep; what is "
        "kept is noted as somebody else"),
    N_ ("ROW=WAY") },
  { "policy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &policies,
    N_ ("What a column, or all of them, may do to people who are there already: fill, overwrite or "
        "never"),
    N_ ("[COLUMN=]WAY") },
  { "unmapped", 0, 0, G_OPTION_ARG_STRING, &unmapped,
    N_ ("How to keep columns that were not recognised: fields, notes or drop"), N_ ("WAY") },
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

/* Returns: which of the ways @text names; the first where it is NULL; -1: none */
static int
find_way (const char *const *ways, guint n, const char *text)
{
  if (text == NULL)
    return 0;
  for (guint i = 0; i < n; i++)
    if (g_str_equal (ways[i], text))
      return (int) i;
  return -1;
}

static gboolean
read_duplicates (PalierDuplicates *out, GError **error)
{
  static const char *const ways[] = { [PALIER_DUPLICATES_MERGE] = "merge",
                                      [PALIER_DUPLICATES_SKIP] = "skip",
                                      [PALIER_DUPLICATES_KEEP] = "keep" };
  int way = find_way (ways, G_N_ELEMENTS (ways), duplicates);

  *out = (PalierDuplicates) MAX (way, 0);
  return way >= 0 || usage_error (error, "duplicates", duplicates);
}

/* "12=keep" */
static gboolean
read_decision (const char *text, PalierImportEdits *edits, GError **error)
{
  static const char *const ways[] = { [PALIER_DECISION_KEEP] = "keep",
                                      [PALIER_DECISION_MERGE] = "merge",
                                      [PALIER_DECISION_SKIP] = "skip" };
  const char *sign = strchr (text, '=');
  g_autofree char *row = g_strndup (text, sign != NULL ? (gsize) (sign - text) : 0);
  int way = sign != NULL ? find_way (ways, G_N_ELEMENTS (ways), sign + 1) : -1;
  guint64 line;

  if (way < 0 || !g_ascii_string_to_unsigned (row, 10, 1, G_MAXINT64, &line, NULL))
    return usage_error (error, "decide", text);
  palier_import_edits_decide (edits, line, (PalierDecision) way);
  return TRUE;
}

/* @alone: of one file; rows of several have the same numbers */
static gboolean
read_decisions (PalierImportEdits *edits, gboolean alone, GError **error)
{
  for (char **decision = decisions; decision != NULL && *decision != NULL; decision++)
    if (!read_decision (*decision, edits, error))
      return FALSE;
  if (decisions == NULL || alone)
    return TRUE;
  g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                       _ ("--decide is for one file."));
  return FALSE;
}

/* How columns that were not placed are kept: as fields of the user's own, unless he said what each
 * column is. -1: as the mapping has it */
static gboolean
read_unmapped (int *out, GError **error)
{
  static const char *const ways[] = { [PALIER_UNMAPPED_FIELDS] = "fields",
                                      [PALIER_UNMAPPED_NOTES] = "notes",
                                      [PALIER_UNMAPPED_DROP] = "drop" };

  *out = unmapped != NULL       ? find_way (ways, G_N_ELEMENTS (ways), unmapped)
         : mapping_file == NULL ? (int) PALIER_UNMAPPED_FIELDS
                                : -1;
  return unmapped == NULL || *out >= 0 || usage_error (error, "unmapped", unmapped);
}

/* "overwrite", or "E-mail=never": the last sign, since a title may hold one. */
static gboolean
read_policy (const char *text, char **column, PalierColumnPolicy *policy, GError **error)
{
  const char *sign = strrchr (text, '=');

  *column = sign != NULL ? g_strndup (text, (gsize) (sign - text)) : NULL;
  return palier_policy_from_name (sign != NULL ? sign + 1 : text, policy)
         || usage_error (error, "policy", text);
}

/* A column that only another file has is no fault, where there are several. */
static gboolean
apply_policy (PalierPreview *preview, const char *text, gboolean alone, GError **error)
{
  g_autofree char *column = NULL;
  PalierColumnPolicy policy;

  if (!read_policy (text, &column, &policy, error))
    return FALSE;
  return palier_preview_set_policy (preview, column, policy) || !alone
         || usage_error (error, "policy", text);
}

static gboolean
apply_choices (PalierPreview *preview, gboolean alone, GError **error)
{
  int how;

  if (!read_unmapped (&how, error))
    return FALSE;
  if (how >= 0)
    palier_preview_keep_unmapped (preview, (PalierUnmapped) how);
  for (char **policy = policies; policy != NULL && *policy != NULL; policy++)
    if (!apply_policy (preview, *policy, alone, error))
      return FALSE;
  return TRUE;
}

/* Whether what is asked for columns can be understood, before any file is opened. */
static gboolean
check_choices (GError **error)
{
  int how;

  for (char **policy = policies; policy != NULL && *policy != NULL; policy++)
  {
    g_autofree char *column = NULL;
    PalierColumnPolicy way;
    if (!read_policy (*policy, &column, &way, error))
      return FALSE;
  }
  return read_unmapped (&how, error);
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
         && read_duplicates (&options->duplicates, error) && check_choices (error);
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
         const PalierImportOptions *options, GPtrArray *mapping, gboolean alone, GError **error)
{
  g_autoptr (PalierPreview) preview =
      dex_await_boxed (palier_import_service_inspect (imports, path, format, mapping, NULL), error);

  if (preview == NULL || !apply_choices (preview, alone, error))
    return NULL;
  if (!dry_run)
    return g_steal_pointer (&preview);
  g_autoptr (PalierPreview) counted = dex_await_boxed (
      palier_import_service_count (imports, preview, options, on_progress_cb, NULL, NULL, NULL),
      error);
  end_progress ();
  return g_steal_pointer (&counted);
}

static gboolean
write_problems (PalierImportService *imports, PalierPreview *preview, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (problems_file == NULL)
    return TRUE;
  dex_await_int64 (
      palier_import_service_export_problems (imports, preview, NULL, problems_file, NULL),
      &failure);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
say_if_known (const char *path, const PalierImportSummary *summary)
{
  if (summary->earlier_at_ms == 0)
    return;
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_local (summary->earlier_at_ms / 1000);
  g_autofree char *day = at != NULL ? g_date_time_format (at, "%x") : NULL;
  g_autofree char *name = g_filename_display_basename (path);
  if (summary->created + summary->updated == 0)
    palier_cli_say (_ ("%s was imported on %s already: nothing was changed."), name, day);
  else
    palier_cli_say (_ ("%s was imported on %s before."), name, day);
}

static gboolean
import_one (PalierImportService *imports, const char *path, const PalierImportFormat *format,
            const PalierImportOptions *options, GPtrArray *mapping, gboolean alone, GError **error)
{
  g_autoptr (PalierPreview) preview =
      look_at (imports, path, format, options, mapping, alone, error);

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
  say_if_known (path, summary);
  g_autofree char *json = palier_import_summary_to_json (summary);
  palier_cli_print_line (json);
  return write_problems (imports, preview, error);
}

/* "-" is what is piped in. */
static gboolean
import_argument (PalierImportService *imports, const char *path, const PalierImportFormat *format,
                 const PalierImportOptions *options, GPtrArray *mapping, gboolean alone,
                 GError **error)
{
  if (!g_str_equal (path, "-"))
    return import_one (imports, path, format, options, mapping, alone, error);
  g_autoptr (PalierImportInput) input =
      palier_import_input_new (STDIN_FILENO, _ ("standard input"), NULL, error);
  return input != NULL
         && import_one (imports, palier_import_input_get_path (input), format, options, mapping,
                        alone, error);
}

static PalierExit
run_import (PalierCli *cli, GError **error)
{
  PalierImportService *imports = palier_session_get_imports (cli->session);
  PalierImportFormat format;
  PalierImportOptions options;
  g_autoptr (GPtrArray) mapping = NULL;
  g_autoptr (PalierImportEdits) edits = palier_import_edits_new ();
  guint done = 0;

  if (!read_options (&format, &options, error)
      || !read_decisions (edits, cli->n_arguments == 1, error))
    return PALIER_EXIT_USAGE;
  options.edits = edits;
  if (mapping_file != NULL && (mapping = palier_import_load_mapping (mapping_file, error)) == NULL)
    return PALIER_EXIT_USAGE;

  for (guint i = 0; i < cli->n_arguments; i++)
  {
    g_autoptr (GError) failure = NULL;
    if (import_argument (imports, cli->arguments[i], &format, &options, mapping,
                         cli->n_arguments == 1, &failure))
      done++;
    else if (cli->n_arguments == 1)
    {
      gboolean usage = g_error_matches (failure, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE);
      g_propagate_error (error, g_steal_pointer (&failure));
      return usage ? PALIER_EXIT_USAGE : PALIER_EXIT_FAILED;
    }
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
  .summary = N_ ("Bring contacts in from files: CSV, Excel, OpenDocument, vCard and others"),
  .entries = entries,
  .run = run_import,
  .least = 1,
  .most = 1000,
};
