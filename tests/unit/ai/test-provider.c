/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against a scripted service that holds each question against what the real ones take:
 * 1. Every dialect is understood and answered. 2. What goes wrong, with its code and the number of
 * questions asked. 3. Retry-After. 4. The breaker. 5. Cancelling. 6. Settings. 7. First words. */
#include "ai-fixture.h"

#define SCHEMA                                                                                     \
  "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"variants\"],"               \
  "\"properties\":{\"variants\":{\"type\":\"array\",\"items\":{\"type\":\"object\","               \
  "\"additionalProperties\":false,\"required\":[\"angle\"],\"properties\":{\"angle\":"             \
  "{\"type\":\"string\",\"enum\":[\"service\"]}}}}}}"

static Fixture fixture;

typedef void (*Story) (void);

static DexFuture *
story_fiber (gpointer data)
{
  ((Story) data) ();
  return dex_future_new_true ();
}

static void
run_story (gconstpointer story)
{
  story_tell (story_fiber, (gpointer) story);
}

static void
on_delta_cb (const char *text, gpointer data)
{
  g_string_append (data, text);
}

static guint n_paid;
static PalierAiUsage paid;

static void
on_spent_cb (const PalierAiUsage *usage, gpointer data)
{
  n_paid++;
  paid = *usage;
  g_assert_true (data == &paid);
}

static PalierAiAnswer *
ask (PalierAiProvider *provider, const char *model, GString *seen, GCancellable *cancellable,
     GError **error)
{
  static const PalierAiMessage messages[] = { { "system", "Écris." }, { "user", "À qui ?" } };
  PalierAiRequest request = { .model = model,
                              .messages = messages,
                              .n_messages = 2,
                              .temperature = 0.7,
                              .max_tokens = 500,
                              .seed = 7,
                              .schema = SCHEMA,
                              .spent = on_spent_cb,
                              .spent_data = &paid };

  n_paid = 0;
  return dex_await_boxed (palier_ai_provider_ask (provider, &request,
                                                  seen != NULL ? on_delta_cb : NULL, seen,
                                                  cancellable),
                          error);
}

