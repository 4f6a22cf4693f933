/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole body of one question in each dialect, to the byte. */
#include "palier-ai-dialect.h"

#include <string.h>

#define HEAD(model)                                                                                \
  "{\"model\":\"" model "\",\"messages\":[{\"role\":\"system\",\"content\":\"Écris.\"},"           \
  "{\"role\":\"user\",\"content\":\"Une \\\"ligne\\\"\\n\"}],"
#define NESTED                                                                                     \
  "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"answer\","            \
  "\"strict\":true,\"schema\":{\"type\":\"object\"}}},"
#define BARE "\"response_format\":{\"type\":\"json_schema\",\"schema\":{\"type\":\"object\"}},"
#define STREAM "\"stream\":true,\"stream_options\":{\"include_usage\":true}}"

static const struct
{
  const char *dialect, *model;
  double temperature;
  gint64 seed;
  gboolean schema;
  const char *body;
} cases[] = {
  { "openai", "gpt-4.1-mini", 0.75, 7, TRUE,
    HEAD ("gpt-4.1-mini") "\"max_completion_tokens\":500,\"temperature\":0.75,\"seed\":7," NESTED
        STREAM },
  { "openai", "gpt-4.1-mini", 1.5, -1, FALSE,
    HEAD ("gpt-4.1-mini") "\"max_completion_tokens\":500,\"temperature\":1.5," STREAM },
  { "openai", "gpt-5-mini", 0.75, 7, TRUE,
    HEAD ("gpt-5-mini") "\"max_completion_tokens\":2500,\"reasoning_effort\":\"low\"," NESTED
        STREAM },
  { "openai", "o3-2025-04-16", 0.75, 7, FALSE,
    HEAD ("o3-2025-04-16") "\"max_completion_tokens\":2500,\"reasoning_effort\":\"low\"," STREAM },
  { "mistral", "mistral-small-2603", 1.5, 7, TRUE,
    HEAD ("mistral-small-2603") "\"max_tokens\":500,\"temperature\":1.0,\"random_seed\":7," NESTED
                                "\"stream\":true}" },
  { "compatible", "llama3.3", 0.75, 7, TRUE,
    HEAD ("llama3.3") "\"max_tokens\":500,\"temperature\":0.75,\"seed\":7," NESTED STREAM },
  { "llama.cpp", "x", 0.75, 7, TRUE,
    HEAD ("x") "\"max_tokens\":500,\"temperature\":0.75,\"seed\":7," BARE STREAM },
  { "relay", "gpt-4.1-mini", -1, 7, TRUE,
    HEAD ("gpt-4.1-mini") "\"max_completion_tokens\":500,\"temperature\":0.0,\"seed\":7," NESTED
        STREAM },
};

static void
test_bodies (void)
{
  static const PalierAiMessage messages[] = { { "system", "Écris." },
                                              { "user", "Une \"ligne\"\n" } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    PalierAiRequest request = { .model = cases[i].model,
                                .messages = messages,
                                .n_messages = G_N_ELEMENTS (messages),
                                .temperature = cases[i].temperature,
                                .max_tokens = 500,
                                .seed = cases[i].seed,
                                .schema = cases[i].schema ? "{\"type\":\"object\"}" : NULL };
    gsize length;
    g_autofree char *body =
        palier_ai_dialect_write (palier_ai_dialect_find (cases[i].dialect), &request, &length);
    g_assert_cmpstr (body, ==, cases[i].body);
    g_assert_cmpuint (length, ==, strlen (body));
  }
}

static void
test_names (void)
{
  gsize n;
  const PalierAiDialect *all = palier_ai_dialects (&n);

  g_assert_null (palier_ai_dialect_find ("none"));
  g_assert_null (palier_ai_dialect_find (NULL));
  for (gsize i = 0; i < n; i++)
    g_assert_true (palier_ai_dialect_find (all[i].name) == &all[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ai/dialect/bodies", test_bodies);
  g_test_add_func ("/ai/dialect/names", test_names);
  return g_test_run ();
}
