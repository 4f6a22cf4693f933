/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields by the services' own descriptions of August 2026: openai-openapi 2.3.0, Mistral's
 * openapi.yaml, Ollama's page on compatibility, llama.cpp's tools/server/README. */
#include "palier-ai-dialect.h"

#include <string.h>
#include <yyjson.h>

#include "palier-ai-models.h"

#define COMPLETIONS "/chat/completions"
#define SCHEMA_NAME "answer"

static const PalierAiDialect dialects[] = {
  { "openai", "https://api.openai.com/v1", COMPLETIONS, "max_completion_tokens", "seed", 2, TRUE,
    FALSE, TRUE, NULL },
  { "mistral", "https://api.mistral.ai/v1", COMPLETIONS, "max_tokens", "random_seed", 1, FALSE,
    FALSE, TRUE, NULL },
  { "compatible", "http://localhost:11434/v1", COMPLETIONS, "max_tokens", "seed", 2, TRUE, FALSE,
    FALSE, NULL },
  { "llama.cpp", "http://localhost:8080/v1", COMPLETIONS, "max_tokens", "seed", 2, TRUE, TRUE,
    FALSE, NULL },
  { "relay", NULL, "/v1/ai/messages", "max_completion_tokens", "seed", 2, TRUE, FALSE, TRUE,
    "relay" },
};

/* (array length=n) */
const PalierAiDialect *
palier_ai_dialects (gsize *n)
{
  *n = G_N_ELEMENTS (dialects);
  return dialects;
}

/* (nullable) */
const PalierAiDialect *
palier_ai_dialect_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
    if (g_strcmp0 (dialects[i].name, name) == 0)
      return &dialects[i];
  return NULL;
}

static void
add_messages (yyjson_mut_doc *doc, yyjson_mut_val *root, const PalierAiRequest *request)
{
  yyjson_mut_val *list = yyjson_mut_obj_add_arr (doc, root, "messages");

  for (gsize i = 0; i < request->n_messages; i++)
  {
    yyjson_mut_val *message = yyjson_mut_arr_add_obj (doc, list);
    yyjson_mut_obj_add_str (doc, message, "role", request->messages[i].role);
    yyjson_mut_obj_add_str (doc, message, "content", request->messages[i].content);
  }
}

/* Reasoning models refuse a temperature and a seed, and pay their thinking from the same limit. */
static void
add_options (const PalierAiDialect *self, yyjson_mut_doc *doc, yyjson_mut_val *root,
             const PalierAiRequest *request)
{
  const PalierAiFamily *family = palier_ai_family_find (request->model);
  guint reserve = family != NULL ? family->reserve : 0;

  yyjson_mut_obj_add_uint (doc, root, self->max_tokens, request->max_tokens + reserve);
  if (family != NULL)
  {
    yyjson_mut_obj_add_str (doc, root, "reasoning_effort", family->effort);
    return;
  }
  yyjson_mut_obj_add_real (doc, root, "temperature",
                           CLAMP (request->temperature, 0, self->most_temperature));
  if (request->seed >= 0)
    yyjson_mut_obj_add_sint (doc, root, self->seed, request->seed);
}

static void
add_schema (const PalierAiDialect *self, yyjson_mut_doc *doc, yyjson_mut_val *root,
            const char *schema)
{
  yyjson_mut_val *format = yyjson_mut_obj_add_obj (doc, root, "response_format");
  yyjson_doc *read = yyjson_read (schema, strlen (schema), 0);
  yyjson_mut_val *holder = format;

  g_assert (read != NULL);
  yyjson_mut_obj_add_str (doc, format, "type", "json_schema");
  if (!self->bare_schema)
  {
    holder = yyjson_mut_obj_add_obj (doc, format, "json_schema");
    yyjson_mut_obj_add_str (doc, holder, "name", SCHEMA_NAME);
    yyjson_mut_obj_add_bool (doc, holder, "strict", true);
  }
  yyjson_mut_obj_add_val (doc, holder, "schema",
                          yyjson_val_mut_copy (doc, yyjson_doc_get_root (read)));
  yyjson_doc_free (read);
}

/**
 * palier_ai_dialect_write:
 * @request: its texts valid UTF-8, its schema valid JSON
 *
 * Returns: (transfer full): the body of the request, for a streamed answer
 */
char *
palier_ai_dialect_write (const PalierAiDialect *self, const PalierAiRequest *request, gsize *length)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "model", request->model);
  add_messages (doc, root, request);
  add_options (self, doc, root, request);
  if (request->schema != NULL)
    add_schema (self, doc, root, request->schema);
  yyjson_mut_obj_add_bool (doc, root, "stream", true);
  if (self->asks_usage)
    yyjson_mut_obj_add_bool (doc, yyjson_mut_obj_add_obj (doc, root, "stream_options"),
                             "include_usage", true);
  char *text = yyjson_mut_write (doc, 0, length);
  yyjson_mut_doc_free (doc);
  g_assert (text != NULL);
  return text;
}
