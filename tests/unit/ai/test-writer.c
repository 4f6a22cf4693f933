/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Orders against the scripted service: texts that grow, an answer that is sent back once, and one
 * that stays what it is. */
#include "palier-ai-writer.h"

#include "ai-fixture.h"

static const char *const angles[] = { "local_proof", "service", "question", NULL };
static Fixture fixture;

typedef struct
{
  guint calls, last;
  char *body;
} Growth;

static void
on_growth_cb (guint index, const char *subject, const char *body, gpointer data)
{
  Growth *growth = data;

  growth->calls++;
  g_assert_cmpuint (index, >=, growth->last);
  g_assert_true (index > growth->last || growth->body == NULL
                 || g_str_has_prefix (body, growth->body));
  growth->last = index;
  g_set_str (&growth->body, body);
}

static PalierAiWork *
order (const char *story, PalierAiGrowth on_growth, Growth *growth, GError **error)
{
  g_autoptr (PalierAiProvider) provider = fixture_provider (&fixture, "openai", story);
  PalierAiOrder wanted = { .system = "Écris.",
                           .user = "À qui ?",
                           .angles = angles,
                           .model = "gpt-4.1-mini",
                           .temperature = 0.7,
                           .max_tokens = 500,
                           .seed = 7 };

  return dex_await_boxed (palier_ai_write (provider, &wanted, on_growth, growth, NULL), error);
}

static void
check_work (const PalierAiWork *work, guint questions)
{
  g_assert_cmpuint (work->variants->len, ==, 3);
  for (guint i = 0; i < 3; i++)
  {
    const PalierAiVariant *variant = work->variants->pdata[i];
    g_assert_cmpstr (variant->angle, ==, angles[i]);
    g_assert_cmpstr (variant->subject, ==, "Un premier échange");
    g_assert_true (g_str_has_prefix (variant->body, "Bonjour Madame,\n\nJe vous écris"));
  }
  g_assert_cmpuint (work->questions, ==, questions);
  g_assert_cmpint (work->usage.prompt, ==, 1200 * questions);
  g_assert_cmpint (work->usage.completion, ==, 300 * questions);
}

static DexFuture *
tell_fiber (gpointer data)
{
  Growth growth = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierAiWork) ok = order ("ok", on_growth_cb, &growth, &error);

  g_assert_no_error (error);
  check_work (ok, 1);
  g_assert_cmpuint (growth.calls, >, 50);
  g_assert_cmpuint (growth.last, ==, 2);
  g_assert_cmpstr (growth.body, ==, ((PalierAiVariant *) ok->variants->pdata[2])->body);
  g_free (growth.body);

  g_autoptr (PalierAiWork) fenced = order ("fenced", NULL, NULL, &error);
  g_assert_no_error (error);
  check_work (fenced, 1);
  g_autoptr (PalierAiWork) mended = order ("mended", NULL, NULL, &error);
  g_assert_no_error (error);
  check_work (mended, 2);
  g_assert_null (order ("prose", NULL, NULL, &error));
  g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_STRUCTURE);
  g_assert_cmpuint (peer_count (&fixture.peer, "/openai/prose/"), ==, 2);
  g_clear_error (&error);
  g_assert_null (order ("length", NULL, NULL, &error));
  g_assert_error (error, PALIER_AI_ERROR, PALIER_AI_ERROR_CUT);
  return dex_future_new_true ();
}

static void
test_orders (void)
{
  story_tell (tell_fiber, NULL);
}

int
main (int argc, char **argv)
{
  dex_init ();
  g_test_init (&argc, &argv, NULL);
  fixture_start (&fixture, (const char *const[]) { NULL });
  g_test_add_func ("/ai/writer/orders", test_orders);
  int result = g_test_run ();

  fixture_stop (&fixture);
  return result;
}
