/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-writing-event.h"

#include <yyjson.h>

#define OBJECT "chat.completion.chunk"
#define REFUSAL "declined" /* the service's own words are not for the user */

static void
append (GString *out, yyjson_mut_doc *doc)
{
  char *json = yyjson_mut_write (doc, 0, NULL);

  g_string_append_printf (out, "data: %s\n\n", json);
  free (json);
  yyjson_mut_doc_free (doc);
}

static yyjson_mut_doc *
begin (const char *model)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "object", OBJECT);
  yyjson_mut_obj_add_str (doc, root, "model", model);
  return doc;
}

/* @finish: (nullable): NULL: more follows */
static void
add_choice (yyjson_mut_doc *doc, const char *field, const char *text, const char *finish)
{
  yyjson_mut_val *choices = yyjson_mut_obj_add_arr (doc, yyjson_mut_doc_get_root (doc), "choices");
  yyjson_mut_val *choice = yyjson_mut_arr_add_obj (doc, choices);
  yyjson_mut_val *delta;

  yyjson_mut_obj_add_uint (doc, choice, "index", 0);
  delta = yyjson_mut_obj_add_obj (doc, choice, "delta");
  if (text != NULL)
    yyjson_mut_obj_add_str (doc, delta, field, text);
  if (finish != NULL)
    yyjson_mut_obj_add_str (doc, choice, "finish_reason", finish);
  else
    yyjson_mut_obj_add_null (doc, choice, "finish_reason");
}

void
palier_writing_event_text (GString *out, const char *model, const char *text)
{
  yyjson_mut_doc *doc = begin (model);

  add_choice (doc, "content", text, NULL);
  append (out, doc);
}

/**
 * palier_writing_event_end:
 * @finish: why the answer ended
 * @declined: the model would not write it
 */
void
palier_writing_event_end (GString *out, const char *model, const char *finish, gboolean declined,
                          const PalierAiUsage *usage)
{
  yyjson_mut_doc *doc = begin (model);

  add_choice (doc, "refusal", declined ? REFUSAL : NULL, finish);
  yyjson_mut_val *told = yyjson_mut_obj_add_obj (doc, yyjson_mut_doc_get_root (doc), "usage");
  yyjson_mut_obj_add_int (doc, told, "prompt_tokens", usage->prompt);
  yyjson_mut_obj_add_int (doc, told, "completion_tokens", usage->completion);
  yyjson_mut_obj_add_int (doc, told, "total_tokens", usage->prompt + usage->completion);
  append (out, doc);
  g_string_append (out, "data: [DONE]\n\n");
}

/* The answer breaks off. */
void
palier_writing_event_fault (GString *out, const char *code)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *error;

  yyjson_mut_doc_set_root (doc, root);
  error = yyjson_mut_obj_add_obj (doc, root, "error");
  yyjson_mut_obj_add_str (doc, error, "type", "server_error");
  yyjson_mut_obj_add_str (doc, error, "code", code);
  g_string_append (out, "event: error\n");
  append (out, doc);
}