static void
story_dialects (void)
{
  static const struct
  {
    const char *dialect, *model;
  } cases[] = {
    { "openai", "gpt-4.1-mini" }, { "openai", "gpt-5-mini" }, { "mistral", "mistral-small-2603" },
    { "compatible", "llama3.3" }, { "llama.cpp", "any" },     { "relay", "gpt-4.1-mini" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierAiProvider) provider = fixture_provider (&fixture, cases[i].dialect, "ok");
    g_autoptr (GString) seen = g_string_new (NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierAiAnswer) answer = ask (provider, cases[i].model, seen, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (answer->text, ==, seen->str);
    g_assert_nonnull (strstr (answer->text, "d’en parler quelques minutes"));
    g_assert_true (g_str_has_suffix (answer->model, "-2026"));
    g_assert_cmpint (answer->usage.prompt, ==, 1200);
    g_assert_cmpint (answer->usage.cached, ==, 1000);
    g_assert_cmpint (answer->usage.completion, ==, 300);
    g_assert_false (answer->usage.estimated);
    g_assert_cmpuint (answer->attempts, ==, 1);
    g_assert_true (answer->first_ms <= answer->latency_ms);
  }
}

/* Questions asked: one where asking again would help nothing, three where it may. */
static const struct
{
  const char *dialect, *story;
  int code; /* PalierAiError; -1: answered */
  guint asked;
  guint paid;               /* attempts that wrote anything */
  guint first_ms, total_ms; /* 0: enough */
} stories[] = {
  { "openai", "whole", -1, 1, 1 },
  { "openai", "slow", -1, 1, 1 },
  { "openai", "flaky", -1, 3, 1 },
  { "mistral", "parts", -1, 1, 1 },
  { "openai", "400", PALIER_AI_ERROR_REQUEST, 1, 0 },
  { "openai", "401", PALIER_AI_ERROR_KEY, 1, 0 },
  { "mistral", "401", PALIER_AI_ERROR_KEY, 1, 0 },
  { "relay", "402", PALIER_AI_ERROR_CREDIT, 1, 0 },
  { "openai", "403", PALIER_AI_ERROR_FORBIDDEN, 1, 0 },
  { "mistral", "404", PALIER_AI_ERROR_MODEL, 1, 0 },
  { "openai", "413", PALIER_AI_ERROR_REQUEST, 1, 0 },
  { "mistral", "422", PALIER_AI_ERROR_REQUEST, 1, 0 },
  { "openai", "429", PALIER_AI_ERROR_RATE, 3, 0 },
  { "openai", "quota", PALIER_AI_ERROR_CREDIT, 1, 0 },
  { "openai", "500", PALIER_AI_ERROR_SERVER, 3, 0 },
  { "openai", "502", PALIER_AI_ERROR_SERVER, 3, 0 },
  { "mistral", "503", PALIER_AI_ERROR_SERVER, 3, 0 },
  { "openai", "504", PALIER_AI_ERROR_SERVER, 3, 0 },
  { "openai", "529", PALIER_AI_ERROR_SERVER, 3, 0 },
  { "openai", "html", PALIER_AI_ERROR_NO_SERVICE, 1, 0 },
  { "openai", "gateway", PALIER_AI_ERROR_NO_SERVICE, 1, 0 },
  { "openai", "redirect", PALIER_AI_ERROR_NO_SERVICE, 1, 0 },
  { "openai", "other", PALIER_AI_ERROR_MALFORMED, 1, 0 },
  { "openai", "garbage", PALIER_AI_ERROR_BROKEN_OFF, 3, 0 },
  { "openai", "early", PALIER_AI_ERROR_BROKEN_OFF, 3, 0 },
  { "openai", "half", PALIER_AI_ERROR_BROKEN_OFF, 1, 1 },
  { "openai", "cut", PALIER_AI_ERROR_BROKEN_OFF, 1, 1 },
  { "openai", "refusal", PALIER_AI_ERROR_REFUSED, 1, 1 },
  { "openai", "null", PALIER_AI_ERROR_REFUSED, 1, 1 },
  { "openai", "filter", PALIER_AI_ERROR_FILTERED, 1, 1 },
  { "openai", "length", PALIER_AI_ERROR_CUT, 1, 1 },
  { "openai", "empty", PALIER_AI_ERROR_EMPTY, 1, 1 },
  { "openai", "tools", PALIER_AI_ERROR_MALFORMED, 1, 1 },
  { "openai", "fault-event", PALIER_AI_ERROR_SERVER, 3, 0 },
  { "openai", "fault-data", PALIER_AI_ERROR_RATE, 1, 1 },
  { "openai", "large", PALIER_AI_ERROR_TOO_LARGE, 1, 1 },
  { "openai", "endless", PALIER_AI_ERROR_TOO_LARGE, 1, 0 },
  { "openai", "silent", PALIER_AI_ERROR_TIMED_OUT, 1, 0, 100, 0 },
  { "openai", "trickle", PALIER_AI_ERROR_TIMED_OUT, 1, 1, 0, 300 },
};

static void
story_failures (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
  {
    fixture.first_ms = stories[i].first_ms > 0 ? stories[i].first_ms : 5000;
    fixture.total_ms = stories[i].total_ms > 0 ? stories[i].total_ms : 10000;
    g_autoptr (PalierAiProvider) provider =
        fixture_provider (&fixture, stories[i].dialect, stories[i].story);
    g_autofree char *path = g_strdup_printf ("/%s/%s/", stories[i].dialect, stories[i].story);
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierAiAnswer) answer = ask (provider, "any", NULL, NULL, &error);
    g_test_message ("%s: %s", path, error != NULL ? error->message : answer->text);
    if (stories[i].code < 0)
      g_assert_no_error (error);
    else
      g_assert_error (error, PALIER_AI_ERROR, stories[i].code);
    g_assert_cmpuint (peer_count (&fixture.peer, path), ==, stories[i].asked);
    g_assert_cmpuint (n_paid, ==, stories[i].paid);
    if (n_paid > 0)
      g_assert_cmpint (paid.prompt, >, 20);
  }
  fixture.first_ms = 5000;
  fixture.total_ms = 10000;
}

/* Nobody is there; a key that is none; an address that leads elsewhere. */
static void
story_elsewhere (void)
{
  static const struct
  {
    const char *endpoint, *key;
    PalierAiError code;
  } cases[] = {
    { "http://127.0.0.1:1/v1", "k", PALIER_AI_ERROR_UNREACHABLE },
    { "https://nobody.invalid/v1", "k", PALIER_AI_ERROR_UNREACHABLE },
    { "http://api.example/v1", "k", PALIER_AI_ERROR_SETTINGS },
    { "no address", "k", PALIER_AI_ERROR_SETTINGS },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (GError) error = NULL;
    PalierAiSettings settings = { .dialect = palier_ai_dialect_find ("openai"),
                                  .endpoint = cases[i].endpoint,
                                  .key = cases[i].key,
                                  .total_ms = 3000,
                                  .retry_ms = 1 };
    g_autoptr (PalierAiProvider) provider =
        palier_ai_provider_new (&settings, fixture.http, fixture.clock, fixture.random, &error);
    g_assert_no_error (error);
    g_assert_null (ask (provider, "any", NULL, NULL, &error));
    g_assert_error (error, PALIER_AI_ERROR, (int) cases[i].code);
  }
}

static void
story_wrong_key (void)
{
  static const char *const dialects[] = { "openai", "mistral", "relay" };

  for (gsize i = 0; i < G_N_ELEMENTS (dialects); i++)
  {
    g_autofree char *endpoint =
        g_strdup_printf ("http://127.0.0.1:%u/%s/key/", fixture.peer.port, dialects[i]);
    PalierAiSettings settings = { .dialect = palier_ai_dialect_find (dialects[i]),
                                  .endpoint = endpoint,
                                  .key = "bad-key" };
    g_autoptr (GError) error = NULL;
    g_autoptr (PalierAiProvider) provider =
        palier_ai_provider_new (&settings, fixture.http, fixture.clock, fixture.random, NULL);
    g_assert_null (ask (provider, "any", NULL, NULL, &error));
    g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_KEY);
    g_assert_null (strstr (error->message, "bad-key"));
  }
}

