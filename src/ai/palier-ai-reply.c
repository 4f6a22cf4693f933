/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shapes of chat.completion and chat.completion.chunk (openai-openapi 2.3.0): of the choices only
 * the first counts. Texts of faults are the services' own, cut short: for the log, not the user. */
#include "palier-ai-reply.h"

#include <string.h>
#include <yyjson.h>

#define FAULT_MAX 300

PalierAiReply *
palier_ai_reply_new (void)
{
  PalierAiReply *self = g_new0 (PalierAiReply, 1);

  self->text = g_string_new (NULL);
  self->refusal = g_string_new (NULL);
  return self;
}

void
palier_ai_reply_free (PalierAiReply *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->refusal, TRUE);
  g_free (self->finish);
  g_free (self->model);
  g_free (self);
}

/* ---- faults */

typedef struct
{
  const char *message;
  const char *code;
  const char *type;
} Fault;

/* {"error":{…}}, {"error":"…"}, {"object":"error",…}, {"detail":[{"msg":…}]}, problem documents. */
static Fault
read_fault (yyjson_val *root)
{
  yyjson_val *error = yyjson_obj_get (root, "error");
  yyjson_val *from = yyjson_is_obj (error) ? error : root;
  yyjson_val *detail = yyjson_obj_get (from, "detail");
  Fault fault = {
    .message = yyjson_get_str (yyjson_obj_get (from, "message")),
    .code = yyjson_get_str (yyjson_obj_get (from, "code")),
    .type = yyjson_get_str (yyjson_obj_get (from, "type")),
  };

  if (fault.message == NULL)
    fault.message = yyjson_get_str (error);
  if (fault.message == NULL)
    fault.message = yyjson_get_str (detail);
  if (fault.message == NULL)
    fault.message = yyjson_get_str (yyjson_obj_get (yyjson_arr_get_first (detail), "msg"));
  return fault;
}

static GError *
fault_new (PalierAiError code, const Fault *fault, guint status)
{
  g_autofree char *words =
      g_utf8_make_valid (fault->message != NULL ? fault->message : "no message", -1);
  g_autofree char *start = g_utf8_substring (words, 0, MIN (g_utf8_strlen (words, -1), FAULT_MAX));

  return g_error_new (PALIER_AI_ERROR, (int) code, "%u %s: %s", status,
                      fault->code != NULL ? fault->code : "", start);
}

static gboolean
says (const Fault *fault, const char *word)
{
  return g_strcmp0 (fault->code, word) == 0 || g_strcmp0 (fault->type, word) == 0;
}

static PalierAiError
code_of (guint status, const Fault *fault, gboolean is_json)
{
  static const struct
  {
    guint status;
    PalierAiError code;
  } codes[] = {
    { 401, PALIER_AI_ERROR_KEY },        { 402, PALIER_AI_ERROR_CREDIT },
    { 403, PALIER_AI_ERROR_FORBIDDEN },  { 404, PALIER_AI_ERROR_MODEL },
    { 407, PALIER_AI_ERROR_NO_SERVICE }, { 408, PALIER_AI_ERROR_SERVER },
    { 409, PALIER_AI_ERROR_SERVER },     { 429, PALIER_AI_ERROR_RATE },
    { 511, PALIER_AI_ERROR_NO_SERVICE },
  };

  if (says (fault, "insufficient_quota"))
    return PALIER_AI_ERROR_CREDIT;
  if (!is_json && (status < 400 || status == 403 || status == 404))
    return PALIER_AI_ERROR_NO_SERVICE;
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (codes[i].status == status)
      return codes[i].code;
  return status >= 500   ? PALIER_AI_ERROR_SERVER
         : status >= 400 ? PALIER_AI_ERROR_REQUEST
                         : PALIER_AI_ERROR_NO_SERVICE;
}

/**
 * palier_ai_reply_fault:
 * @status: any but 200
 * @type: (nullable): Content-Type
 *
 * Returns: (transfer full): PALIER_AI_ERROR
 */
GError *
palier_ai_reply_fault (guint status, const char *type, const char *body, gsize length)
{
  gboolean is_page = type != NULL && g_ascii_strncasecmp (type, "text/html", 9) == 0;
  yyjson_doc *doc = is_page ? NULL : yyjson_read (body, length, 0);
  Fault fault = read_fault (yyjson_doc_get_root (doc));
  GError *error = fault_new (code_of (status, &fault, doc != NULL), &fault, status);

  yyjson_doc_free (doc);
  return error;
}

/* A fault that is told where an answer was expected, with status 200. */
static gboolean
find_fault (yyjson_val *root, gboolean named_so, GError **error)
{
  yyjson_val *member = yyjson_obj_get (root, "error");
  PalierAiError code = PALIER_AI_ERROR_SERVER;

  if (!named_so && (member == NULL || yyjson_is_null (member))
      && g_strcmp0 (yyjson_get_str (yyjson_obj_get (root, "object")), "error") != 0)
    return FALSE;
  Fault fault = read_fault (root);
  if (says (&fault, "insufficient_quota"))
    code = PALIER_AI_ERROR_CREDIT;
  else if (says (&fault, "rate_limit_exceeded"))
    code = PALIER_AI_ERROR_RATE;
  g_propagate_error (error, fault_new (code, &fault, 200));
  return TRUE;
}

/* ---- answers */

