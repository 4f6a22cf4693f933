/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The JSON of an import: what a file is taken for, the mapping that can be kept in a file, and what
 * came of it. One shape for palierctl, scripts and tests. */
#include "palier-import-service.h"

#include <json-glib/json-glib.h>

#include "palier-json.h"
#include "palier-session-error.h"

#define MAPPING_MAX_BYTES (1 << 20)

/* Places @column on @field: a field takes one column, so another one that held it is freed. */
void
palier_preview_map (PalierPreview *preview, guint column, PalierField field)
{
  g_return_if_fail (column < preview->columns->len);

  for (guint i = 0; i < preview->columns->len; i++)
  {
    PalierColumn *other = g_ptr_array_index (preview->columns, i);
    if (i != column && field != PALIER_FIELD_NONE && other->field == field)
      other->field = PALIER_FIELD_NONE;
  }
  PalierColumn *chosen = g_ptr_array_index (preview->columns, column);
  chosen->field = field;
  g_free (chosen->reason);
  chosen->reason = g_strdup ("user");
}

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

static gboolean
refuse (GError **error, const char *path, const char *why)
{
  g_set_error (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_OPTIONS, "%s: %s", path, why);
  return FALSE;
}

static JsonNode *
member_of_type (JsonObject *object, const char *name, JsonNodeType type)
{
  JsonNode *node = json_object_get_member (object, name);
  return node != NULL && json_node_get_node_type (node) == type ? node : NULL;
}

/* (nullable): the text of a member; %NULL where there is none or it is no text */
static const char *
text_of (JsonObject *object, const char *name)
{
  JsonNode *node = member_of_type (object, name, JSON_NODE_VALUE);
  return node != NULL ? json_node_get_string (node) : NULL;
}

/* Custom texts and notes have a name, which may be empty: then it is the header. */
static void
read_use (JsonObject *object, PalierColumn *column)
{
  const char *custom = text_of (object, "custom");
  const char *note = text_of (object, "note");
  const char *name = custom != NULL ? custom : note;

  column->use = custom != NULL ? PALIER_COLUMN_CUSTOM
                : note != NULL ? PALIER_COLUMN_NOTE
                               : PALIER_COLUMN_FIELD;
  if (name != NULL && *name != '\0' && g_strcmp0 (name, column->header) != 0)
    column->name = g_strdup (name);
}

static gboolean
read_values (JsonObject *object, PalierColumn *column)
{
  JsonNode *node = member_of_type (object, "values", JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *text;
  JsonNode *key;

  if (node == NULL)
    return TRUE;
  if (column->field == PALIER_FIELD_NONE)
    return FALSE;
  column->values = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_value_free);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &text, &key))
  {
    const char *name = JSON_NODE_HOLDS_VALUE (key) ? json_node_get_string (key) : NULL;
    if (name != NULL && !palier_field_has_choice (column->field, name))
      return FALSE;
    g_ptr_array_add (column->values, palier_column_value_new (text, name, 0));
  }
  return TRUE;
}

/* Returns: (nullable): the member that is wrong */
static const char *
read_ways (JsonObject *object, PalierColumn *column)
{
  const char *split = text_of (object, "split");
  const char *dates = text_of (object, "dates");
  const char *numbers = text_of (object, "numbers");
  const char *policy = text_of (object, "policy");

  read_use (object, column);
  column->joint = g_strdup (text_of (object, "joint"));
  if (split != NULL && !palier_split_from_name (split, &column->split))
    return "split";
  if (dates != NULL && !palier_date_style_from_name (dates, &column->dates))
    return "dates";
  if (numbers != NULL && !palier_number_style_from_name (numbers, &column->numbers))
    return "numbers";
  if (policy != NULL && !palier_policy_from_name (policy, &column->policy))
    return "policy";
  return read_values (object, column) ? NULL : "values";
}

static PalierColumn *
read_column (JsonNode *node, const char *path, GError **error)
{
  if (!JSON_NODE_HOLDS_OBJECT (node))
    return refuse (error, path, "columns: not an object"), NULL;

  JsonObject *object = json_node_get_object (node);
  JsonNode *index = member_of_type (object, "index", JSON_NODE_VALUE);
  JsonNode *header = member_of_type (object, "header", JSON_NODE_VALUE);
  JsonNode *field = member_of_type (object, "field", JSON_NODE_VALUE);
  if (index == NULL || json_node_get_value_type (index) != G_TYPE_INT64
      || json_node_get_int (index) < 0 || json_node_get_int (index) > G_MAXINT)
    return refuse (error, path, "columns: index"), NULL;

  const char *name = field != NULL ? json_node_get_string (field) : NULL;
  if (name != NULL && palier_field_from_name (name) == PALIER_FIELD_NONE)
    return refuse (error, path, name), NULL;

  PalierColumn *column = palier_column_new ();
  column->index = (guint) json_node_get_int (index);
  column->header = g_strdup (header != NULL ? json_node_get_string (header) : NULL);
  column->field = palier_field_from_name (name);
  column->guess = column->field;
  column->confidence = 1;
  column->reason = g_strdup ("user");
  const char *wrong = read_ways (object, column);
  if (wrong == NULL)
    return column;
  palier_column_free (column);
  g_autofree char *why = g_strconcat ("columns: ", wrong, NULL);
  return refuse (error, path, why), NULL;
}

/**
 * palier_import_parse_mapping:
 * @origin: what to call it in errors
 *
 * Returns: (transfer full) (element-type PalierColumn): in the order of the text. Errors:
 *   PALIER_SESSION_ERROR_OPTIONS
 */
GPtrArray *
palier_import_parse_mapping (const char *text, gssize length, const char *origin, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) columns =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_column_free);

  if (!json_parser_load_from_data (parser, text, length, NULL))
    return refuse (error, origin, "not JSON"), NULL;
  JsonNode *root = json_parser_get_root (parser);
  JsonNode *list = root != NULL && JSON_NODE_HOLDS_OBJECT (root)
                       ? member_of_type (json_node_get_object (root), "columns", JSON_NODE_ARRAY)
                       : NULL;
  if (list == NULL)
    return refuse (error, origin, "no columns"), NULL;

  JsonArray *array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++)
  {
    PalierColumn *column = read_column (json_array_get_element (array, i), origin, error);
    if (column == NULL)
      return NULL;
    g_ptr_array_add (columns, column);
  }
  return g_steal_pointer (&columns);
}

/**
 * palier_import_load_mapping:
 * @path: a file of {"columns":[{"index","header","field"}]}, where a column may also have "custom"
 * or "note" (a name; empty: the header), "split" (palier_split_name), "joint", "dates", "numbers",
 *   "policy" and "values" ({text: key or null}); a column that is not named is not imported
 * @error: PALIER_SESSION_ERROR_OPTIONS, or of GLib's files
 *
 * Returns: (transfer full) (element-type PalierColumn): in the order of the file
 */
GPtrArray *
palier_import_load_mapping (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  if (length > MAPPING_MAX_BYTES)
    return refuse (error, path, "not JSON"), NULL;
  return palier_import_parse_mapping (text, (gssize) length, path, error);
}
