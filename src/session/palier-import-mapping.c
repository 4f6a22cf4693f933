/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mapping of a file's columns as a user or a script gives it: in JSON, or column by column. */
#include "palier-import-service.h"

#include <json-glib/json-glib.h>

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
