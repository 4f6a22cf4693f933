/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The variables of a template, as the JSON of its record. */
#include "palier-template-json.h"

#include <string.h>
#include <yyjson.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

/* @variables: (element-type PalierTemplateVariable); Returns: (nullable): NULL for none */
char *
palier_template_variables_to_json (const GPtrArray *variables)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_arr (doc);

  if (variables->len == 0)
    return NULL;
  yyjson_mut_doc_set_root (doc, root);
  for (guint i = 0; i < variables->len; i++)
  {
    const PalierTemplateVariable *variable = variables->pdata[i];
    yyjson_mut_val *object = yyjson_mut_arr_add_obj (doc, root);
    yyjson_mut_obj_add_str (doc, object, "key", variable->key);
    yyjson_mut_obj_add_str (doc, object, "description", variable->description);
    if (variable->example != NULL)
      yyjson_mut_obj_add_str (doc, object, "example", variable->example);
  }
  char *text = yyjson_mut_write (doc, 0, NULL);
  char *owned = g_strdup (text);
  free (text);
  return owned;
}

/* @json: (nullable): what is no variable in it is passed over */
void
palier_template_read_variables (PalierTemplate *template, const char *json)
{
  g_autoptr (yyjson_doc) doc = json != NULL ? yyjson_read (json, strlen (json), 0) : NULL;
  yyjson_val *root = yyjson_doc_get_root (doc);

  for (gsize i = 0; i < yyjson_arr_size (root); i++)
  {
    yyjson_val *object = yyjson_arr_get (root, i);
    const char *key = yyjson_get_str (yyjson_obj_get (object, "key"));
    const char *description = yyjson_get_str (yyjson_obj_get (object, "description"));
    if (key != NULL && description != NULL)
      palier_template_add_variable (template, key, description,
                                    yyjson_get_str (yyjson_obj_get (object, "example")));
  }
}
