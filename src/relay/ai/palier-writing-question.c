/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-writing-question.h"

#include <string.h>

#include "palier-json.h"

#define TEMPERATURE 0.7
#define TEMPERATURE_MAX 2

/* A text without a NUL in it, which would cut it short. Returns: (nullable) */
static const char *
get_text (yyjson_val *value)
{
  const char *text = yyjson_get_str (value);

  return text != NULL && strlen (text) == yyjson_get_len (value) ? text : NULL;
}

static const char *
get_role (yyjson_val *value)
{
  static const char *const roles[] = { "system", "user", "assistant" };

  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_strcmp0 (get_text (value), roles[i]) == 0)
      return roles[i];
  return NULL;
}

static gboolean
read_message (PalierWritingQuestion *self, yyjson_val *value)
{
  const char *content = get_text (yyjson_obj_get (value, "content"));
  PalierAiMessage message = { .role = get_role (yyjson_obj_get (value, "role")) };

  if (message.role == NULL || content == NULL || *content == '\0' || yyjson_obj_size (value) != 2)
    return FALSE;
  message.content = g_strdup (content);
  g_ptr_array_add (self->texts, (gpointer) message.content);
  g_array_append_val (self->messages, message);
  return TRUE;
}

static gboolean
read_messages (PalierWritingQuestion *self, yyjson_val *value)
{
  gsize i, n;
  yyjson_val *item;

  if (yyjson_arr_size (value) == 0 || yyjson_arr_size (value) > PALIER_WRITING_MAX_MESSAGES)
    return FALSE;
  yyjson_arr_foreach (value, i, n, item)
    if (!read_message (self, item))
      return FALSE;
  return TRUE;
}

static gboolean
read_max_tokens (PalierWritingQuestion *self, yyjson_val *value)
{
  guint64 tokens = yyjson_get_uint (value);

  self->max_tokens = (guint) MIN (tokens, PALIER_WRITING_MAX_TOKENS);
  return yyjson_is_uint (value) && tokens > 0 && tokens <= PALIER_WRITING_MAX_TOKENS;
}

static gboolean
read_temperature (PalierWritingQuestion *self, yyjson_val *value)
{
  self->temperature = yyjson_get_num (value);
  return yyjson_is_num (value) && self->temperature >= 0 && self->temperature <= TEMPERATURE_MAX;
}

static gboolean
read_seed (PalierWritingQuestion *self, yyjson_val *value)
{
  self->seed = yyjson_get_sint (value);
  return yyjson_is_int (value) && self->seed >= 0;
}

static gboolean
read_format (PalierWritingQuestion *self, yyjson_val *value)
{
  yyjson_val *schema = yyjson_obj_get (yyjson_obj_get (value, "json_schema"), "schema");

  if (!yyjson_equals_str (yyjson_obj_get (value, "type"), "json_schema") || !yyjson_is_obj (schema))
    return FALSE;
  char *text = yyjson_val_write (schema, 0, NULL);
  self->schema = g_strdup (text);
  free (text);
  return self->schema != NULL;
}

/* An answer comes as a stream, and tells its usage. */
static gboolean
read_stream (PalierWritingQuestion *self, yyjson_val *value)
{
  return yyjson_is_true (value);
}

/* What the relay decides by itself. */
static gboolean
pass_over (PalierWritingQuestion *self, yyjson_val *value)
{
  return TRUE;
}

static const struct
{
  const char *name;
  gboolean (*read) (PalierWritingQuestion *self, yyjson_val *value);
  gboolean required;
} members[] = {
  { "messages", read_messages, TRUE }, { "max_completion_tokens", read_max_tokens, TRUE },
  { "stream", read_stream, TRUE },     { "temperature", read_temperature, FALSE },
  { "seed", read_seed, FALSE },        { "response_format", read_format, FALSE },
  { "model", pass_over, FALSE },       { "stream_options", pass_over, FALSE },
};

static gboolean
is_member (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (g_strcmp0 (name, members[i].name) == 0)
      return TRUE;
  return FALSE;
}

/* Returns: (nullable): the first member that is none, or not as it must be; NULL: all are */
static const char *
read_members (PalierWritingQuestion *self, yyjson_val *root)
{
  gsize i, n;
  yyjson_val *name, *value;

  for (gsize at = 0; at < G_N_ELEMENTS (members); at++)
  {
    yyjson_val *found = yyjson_obj_get (root, members[at].name);
    if (found != NULL ? !members[at].read (self, found) : members[at].required)
      return members[at].name;
  }
  yyjson_obj_foreach (root, i, n, name, value)
    if (!is_member (get_text (name)))
      return "";
  return NULL;
}

/**
 * palier_writing_question_read:
 * @json: a body, which may be anything
 * @member: (out) (nullable): which of its members is refused; "" for one that has no meaning here,
 *   NULL where it is no object
 *
 * Returns: (transfer full) (nullable): NULL: it is refused
 */
PalierWritingQuestion *
palier_writing_question_read (const char *json, gsize length, const char **member)
{
  g_autoptr (PalierWritingQuestion) self = g_new0 (PalierWritingQuestion, 1);
  yyjson_doc *doc = palier_json_read (json, length);
  gboolean is_object = yyjson_is_obj (yyjson_doc_get_root (doc));

  self->messages = g_array_new (FALSE, FALSE, sizeof (PalierAiMessage));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->temperature = TEMPERATURE;
  self->seed = -1;
  self->bytes = length;
  *member = is_object ? read_members (self, yyjson_doc_get_root (doc)) : NULL;
  yyjson_doc_free (doc);
  return is_object && *member == NULL ? g_steal_pointer (&self) : NULL;
}

void
palier_writing_question_free (PalierWritingQuestion *self)
{
  g_array_unref (self->messages);
  g_ptr_array_unref (self->texts);
  g_free (self->schema);
  g_free (self);
}

/* Returns: what a provider is asked; it borrows from @self and @model */
PalierAiRequest
palier_writing_question_as (const PalierWritingQuestion *self, const char *model)
{
  return (PalierAiRequest) { .model = model,
                             .messages = (const PalierAiMessage *) (gpointer) self->messages->data,
                             .n_messages = self->messages->len,
                             .temperature = self->temperature,
                             .max_tokens = self->max_tokens,
                             .seed = self->seed,
                             .schema = self->schema };
}

/* Returns: tokens that it takes at most, before it is known what it did */
gint64
palier_writing_question_estimate (const PalierWritingQuestion *self)
{
  return palier_ai_estimate_tokens (self->bytes) + self->max_tokens;
}
