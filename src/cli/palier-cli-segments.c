/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segments, tag, export: saved filters, and what is done to whom they mean. */
#include <string.h>

#include "palier-cli-filter.h"
#include "palier-cli-json.h"

static char *save;
static char *remove_name;
static gboolean propose;
static char *columns;
static char *format_name;
static char *stage_of_all;
static gboolean untag;

static const GOptionEntry segments_entries[] = {
  PALIER_CLI_SEGMENT_ENTRIES,
  { "save", 0, 0, G_OPTION_ARG_STRING, &save, N_ ("Save the conditions under this name"),
    N_ ("NAME") },
  { "remove", 0, 0, G_OPTION_ARG_STRING, &remove_name, N_ ("Remove a segment; nobody in it is"),
    N_ ("NAME") },
  { "propose", 0, 0, G_OPTION_ARG_NONE, &propose, N_ ("Show such as the base suggests"), NULL },
  { NULL },
};

static const GOptionEntry export_entries[] = {
  PALIER_CLI_FILTER_ENTRIES,
  { "columns", 0, 0, G_OPTION_ARG_STRING, &columns, N_ ("Fields, between commas (default: all)"),
    N_ ("FIELDS") },
  { "format", 0, 0, G_OPTION_ARG_STRING, &format_name,
    N_ ("csv, xlsx or vcard (default: as the file's name says, else csv)"), N_ ("FORMAT") },
  { NULL },
};

static const GOptionEntry tag_entries[] = {
  PALIER_CLI_FILTER_ENTRIES,
  { "remove", 0, 0, G_OPTION_ARG_NONE, &untag, N_ ("Take the tag away"), NULL },
  { "set-stage", 0, 0, G_OPTION_ARG_STRING, &stage_of_all, N_ ("Set this stage instead of a tag"),
    N_ ("STAGE") },
  { NULL },
};

static void
print_row (const PalierSegmentRow *row)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *filter = row->filter != NULL ? palier_filter_to_json (row->filter) : NULL;
  g_autofree char *rate = palier_segment_row_dup_rate (row);

  json_builder_begin_object (builder);
  if (!palier_id_is_nil (&row->id))
    palier_cli_add_id (builder, "id", &row->id);
  palier_cli_add_text (builder, "name", row->name);
  palier_cli_add_text (builder, "rule", row->rule);
  if (filter != NULL)
  {
    json_builder_set_member_name (builder, "filter");
    json_builder_add_value (builder, json_from_string (filter, NULL));
    palier_cli_add_int (builder, "count", (gint64) row->count);
    palier_cli_add_int (builder, "contacted", (gint64) row->contacted);
    palier_cli_add_int (builder, "replied", (gint64) row->replied);
  }
  if (rate != NULL)
    palier_cli_add_text (builder, "reply_rate", rate);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
print_rows (DexFuture *future, GError **error)
{
  g_autoptr (GPtrArray) rows = dex_await_boxed (future, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    print_row (g_ptr_array_index (rows, i));
  return rows != NULL ? PALIER_EXIT_DONE : PALIER_EXIT_FAILED;
}

static PalierExit
save_segment (PalierCli *cli, GError **error)
{
  PalierSegmentService *segments = palier_session_get_segments (cli->session);
  g_autoptr (PalierFilter) filter = palier_cli_create_filter (cli, error);

  if (filter == NULL)
    return PALIER_EXIT_USAGE;
  if (palier_filter_is_empty (filter))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("--save needs at least one --filter."));
    return PALIER_EXIT_USAGE;
  }
  g_autoptr (PalierSegment) segment =
      dex_await_boxed (palier_segment_service_save (segments, save, filter), error);
  return segment != NULL ? print_rows (palier_segment_service_list (segments), error)
                         : PALIER_EXIT_FAILED;
}

static PalierExit
remove_segment (PalierCli *cli, GError **error)
{
  PalierSegmentService *segments = palier_session_get_segments (cli->session);
  g_autoptr (PalierSegment) segment =
      dex_await_boxed (palier_segment_service_find (segments, remove_name), error);

  if (segment == NULL)
    return PALIER_EXIT_FAILED;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_segment_service_remove (segments, &segment->id), error);
  if (changeset == NULL)
    return PALIER_EXIT_FAILED;
  return print_rows (palier_segment_service_list (segments), error);
}

static PalierExit
run_segments (PalierCli *cli, GError **error)
{
  PalierSegmentService *segments = palier_session_get_segments (cli->session);

  if ((save != NULL) + (remove_name != NULL) + propose > 1
      || (palier_cli_has_filter () && save == NULL))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give one of --save with --filter, --remove and --propose."));
    return PALIER_EXIT_USAGE;
  }
  if (save != NULL)
    return save_segment (cli, error);
  if (remove_name != NULL)
    return remove_segment (cli, error);
  return print_rows (propose ? palier_segment_service_propose (segments)
                             : palier_segment_service_list (segments),
                     error);
}

