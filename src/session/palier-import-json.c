/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON of an import: what a file is taken for, the mapping that can be kept in a file, and what
 * came of it. One shape for palierctl, scripts and tests. Mappings are read in
 * palier-import-mapping.c. */
#include "palier-import-service.h"

#include <json-glib/json-glib.h>

#include "palier-json-text.h"

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static char *
finish (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return palier_json_to_string (root);
}

static void
add_field (JsonBuilder *builder, PalierField field)
{
  add_text (builder, "field", field == PALIER_FIELD_NONE ? NULL : palier_field_name (field));
}

static void
add_values (JsonBuilder *builder, GPtrArray *values)
{
  json_builder_set_member_name (builder, "values");
  json_builder_begin_object (builder);
  for (guint i = 0; i < values->len; i++)
  {
    const PalierColumnValue *value = g_ptr_array_index (values, i);
    add_text (builder, value->text, value->key);
  }
  json_builder_end_object (builder);
}

/* What a column does beside standing on its field; what is usual is left out. */
static void
add_ways (JsonBuilder *builder, const PalierColumn *column)
{
  if (column->use != PALIER_COLUMN_FIELD)
    add_text (builder, column->use == PALIER_COLUMN_CUSTOM ? "custom" : "note",
              palier_column_get_name (column));
  if (column->split != PALIER_SPLIT_NONE)
    add_text (builder, "split", palier_split_name (column->split));
  if (column->joint != NULL)
    add_text (builder, "joint", column->joint);
  if (column->dates != PALIER_DATES_BY_COLUMN)
    add_text (builder, "dates", palier_date_style_name (column->dates));
  if (column->numbers != PALIER_NUMBERS_BY_COLUMN)
    add_text (builder, "numbers", palier_number_style_name (column->numbers));
  if (column->policy != PALIER_POLICY_FILL)
    add_text (builder, "policy", palier_policy_name (column->policy));
  if (column->values != NULL && column->values->len > 0 && column->field != PALIER_FIELD_NONE
      && palier_field_info (column->field)->choices != NULL)
    add_values (builder, column->values);
}

static void
add_names (JsonBuilder *builder, const char *member, char **names)
{
  if (names == NULL)
    return;
  json_builder_set_member_name (builder, member);
  json_builder_begin_array (builder);
  for (; *names != NULL; names++)
    json_builder_add_string_value (builder, *names);
  json_builder_end_array (builder);
}

