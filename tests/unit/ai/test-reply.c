/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events and bodies as services send them: the text and usage read, or the code of the fault. */
#include "palier-ai-reply.h"

#include <string.h>

#define DELTA(delta, finish)                                                                       \
  "{\"model\":\"m-1\",\"choices\":[{\"index\":0,\"delta\":" delta ",\"finish_reason\":" finish     \
  "}],\"usage\":null}"
#define STOP DELTA ("{}", "\"stop\"")

static const struct
{
  const char *events[4]; /* "error:…" is an event of that name */
  int code;              /* PalierAiError; -1: none */
  const char *text;
} streams[] = {
  { { DELTA ("{\"role\":\"assistant\",\"content\":\"\"}", "null"),
      DELTA ("{\"content\":\"Bon\"}", "null"), DELTA ("{\"content\":\"jour\"}", "\"stop\"") },
    -1,
    "Bonjour" },
  { { DELTA ("{\"content\":[{\"type\":\"thinking\",\"thinking\":[]},{\"type\":\"text\","
             "\"text\":\"a\"}]}",
             "null"),
      STOP },
    -1,
    "a" },
  { { DELTA ("{\"content\":\"a\"}", "null") }, PALIER_AI_ERROR_BROKEN_OFF, NULL },
  { { "[DONE]" }, PALIER_AI_ERROR_MALFORMED, NULL },
  { { "{\"hello\":1}" }, PALIER_AI_ERROR_MALFORMED, NULL },
  { { "{\"choices\":[]}" }, PALIER_AI_ERROR_MALFORMED, NULL },
  { { "{\"choices\":5}" }, PALIER_AI_ERROR_MALFORMED, NULL },
  { { "not json" }, PALIER_AI_ERROR_MALFORMED, NULL },
  { { "[1]" }, PALIER_AI_ERROR_MALFORMED, NULL },
  { { DELTA ("{\"content\":null}", "\"stop\"") }, PALIER_AI_ERROR_EMPTY, NULL },
  { { DELTA ("{\"content\":\" \\n\"}", "\"stop\"") }, PALIER_AI_ERROR_EMPTY, NULL },
  { { DELTA ("{\"refusal\":\"No\"}", "null"), STOP }, PALIER_AI_ERROR_REFUSED, NULL },
  { { DELTA ("{\"content\":\"a\"}", "\"length\"") }, PALIER_AI_ERROR_CUT, NULL },
  { { DELTA ("{\"content\":\"a\"}", "\"model_length\"") }, PALIER_AI_ERROR_CUT, NULL },
  { { DELTA ("{\"content\":\"a\"}", "\"content_filter\"") }, PALIER_AI_ERROR_FILTERED, NULL },
  { { DELTA ("{\"content\":\"a\"}", "\"error\"") }, PALIER_AI_ERROR_SERVER, NULL },
  { { DELTA ("{\"tool_calls\":[]}", "\"tool_calls\"") }, PALIER_AI_ERROR_MALFORMED, NULL },
  { { "{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}}" }, PALIER_AI_ERROR_SERVER, NULL },
  { { "{\"error\":\"text\"}" }, PALIER_AI_ERROR_SERVER, NULL },
  { { "{\"object\":\"error\",\"message\":\"x\"}" }, PALIER_AI_ERROR_SERVER, NULL },
  { { "error:{\"message\":\"x\"}" }, PALIER_AI_ERROR_SERVER, NULL },
  { { "error:plain words" }, PALIER_AI_ERROR_SERVER, NULL },
  { { "{\"error\":{\"code\":\"rate_limit_exceeded\"}}" }, PALIER_AI_ERROR_RATE, NULL },
  { { "{\"error\":{\"type\":\"insufficient_quota\"}}" }, PALIER_AI_ERROR_CREDIT, NULL },
  { { "{\"error\":null,\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}" },
    -1,
    "a" },
};

static gboolean
take_all (PalierAiReply *reply, const char *const *events, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (streams[0].events) && events[i] != NULL; i++)
  {
    gboolean named = g_str_has_prefix (events[i], "error:");
    g_autofree char *delta = NULL;
    if (!palier_ai_reply_take_event (reply, named ? "error" : "message",
                                     events[i] + (named ? 6 : 0), &delta, error))
      return FALSE;
  }
  return palier_ai_reply_finish (reply, error);
}

static void
test_streams (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (streams); i++)
  {
    g_autoptr (PalierAiReply) reply = palier_ai_reply_new ();
    g_autoptr (GError) error = NULL;
    gboolean well = take_all (reply, streams[i].events, &error);
    g_assert_true (well == (streams[i].code < 0));
    if (well)
      g_assert_cmpstr (reply->text->str, ==, streams[i].text);
    else
      g_assert_error (error, PALIER_AI_ERROR, streams[i].code);
  }
}