/* Returns: (transfer full) (nullable): NULL with @error, or without one where none were chosen */
static GArray *
parse_columns (GError **error)
{
  g_auto (GStrv) names = g_strsplit (columns != NULL ? columns : "", ",", -1);
  g_autoptr (GArray) fields = g_array_new (FALSE, FALSE, sizeof (PalierField));

  for (char **name = names; *name != NULL; name++)
  {
    PalierField field = palier_field_from_name (g_strstrip (*name));
    if (field == PALIER_FIELD_NONE || !palier_field_info (field)->stored)
    {
      g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                   _ ("--columns: there is no field %s."), *name);
      return NULL;
    }
    g_array_append_val (fields, field);
  }
  return fields->len > 0 ? g_steal_pointer (&fields) : NULL;
}

static gboolean
choose_format (const char *path, PalierExportFormat *format, GError **error)
{
  *format = palier_export_format_from_path (path);
  if (format_name == NULL || palier_export_format_from_name (format_name, format))
    return TRUE;
  g_set_error (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
               _ ("--format: there is no format %s."), format_name);
  return FALSE;
}

static PalierExit
run_export (PalierCli *cli, GError **error)
{
  PalierExportOrder order = { .path = cli->arguments[0] };
  g_autoptr (GError) failure = NULL;
  g_autoptr (GArray) fields = parse_columns (&failure);

  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_USAGE;
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);
  if (query == NULL || !choose_format (order.path, &order.format, error))
    return PALIER_EXIT_USAGE;
  order.query = query;
  order.fields = fields;
  gint64 rows =
      dex_await_int64 (palier_prospect_service_export (palier_session_get_prospects (cli->session),
                                                       &order, NULL, NULL, NULL),
                       &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;

  g_autoptr (JsonBuilder) builder = json_builder_new ();
  json_builder_begin_object (builder);
  palier_cli_add_text (builder, "file", cli->arguments[0]);
  palier_cli_add_int (builder, "rows", rows);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
  return PALIER_EXIT_DONE;
}

static void
print_changeset (const PalierChangeset *changeset, guint rows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  palier_cli_add_int (builder, "prospects", rows);
  if (changeset != NULL)
    palier_cli_add_id (builder, "changeset", &changeset->id);
  json_builder_end_object (builder);
  palier_cli_print_json (builder);
}

static PalierExit
run_tag (PalierCli *cli, GError **error)
{
  PalierProspectService *prospects = palier_session_get_prospects (cli->session);
  g_autoptr (GError) failure = NULL;

  if ((cli->n_arguments == 1) == (stage_of_all != NULL))
  {
    g_set_error_literal (error, PALIER_CLI_ERROR, PALIER_CLI_ERROR_USAGE,
                         _ ("Give either a tag or --set-stage."));
    return PALIER_EXIT_USAGE;
  }
  if (!palier_cli_check_choice ("set-stage", stage_of_all,
                                palier_field_info (PALIER_FIELD_STAGE)->choices, error))
    return PALIER_EXIT_USAGE;
  g_autoptr (PalierQuery) query = palier_cli_create_query (cli, error);
  if (query == NULL)
    return PALIER_EXIT_USAGE;
  g_autoptr (GArray) numbers =
      dex_await_boxed (palier_prospect_service_numbers (prospects, query, 0), error);
  if (numbers == NULL)
    return PALIER_EXIT_FAILED;
  PalierBulk bulk = stage_of_all != NULL ? PALIER_BULK_STAGE
                    : untag              ? PALIER_BULK_REMOVE_TAG
                                         : PALIER_BULK_ADD_TAG;
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_prospect_service_change_many (prospects, bulk, numbers,
                                           stage_of_all != NULL ? stage_of_all : cli->arguments[0]),
      &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), PALIER_EXIT_FAILED;
  print_changeset (changeset, numbers->len);
  return PALIER_EXIT_DONE;
}

const PalierCommand palier_command_segments = {
  .name = "segments",
  .parameters = "",
  .summary = N_ ("List, save, remove or propose segments, one JSON object a line"),
  .entries = segments_entries,
  .run = run_segments,
};

const PalierCommand palier_command_tag = {
  .name = "tag",
  .parameters = N_ ("[TAG]"),
  .summary = N_ ("Tag the prospects that are meant, or set their stage, as one undoable change"),
  .entries = tag_entries,
  .run = run_tag,
  .most = 1,
};

const PalierCommand palier_command_export = {
  .name = "export",
  .parameters = N_ ("FILE.csv|FILE.xlsx|FILE.vcf"),
  .summary = N_ ("Write prospects to a file for a spreadsheet or an address book"),
  .entries = export_entries,
  .run = run_export,
  .least = 1,
  .most = 1,
};
