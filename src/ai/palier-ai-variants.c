/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The structure of an answer is asked for three times, because no service keeps to it always: by a
 * schema, in words, and by reading what came as if nothing had been asked. */
#include "palier-ai-variants.h"

#include <string.h>
#include <yyjson.h>

void
palier_ai_variant_free (PalierAiVariant *self)
{
  g_free (self->angle);
  g_free (self->subject);
  g_free (self->body);
  g_free (self);
}

static void
add_object (yyjson_mut_doc *doc, yyjson_mut_val *object, const char *const *names)
{
  yyjson_mut_val *required = yyjson_mut_arr (doc);

  for (gsize i = 0; names[i] != NULL; i++)
    yyjson_mut_arr_add_str (doc, required, names[i]);
  yyjson_mut_obj_add_str (doc, object, "type", "object");
  yyjson_mut_obj_add_bool (doc, object, "additionalProperties", false);
  yyjson_mut_obj_add_val (doc, object, "required", required);
}

static void
add_item (yyjson_mut_doc *doc, yyjson_mut_val *item, const char *const *angles)
{
  static const char *const names[] = { "angle", "subject", "body", NULL };
  yyjson_mut_val *allowed = yyjson_mut_arr (doc);

  add_object (doc, item, names);
  yyjson_mut_val *properties = yyjson_mut_obj_add_obj (doc, item, "properties");
  for (gsize i = 0; names[i] != NULL; i++)
    yyjson_mut_obj_add_str (doc, yyjson_mut_obj_add_obj (doc, properties, names[i]), "type",
                            "string");
  for (gsize i = 0; angles[i] != NULL; i++)
    yyjson_mut_arr_add_str (doc, allowed, angles[i]);
  yyjson_mut_obj_add_val (doc, yyjson_mut_obj_get (properties, "angle"), "enum", allowed);
}

/* (transfer full): a JSON Schema in the subset that services take as strict: all names required,
 * none besides. */
char *
palier_ai_variants_schema (const char *const *angles)
{
  static const char *const names[] = { "variants", NULL };
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  add_object (doc, root, names);
  yyjson_mut_val *list =
      yyjson_mut_obj_add_obj (doc, yyjson_mut_obj_add_obj (doc, root, "properties"), "variants");
  yyjson_mut_obj_add_str (doc, list, "type", "array");
  add_item (doc, yyjson_mut_obj_add_obj (doc, list, "items"), angles);
  char *text = yyjson_mut_write (doc, 0, NULL);
  yyjson_mut_doc_free (doc);
  return text;
}

/* (transfer full): the same in words, for the end of a prompt. */
char *
palier_ai_variants_instruction (const char *const *angles)
{
  g_autofree char *list = g_strjoinv (", ", (char **) angles);

  return g_strdup_printf (
      "Réponds par un seul objet JSON et rien d’autre, sans balises : "
      "{\"variants\":[{\"angle\":\"…\",\"subject\":\"…\",\"body\":\"…\"}]}, avec exactement une "
      "entrée par angle, dans cet ordre : %s. Dans « body », sépare les paragraphes par une ligne "
      "vide (\\n\\n).",
      list);
}

static gboolean
fail (GError **error, const char *words, const char *name)
{
  g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_STRUCTURE, "%s: %s", name, words);
  return FALSE;
}

static gboolean
is_text (const char *text, gboolean one_line)
{
  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && (one_line || (*p != '\n' && *p != '\t')))
      return FALSE;
  return TRUE;
}

/* (transfer full) (nullable): a text of an object, without spaces around it */
static char *
read_text (yyjson_val *object, const char *name, glong most, GError **error)
{
  yyjson_val *value = yyjson_obj_get (object, name);
  const char *text = yyjson_get_str (value);
  g_autofree char *trimmed = NULL;

  if (text == NULL || strlen (text) != yyjson_get_len (value))
    return fail (error, "no text", name), NULL;
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  trimmed = g_strstrip (g_strjoinv ("\n", lines));
  if (*trimmed == '\0')
    return fail (error, "empty", name), NULL;
  if (g_utf8_strlen (trimmed, -1) > most)
    return fail (error, "too long", name), NULL;
  if (!is_text (trimmed, most == PALIER_AI_SUBJECT_MAX))
    return fail (error, "control characters", name), NULL;
  return g_steal_pointer (&trimmed);
}

static gboolean
read_variant (yyjson_val *object, PalierAiVariant *variant, GError **error)
{
  return (variant->angle = read_text (object, "angle", PALIER_AI_SUBJECT_MAX, error)) != NULL
         && (variant->subject = read_text (object, "subject", PALIER_AI_SUBJECT_MAX, error)) != NULL
         && (variant->body = read_text (object, "body", PALIER_AI_BODY_MAX, error)) != NULL;
}

/* The variant of an angle; the first one where there are several. */
static gboolean
take_angle (GPtrArray *read, const char *angle, GPtrArray *out, GError **error)
{
  for (guint i = 0; i < read->len; i++)
  {
    PalierAiVariant *variant = read->pdata[i];
    if (strcmp (variant->angle, angle) == 0)
    {
      g_ptr_array_add (out, g_ptr_array_steal_index (read, i));
      return TRUE;
    }
  }
  return fail (error, "missing", angle);
}

static GPtrArray *
read_list (yyjson_val *list, GError **error)
{
  g_autoptr (GPtrArray) read =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_ai_variant_free);
  yyjson_val *object;
  gsize i, n;

  if (!yyjson_is_arr (list))
    return fail (error, "no list", "variants"), NULL;
  yyjson_arr_foreach (list, i, n, object)
  {
    PalierAiVariant *variant = g_new0 (PalierAiVariant, 1);
    g_ptr_array_add (read, variant);
    if (!read_variant (object, variant, error))
      return NULL;
  }
  return g_steal_pointer (&read);
}

static GPtrArray *
in_order (GPtrArray *read, const char *const *angles, GError **error)
{
  g_autoptr (GPtrArray) out =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_ai_variant_free);

  for (gsize i = 0; angles[i] != NULL; i++)
    if (!take_angle (read, angles[i], out, error))
      return NULL;
  return g_steal_pointer (&out);
}

/**
 * palier_ai_variants_read:
 * @text: an answer; what stands around the outermost braces (fences, prose) is left out
 * @angles: (array zero-terminated=1)
 *
 * Returns: (transfer full) (element-type PalierAiVariant): one of each angle, in their order, valid
 *   UTF-8, not blank and within bounds; %NULL with PALIER_AI_ERROR_STRUCTURE, whose words tell a
 *   model what to mend
 */
GPtrArray *
palier_ai_variants_read (const char *text, const char *const *angles, GError **error)
{
  const char *start = strchr (text, '{'), *end = strrchr (text, '}');
  gboolean braces = start != NULL && end != NULL && end > start;
  yyjson_doc *doc = braces ? yyjson_read (start, (gsize) (end - start) + 1, 0) : NULL;
  GPtrArray *out = NULL;

  if (doc == NULL)
    fail (error, "not valid", "JSON");
  else
  {
    g_autoptr (GPtrArray) read =
        read_list (yyjson_obj_get (yyjson_doc_get_root (doc), "variants"), error);
    out = read != NULL ? in_order (read, angles, error) : NULL;
  }
  yyjson_doc_free (doc);
  return out;
}