static void
test_usage (void)
{
  static const struct
  {
    const char *usage;
    gint64 prompt, cached, completion;
    gboolean told;
  } cases[] = {
    { "{\"prompt_tokens\":9,\"completion_tokens\":4,\"prompt_tokens_details\":{\"cached_tokens\":3}}",
      9, 3, 4, TRUE },
    { "{\"prompt_tokens\":9,\"completion_tokens\":4,\"num_cached_tokens\":2}", 9, 2, 4, TRUE },
    { "{\"prompt_tokens\":-9,\"completion_tokens\":\"4\"}", 0, 0, 0, TRUE },
    { "{\"prompt_tokens\":99999999999}", G_MAXINT32, 0, 0, TRUE },
    { "null", 0, 0, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierAiReply) reply = palier_ai_reply_new ();
    g_autofree char *body =
        g_strdup_printf ("{\"model\":\"m-1\",\"choices\":[{\"message\":{\"content\":\"a\"},"
                         "\"finish_reason\":\"stop\"}],\"usage\":%s}",
                         cases[i].usage);
    g_assert_true (palier_ai_reply_take_whole (reply, body, strlen (body), NULL));
    g_assert_true (palier_ai_reply_finish (reply, NULL));
    g_assert_cmpstr (reply->model, ==, "m-1");
    g_assert_true (reply->has_usage == cases[i].told);
    g_assert_cmpint (reply->usage.prompt, ==, cases[i].prompt);
    g_assert_cmpint (reply->usage.cached, ==, cases[i].cached);
    g_assert_cmpint (reply->usage.completion, ==, cases[i].completion);
  }
}

static void
test_faults (void)
{
  static const struct
  {
    guint status;
    const char *type, *body;
    PalierAiError code;
    const char *words;
  } cases[] = {
    { 400, "application/json", "{\"error\":{\"message\":\"bad\",\"code\":\"x\"}}",
      PALIER_AI_ERROR_REQUEST, "400 x: bad" },
    { 401, "application/json", "{\"error\":{\"message\":\"bad\",\"code\":null}}",
      PALIER_AI_ERROR_KEY, "401 : bad" },
    { 401, "application/json", "{\"object\":\"error\",\"message\":\"flat\",\"code\":\"1\"}",
      PALIER_AI_ERROR_KEY, "401 1: flat" },
    { 402, "application/problem+json", "{\"code\":\"payment\",\"detail\":\"none left\"}",
      PALIER_AI_ERROR_CREDIT, "402 payment: none left" },
    { 403, "application/json", "{}", PALIER_AI_ERROR_FORBIDDEN, "403 : no message" },
    { 403, "text/html", "<html>", PALIER_AI_ERROR_NO_SERVICE, NULL },
    { 404, "application/json", "{\"error\":\"model 'x' not found\"}", PALIER_AI_ERROR_MODEL,
      "404 : model 'x' not found" },
    { 404, "text/plain", "404 page not found", PALIER_AI_ERROR_NO_SERVICE, NULL },
    { 407, "text/html", "<html>", PALIER_AI_ERROR_NO_SERVICE, NULL },
    { 408, NULL, "", PALIER_AI_ERROR_SERVER, NULL },
    { 413, "text/html", "<html>", PALIER_AI_ERROR_REQUEST, NULL },
    { 422, "application/json", "{\"detail\":[{\"msg\":\"extra\"}]}", PALIER_AI_ERROR_REQUEST,
      "422 : extra" },
    { 429, "application/json", "{\"error\":{\"code\":\"rate_limit_exceeded\"}}",
      PALIER_AI_ERROR_RATE, NULL },
    { 429, "application/json", "{\"error\":{\"code\":\"insufficient_quota\"}}",
      PALIER_AI_ERROR_CREDIT, NULL },
    { 429, "application/json", "{\"error\":{\"type\":\"insufficient_quota\"}}",
      PALIER_AI_ERROR_CREDIT, NULL },
    { 500, "text/html", "<html>", PALIER_AI_ERROR_SERVER, NULL },
    { 503, NULL, "", PALIER_AI_ERROR_SERVER, NULL },
    { 511, "text/html", "<html>", PALIER_AI_ERROR_NO_SERVICE, NULL },
    { 302, NULL, "", PALIER_AI_ERROR_NO_SERVICE, NULL },
    { 204, NULL, "", PALIER_AI_ERROR_NO_SERVICE, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = palier_ai_reply_fault (cases[i].status, cases[i].type, cases[i].body,
                                                      strlen (cases[i].body));
    g_assert_error (error, PALIER_AI_ERROR, (int) cases[i].code);
    if (cases[i].words != NULL)
      g_assert_cmpstr (error->message, ==, cases[i].words);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ai/reply/streams", test_streams);
  g_test_add_func ("/ai/reply/usage", test_usage);
  g_test_add_func ("/ai/reply/faults", test_faults);
  return g_test_run ();
}
