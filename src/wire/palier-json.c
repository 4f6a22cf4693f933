/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-json.h"

/* Up to here, comparing each with each is faster than a table. */
#define FEW 16

static gboolean
is_key_before (yyjson_val *object, gsize position, yyjson_val *key)
{
  yyjson_obj_iter iter = yyjson_obj_iter_with (object);

  for (gsize i = 0; i < position; i++)
    if (yyjson_equals_strn (yyjson_obj_iter_next (&iter), yyjson_get_str (key),
                            yyjson_get_len (key)))
      return TRUE;
  return FALSE;
}

/* Whether a key stands twice in @object. */
static gboolean
repeats (yyjson_val *object)
{
  g_autoptr (GHashTable) seen = NULL;
  yyjson_obj_iter iter = yyjson_obj_iter_with (object);
  gsize position = 0;

  if (yyjson_obj_size (object) > FEW)
    seen = g_hash_table_new (g_str_hash, g_str_equal);
  for (yyjson_val *key; (key = yyjson_obj_iter_next (&iter)) != NULL; position++)
    if (seen != NULL ? !g_hash_table_add (seen, (gpointer) yyjson_get_str (key))
                     : is_key_before (object, position, key))
      return TRUE;
  return FALSE;
}

static gboolean
is_sound (yyjson_val *value, guint depth)
{
  yyjson_arr_iter items = yyjson_arr_iter_with (value);
  yyjson_obj_iter members = yyjson_obj_iter_with (value);

  if (!yyjson_is_ctn (value))
    return TRUE;
  if (depth == 0 || (yyjson_is_obj (value) && repeats (value)))
    return FALSE;
  for (yyjson_val *item; (item = yyjson_arr_iter_next (&items)) != NULL;)
    if (!is_sound (item, depth - 1))
      return FALSE;
  for (yyjson_val *key; (key = yyjson_obj_iter_next (&members)) != NULL;)
    if (!is_sound (yyjson_obj_iter_get_val (key), depth - 1))
      return FALSE;
  return TRUE;
}

/**
 * palier_json_read:
 *
 * Reads what came over a network: UTF-8, at most %PALIER_JSON_MAX_DEPTH deep, no key twice in an
 * object, since two readers might not take the same of the two.
 *
 * Returns: (transfer full) (nullable): NULL for anything else
 */
yyjson_doc *
palier_json_read (const char *json, gsize length)
{
  yyjson_doc *doc = yyjson_read (json, length, YYJSON_READ_NOFLAG);

  if (doc != NULL && !is_sound (yyjson_doc_get_root (doc), PALIER_JSON_MAX_DEPTH))
    g_clear_pointer (&doc, yyjson_doc_free);
  return doc;
}