static void
add_columns (JsonBuilder *builder, GPtrArray *columns, gboolean with_reasons)
{
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; columns != NULL && i < columns->len; i++)
  {
    const PalierColumn *column = g_ptr_array_index (columns, i);
    json_builder_begin_object (builder);
    add_int (builder, "index", column->index);
    add_text (builder, "header", column->header);
    add_field (builder, column->field);
    add_ways (builder, column);
    if (with_reasons)
    {
      json_builder_set_member_name (builder, "confidence");
      json_builder_add_double_value (builder, column->confidence);
      add_text (builder, "reason", column->reason);
      if (column->guess != column->field && column->guess != PALIER_FIELD_NONE)
        add_text (builder, "guess", palier_field_name (column->guess));
    }
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_problems (JsonBuilder *builder, GPtrArray *problems)
{
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; problems != NULL && i < problems->len; i++)
  {
    const PalierProblem *problem = g_ptr_array_index (problems, i);
    json_builder_begin_object (builder);
    add_int (builder, "row", (gint64) problem->row);
    add_int (builder, "column", problem->column);
    add_text (builder, "value", problem->value);
    add_text (builder, "reason", problem->code);
    if (problem->proposal != NULL)
      add_text (builder, "proposal", problem->proposal);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
add_known (JsonBuilder *builder, GArray *rows)
{
  json_builder_set_member_name (builder, "known");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len; i++)
  {
    const PalierKnownRow *row = &g_array_index (rows, PalierKnownRow, i);
    char id[PALIER_ID_TEXT_SIZE];
    palier_id_format (&row->other, id);
    json_builder_begin_object (builder);
    add_int (builder, "row", (gint64) row->row);
    if (row->other_row != 0)
      add_int (builder, "other_row", (gint64) row->other_row);
    else
      add_text (builder, "id", id);
    add_text (builder, "verdict", row->sure ? "same" : "perhaps");
    add_text (builder, "reason", row->reason);
    if (row->score > 0)
    {
      json_builder_set_member_name (builder, "score");
      json_builder_add_double_value (builder, row->score);
    }
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* Of an import that was made, or only counted. */
static void
add_counts (JsonBuilder *builder, const PalierImportSummary *counts)
{
  add_int (builder, "rows", (gint64) counts->rows);
  add_int (builder, "created", (gint64) counts->created);
  add_int (builder, "updated", (gint64) counts->updated);
  add_int (builder, "unchanged", (gint64) counts->unchanged);
  add_int (builder, "merged", (gint64) counts->merged);
  add_int (builder, "skipped", (gint64) counts->skipped);
  add_int (builder, "suppressed", (gint64) counts->suppressed);
  add_int (builder, "to_mend", (gint64) counts->n_to_mend);
  add_int (builder, "unsure", (gint64) counts->n_unsure);
}

/**
 * palier_preview_to_json:
 *
 * Returns: (transfer full): one line: {"encoding","delimiter","header_row","sheet","format",
 *   "sheets","hidden_sheets","rows",
 *   "columns":[{"index","header","field","confidence","reason"}] with
 *   "guess" where it is not placed and what palier_import_load_mapping() reads,
 * "problems":[{"row","column","value","reason"}],"duplicates":{"in_file","in_base"}} and, where
 *   the whole file was counted, the counts of palier_import_summary_to_json() and
 *   "known":[{"row","id","verdict","reason"}] with "score" where it was weighed and, where the
 *   other one is a row of the file, its "other_row" instead of "id"; header_row counts from 0, -1
 * for none; rows of problems are lines of the file, from 1
 */
char *
palier_preview_to_json (const PalierPreview *preview)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "encoding", preview->encoding);
  add_text (builder, "delimiter", preview->delimiter);
  add_int (builder, "header_row", preview->header_row);
  add_text (builder, "sheet", preview->sheet);
  add_text (builder, "format", preview->format);
  add_names (builder, "sheets", preview->sheets);
  add_names (builder, "hidden_sheets", preview->hidden_sheets);
  if (preview->counts != NULL)
    add_counts (builder, preview->counts);
  else
    add_int (builder, "rows", (gint64) preview->rows);
  add_columns (builder, preview->columns, TRUE);
  add_problems (builder, preview->problems);
  json_builder_set_member_name (builder, "duplicates");
  json_builder_begin_object (builder);
  add_int (builder, "in_file", (gint64) preview->n_in_file);
  add_int (builder, "in_base", (gint64) preview->n_in_base);
  json_builder_end_object (builder);
  if (preview->known != NULL)
    add_known (builder, preview->known);
  json_builder_end_object (builder);
  return finish (builder);
}

/**
 * palier_import_summary_to_json:
 *
 * Returns: (transfer full): one line: {"changeset","rows","created","updated","unchanged","merged",
 *   "skipped","suppressed","to_mend","unsure","problems"} and "imported_before" where the same
 * bytes were; rows are created + updated + unchanged + skipped + suppressed, "merged" went into
 * another one, "to_mend" are rows, "problems" cells
 */
char *
palier_import_summary_to_json (const PalierImportSummary *summary)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  char changeset[PALIER_ID_TEXT_SIZE];

  palier_id_format (&summary->changeset, changeset);
  json_builder_begin_object (builder);
  add_text (builder, "changeset", palier_id_is_nil (&summary->changeset) ? NULL : changeset);
  add_counts (builder, summary);
  add_int (builder, "problems", (gint64) summary->n_problems);
  if (summary->earlier_at_ms != 0)
  {
    g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (summary->earlier_at_ms / 1000);
    g_autofree char *text = at != NULL ? g_date_time_format_iso8601 (at) : NULL;
    add_text (builder, "imported_before", text);
  }
  json_builder_end_object (builder);
  return finish (builder);
}

/* What palier_import_load_mapping() reads. */
char *
palier_import_mapping_to_json (GPtrArray *columns)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_columns (builder, columns, FALSE);
  json_builder_end_object (builder);
  return finish (builder);
}