static void
story_settings (void)
{
  g_autoptr (GError) error = NULL;
  PalierAiSettings settings = { .dialect = palier_ai_dialect_find ("openai"), .key = "" };

  g_assert_null (
      palier_ai_provider_new (&settings, fixture.http, fixture.clock, fixture.random, &error));
  g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_SETTINGS);
  g_clear_error (&error);
  settings.key = "k";
  settings.local_only = TRUE;
  g_assert_null (
      palier_ai_provider_new (&settings, fixture.http, fixture.clock, fixture.random, &error));
  g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_LOCAL_ONLY);
  g_clear_error (&error);
  settings = (PalierAiSettings) { .dialect = palier_ai_dialect_find ("relay"), .key = "k" };
  g_assert_null (
      palier_ai_provider_new (&settings, fixture.http, fixture.clock, fixture.random, &error));
  g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_SETTINGS);
}

/* A wish that fits into the time is waited for; a longer one holds for all questions. */
static void
story_retry_after (void)
{
  g_autoptr (PalierAiProvider) soon = fixture_provider (&fixture, "openai", "rate:1");
  g_autoptr (PalierAiProvider) late = fixture_provider (&fixture, "openai", "rate:60");
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiAnswer) answer = ask (soon, "any", NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (answer->attempts, ==, 2);
  g_assert_cmpint (answer->latency_ms, >=, 1000);
  g_assert_null (ask (late, "any", NULL, NULL, &error));
  g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_RATE);
  g_clear_error (&error);
  g_assert_null (ask (late, "any", NULL, NULL, &error));
  g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_RESTING);
  g_assert_cmpint (palier_ai_provider_get_state (late), ==, PALIER_BREAKER_CLOSED);
  g_assert_cmpuint (peer_count (&fixture.peer, "/openai/rate:60/"), ==, 1);
}

/* Five failures in a row, of two questions; then nothing is asked. */
static void
story_breaker (void)
{
  g_autoptr (PalierAiProvider) provider = fixture_provider (&fixture, "compatible", "500");
  g_autoptr (PalierAiProvider) broke = fixture_provider (&fixture, "mistral", "quota");
  static const PalierAiError codes[] = { PALIER_AI_ERROR_SERVER, PALIER_AI_ERROR_SERVER,
                                         PALIER_AI_ERROR_RESTING };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
  {
    g_autoptr (GError) error = NULL;
    g_assert_null (ask (provider, "any", NULL, NULL, &error));
    g_assert_error (error, PALIER_AI_ERROR, (int) codes[i]);
  }
  g_assert_cmpint (palier_ai_provider_get_state (provider), ==, PALIER_BREAKER_OPEN);
  g_assert_cmpuint (peer_count (&fixture.peer, "/compatible/500/"), ==, 5);

  g_assert_null (ask (broke, "any", NULL, NULL, NULL));
  g_assert_cmpint (palier_ai_provider_get_state (broke), ==, PALIER_BREAKER_OPEN);
}

static DexFuture *
on_soon_cb (DexFuture *future, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return dex_future_new_true ();
}

static void
story_cancel (void)
{
  static const char *const names[] = { "trickle", "silent", "503" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
  {
    g_autoptr (PalierAiProvider) provider = fixture_provider (&fixture, "llama.cpp", names[i]);
    g_autoptr (GCancellable) cancellable = g_cancellable_new ();
    g_autoptr (GError) error = NULL;
    gint64 start_us = g_get_monotonic_time ();
    dex_future_disown (dex_future_finally (dex_timeout_new_msec (i == 2 ? 1 : 60), on_soon_cb,
                                           g_object_ref (cancellable), g_object_unref));
    g_assert_null (ask (provider, "any", NULL, cancellable, &error));
    g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_CANCELLED);
    g_assert_cmpint (g_get_monotonic_time () - start_us, <, G_USEC_PER_SEC);
    g_assert_cmpint (palier_ai_provider_get_state (provider), ==, PALIER_BREAKER_CLOSED);
  }
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  fixture_start (&fixture, (const char *const[]) { NULL });

  g_test_add_data_func ("/ai/provider/dialects", story_dialects, run_story);
  g_test_add_data_func ("/ai/provider/failures", story_failures, run_story);
  g_test_add_data_func ("/ai/provider/elsewhere", story_elsewhere, run_story);
  g_test_add_data_func ("/ai/provider/wrong-key", story_wrong_key, run_story);
  g_test_add_data_func ("/ai/provider/settings", story_settings, run_story);
  g_test_add_data_func ("/ai/provider/retry-after", story_retry_after, run_story);
  g_test_add_data_func ("/ai/provider/breaker", story_breaker, run_story);
  g_test_add_data_func ("/ai/provider/cancel", story_cancel, run_story);
  int result = g_test_run ();

  fixture_stop (&fixture);
  return result;
}
