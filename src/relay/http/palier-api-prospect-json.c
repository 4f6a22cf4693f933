/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A prospect in the public API: the fields by their names, numbers, truth values and lists as JSON
 * has them. What is sent is read as what is typed on a desk. */
#include "palier-api-prospect-json.h"

#include <string.h>

#include "palier-field-read.h"

/* ---- out ---- */

static yyjson_mut_val *
describe_set (yyjson_mut_doc *doc, const char *lines)
{
  yyjson_mut_val *list = yyjson_mut_arr (doc);
  g_auto (GStrv) words = g_strsplit (lines, "\n", -1);

  for (char **word = words; *word != NULL; word++)
    yyjson_mut_arr_add_strcpy (doc, list, *word);
  return list;
}

static yyjson_mut_val *
describe_value (yyjson_mut_doc *doc, PalierFieldType type, const char *text)
{
  switch (type)
  {
  case PALIER_TYPE_INTEGER:
  case PALIER_TYPE_TIME:
    return yyjson_mut_sint (doc, g_ascii_strtoll (text, NULL, 10));
  case PALIER_TYPE_YES_NO:
    return yyjson_mut_bool (doc, strcmp (text, "yes") == 0);
  case PALIER_TYPE_SET:
    return describe_set (doc, text);
  case PALIER_TYPE_JSON:
    return yyjson_mut_rawcpy (doc, text);
  default:
    return yyjson_mut_strcpy (doc, text);
  }
}

/* Fields without a value are left out. */
yyjson_mut_val *
palier_api_describe_prospect (yyjson_mut_doc *doc, const PalierRecord *record)
{
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char id[PALIER_ID_TEXT_SIZE];

  yyjson_mut_obj_add_strcpy (doc, root, "id", palier_id_format (&record->id, id));
  for (guint i = 0; i < PALIER_N_FIELDS; i++)
  {
    const PalierFieldInfo *info = palier_field_info ((PalierField) i);
    g_autofree char *text = palier_record_dup (record, i);
    if (text != NULL)
      yyjson_mut_obj_add_val (doc, root, info->name, describe_value (doc, info->type, text));
  }
  return root;
}

/* ---- in ---- */

static char *
join_set (yyjson_val *list)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (list);
  g_autoptr (GString) lines = g_string_new (NULL);

  for (yyjson_val *one; (one = yyjson_arr_iter_next (&iter)) != NULL;)
  {
    const char *word = yyjson_get_str (one);
    if (word == NULL || strlen (word) != yyjson_get_len (one) || strpbrk (word, ",;\n") != NULL)
      return NULL;
    g_string_append_printf (lines, "%s\n", word);
  }
  return g_string_free_and_steal (g_steal_pointer (&lines));
}

static char *
read_object (yyjson_val *value)
{
  char *json = yyjson_val_write (value, 0, NULL);
  char *owned = g_strdup (json);

  free (json);
  return owned;
}

/* Returns: (transfer full) (nullable): what of @value could be typed; NULL where JSON has it in
 * another way than the field */
static char *
make_text (PalierFieldType type, yyjson_val *value)
{
  gboolean number = type == PALIER_TYPE_INTEGER || type == PALIER_TYPE_TIME;

  if (number)
    return yyjson_is_int (value) ? g_strdup_printf ("%" G_GINT64_FORMAT, yyjson_get_sint (value))
                                 : NULL;
  if (type == PALIER_TYPE_YES_NO)
    return yyjson_is_bool (value) ? g_strdup (yyjson_get_bool (value) ? "yes" : "no") : NULL;
  if (type == PALIER_TYPE_SET)
    return yyjson_is_arr (value) ? join_set (value) : NULL;
  if (type == PALIER_TYPE_JSON)
    return yyjson_is_obj (value) ? read_object (value) : NULL;
  const char *text = yyjson_get_str (value);
  return text != NULL && strlen (text) == yyjson_get_len (value) ? g_strdup (text) : NULL;
}

/* Numbers are as they are stored: a sum is in cents, not as it is typed. */
static gboolean
read_value (PalierField field, const char *typed, const char *country, int latest_year, char **text)
{
  PalierFieldType type = palier_field_info (field)->type;

  if (type != PALIER_TYPE_INTEGER && type != PALIER_TYPE_TIME)
    return palier_field_read (field, typed, country, latest_year, text);
  *text = g_strdup (typed);
  return TRUE;
}

static gboolean
apply_value (PalierRecord *record, PalierField field, yyjson_val *value, PalierMark mark,
             int latest_year)
{
  const char *country = palier_record_get (record, PALIER_FIELD_COUNTRY);
  g_autofree char *typed =
      yyjson_is_null (value) ? g_strdup ("") : make_text (palier_field_info (field)->type, value);
  g_autofree char *text = NULL;
  g_autofree char *before = palier_record_dup (record, field);

  if (typed == NULL || (*typed != '\0' && !read_value (field, typed, country, latest_year, &text))
      || (text != NULL
          && !palier_value_is_valid (palier_kind_field (PALIER_KIND_PROSPECT, field), text)))
    return FALSE;
  if (g_strcmp0 (before, text) != 0)
    palier_record_set (record, field, text, mark);
  return TRUE;
}

/* The first nine digits of a SIRET are the SIREN: they never differ. */
static void
keep_siren (PalierRecord *record, PalierMark mark)
{
  const char *siret = palier_record_get (record, PALIER_FIELD_SIRET);
  g_autofree char *siren = siret != NULL ? g_strndup (siret, 9) : NULL;

  if (siren != NULL && g_strcmp0 (siren, palier_record_get (record, PALIER_FIELD_SIREN)) != 0)
    palier_record_set (record, PALIER_FIELD_SIREN, siren, mark);
}

/**
 * palier_api_apply_prospect:
 * @root: fields by their names; null empties one
 * @mark: for what changes
 *
 * Returns: (nullable): the first member that is no field to be written, or whose value the field
 *   does not take; NULL: all were
 */
const char *
palier_api_apply_prospect (PalierRecord *record, yyjson_val *root, PalierMark mark, int latest_year)
{
  yyjson_obj_iter iter = yyjson_obj_iter_with (root);

  for (yyjson_val *key; (key = yyjson_obj_iter_next (&iter)) != NULL;)
  {
    const char *name = yyjson_get_str (key);
    int field = palier_kind_find_field (PALIER_KIND_PROSPECT, name);
    if (field < 0 || field == PALIER_FIELD_CREATED_AT || strlen (name) != yyjson_get_len (key)
        || !apply_value (record, (PalierField) field, yyjson_obj_iter_get_val (key), mark,
                         latest_year))
      return name;
  }
  keep_siren (record, mark);
  return NULL;
}