/* A text, or parts of which those of text count (others are thoughts). */
static void
append_content (GString *out, yyjson_val *content)
{
  yyjson_val *part;
  gsize i, n;

  if (yyjson_is_str (content))
    g_string_append_len (out, yyjson_get_str (content), (gssize) yyjson_get_len (content));
  yyjson_arr_foreach (content, i, n, part)
  {
    yyjson_val *text = yyjson_obj_get (part, "text");
    if (yyjson_equals_str (yyjson_obj_get (part, "type"), "text") && yyjson_is_str (text))
      g_string_append_len (out, yyjson_get_str (text), (gssize) yyjson_get_len (text));
  }
}

static gint64
count_of (yyjson_val *object, const char *name)
{
  return CLAMP (yyjson_get_sint (yyjson_obj_get (object, name)), 0, G_MAXINT32);
}

static void
take_usage (PalierAiReply *self, yyjson_val *usage)
{
  yyjson_val *details = yyjson_obj_get (usage, "prompt_tokens_details");

  if (!yyjson_is_obj (usage))
    return;
  self->usage = (PalierAiUsage) {
    .prompt = count_of (usage, "prompt_tokens"),
    .cached = MAX (count_of (details, "cached_tokens"), count_of (usage, "num_cached_tokens")),
    .completion = count_of (usage, "completion_tokens"),
  };
  self->has_usage = TRUE;
}

static void
replace (char **place, yyjson_val *text)
{
  if (yyjson_is_str (text))
    g_set_str (place, yyjson_get_str (text));
}

/* @field: "delta" or "message" */
static void
take_choice (PalierAiReply *self, yyjson_val *root, const char *field)
{
  yyjson_val *choice = yyjson_arr_get_first (yyjson_obj_get (root, "choices"));
  yyjson_val *message = yyjson_obj_get (choice, field);

  replace (&self->model, yyjson_obj_get (root, "model"));
  take_usage (self, yyjson_obj_get (root, "usage"));
  if (!yyjson_is_obj (choice))
    return;
  self->chosen |= yyjson_is_obj (message);
  append_content (self->text, yyjson_obj_get (message, "content"));
  append_content (self->refusal, yyjson_obj_get (message, "refusal"));
  replace (&self->finish, yyjson_obj_get (choice, "finish_reason"));
}

static gboolean
take (PalierAiReply *self, const char *data, gsize length, const char *field, gboolean is_fault,
      GError **error)
{
  yyjson_doc *doc = yyjson_read (data, length, 0);
  yyjson_val *root = yyjson_doc_get_root (doc);
  gboolean well = FALSE;

  if (!yyjson_is_obj (root) && !is_fault)
    g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_MALFORMED, "no JSON object");
  else if (!find_fault (root, is_fault, error))
  {
    take_choice (self, root, field);
    well = self->text->len + self->refusal->len <= PALIER_AI_TEXT_MAX;
    if (!well)
      g_set_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_TOO_LARGE, "more than 1 MiB of text");
  }
  yyjson_doc_free (doc);
  return well;
}

/**
 * palier_ai_reply_take_event:
 * @name: of the event of the stream
 * @delta: (out) (transfer full) (nullable): what the event added to the text
 */
gboolean
palier_ai_reply_take_event (PalierAiReply *self, const char *name, const char *data, char **delta,
                            GError **error)
{
  gsize before = self->text->len;

  *delta = NULL;
  if (strcmp (data, "[DONE]") == 0)
    return self->done = TRUE;
  if (!take (self, data, strlen (data), "delta", strcmp (name, "error") == 0, error))
    return FALSE;
  if (self->text->len > before)
    *delta = g_strdup (self->text->str + before);
  return TRUE;
}

/* An answer that came at once, as from a service that knows no streams. */
gboolean
palier_ai_reply_take_whole (PalierAiReply *self, const char *data, gsize length, GError **error)
{
  return take (self, data, length, "message", FALSE, error);
}

/**
 * palier_ai_reply_finish:
 *
 * Returns: whether the answer is whole, and one that was asked for; else %FALSE with
 *   PALIER_AI_ERROR_REFUSED, _FILTERED, _CUT, _EMPTY, _BROKEN_OFF, _SERVER or _MALFORMED
 */
gboolean
palier_ai_reply_finish (const PalierAiReply *self, GError **error)
{
  static const struct
  {
    const char *finish;
    PalierAiError code;
  } ends[] = {
    { "content_filter", PALIER_AI_ERROR_FILTERED }, { "length", PALIER_AI_ERROR_CUT },
    { "model_length", PALIER_AI_ERROR_CUT },        { "error", PALIER_AI_ERROR_SERVER },
    { "tool_calls", PALIER_AI_ERROR_MALFORMED },    { "function_call", PALIER_AI_ERROR_MALFORMED },
  };
  int code = -1;

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_strcmp0 (self->finish, ends[i].finish) == 0)
      code = (int) ends[i].code;
  if (self->refusal->len > 0)
    code = PALIER_AI_ERROR_REFUSED;
  else if (self->finish == NULL)
    code = self->chosen ? PALIER_AI_ERROR_BROKEN_OFF : PALIER_AI_ERROR_MALFORMED;
  else if (code < 0 && strspn (self->text->str, " \t\r\n") == self->text->len)
    code = PALIER_AI_ERROR_EMPTY;
  if (code >= 0)
    g_set_error (error, PALIER_AI_ERROR, code, "the answer ended by %s",
                 self->finish != NULL ? self->finish : "nothing");
  return code < 0;
}
