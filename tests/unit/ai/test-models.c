/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names with and without dates, families, and what a message costs: by hand from the table. */
#include "palier-ai-models.h"

#include <string.h>

static void
test_find (void)
{
  static const struct
  {
    const char *id, *model, *family;
  } cases[] = {
    { "gpt-4.1-mini", "gpt-4.1-mini", NULL },
    { "gpt-4.1-mini-2025-04-14", "gpt-4.1-mini", NULL },
    { "gpt-4.1", "gpt-4.1", NULL },
    { "gpt-4-0613", "gpt-4", NULL },
    { "gpt-4.9", NULL, NULL },
    { "gpt-4.1-mini-fine", NULL, NULL },
    { "gpt-5-mini", "gpt-5-mini", "gpt-5" },
    { "gpt-5.6-sol", NULL, "gpt-5" },
    { "o3-mini", NULL, "o3" },
    { "mistral-small-2603", "mistral-small-2603", NULL },
    { "mistral-small-latest", NULL, NULL },
    { "", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    const PalierAiModel *model = palier_ai_model_find (cases[i].id);
    const PalierAiFamily *family = palier_ai_family_find (cases[i].id);
    g_assert_cmpstr (model != NULL ? model->id : NULL, ==, cases[i].model);
    g_assert_cmpstr (family != NULL ? family->prefix : NULL, ==, cases[i].family);
  }
}

static void
test_cost (void)
{
  static const struct
  {
    const char *id;
    PalierAiUsage usage;
    gint64 rate;
    gint64 micro_euros;
  } cases[] = {
    { "gpt-4.1-mini", { .prompt = 1200, .completion = 900 }, PALIER_AI_RATE_ONE, 1920 },
    { "gpt-4.1", { .prompt = 1200, .completion = 900 }, PALIER_AI_RATE_ONE, 9600 },
    { "gpt-5.4", { .prompt = 1200, .completion = 900 }, PALIER_AI_RATE_ONE, 16500 },
    { "gpt-4", { .prompt = 1200, .completion = 900 }, PALIER_AI_RATE_ONE, 90000 },
    { "gpt-4", { .prompt = 1200, .completion = 900 }, 850000, 76500 },
    { "gpt-4.1-mini", { .prompt = 1200, .cached = 1000, .completion = 900 }, 1000000, 1620 },
    { "gpt-4.1-mini", { .prompt = 1000, .cached = 5000 }, 1000000, 100 },
    { "mistral-small-2603", { .prompt = 1200, .completion = 900 }, 850000, 594 },
    { "mistral-small-2603", { .prompt = 1 }, 850000, 1 },
    { "mistral-small-2603", { 0 }, 850000, 0 },
    { "gpt-5.5", { .prompt = G_MAXINT32, .completion = G_MAXINT32 }, 2000000, 150323855290 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (
        palier_ai_model_cost (palier_ai_model_find (cases[i].id), &cases[i].usage, cases[i].rate),
        ==, cases[i].micro_euros);
}

/* Every row can be charged, has a day, and belongs to a service; one of each is proposed. */
static void
test_table (void)
{
  const GPtrArray *models = palier_ai_models ();

  for (guint i = 0; i < models->len; i++)
  {
    const PalierAiModel *model = models->pdata[i];
    g_autoptr (GDateTime) day = NULL;
    g_autofree char *noon = g_strconcat (model->as_of, "T12:00:00Z", NULL);
    day = g_date_time_new_from_iso8601 (noon, NULL);
    g_assert_nonnull (day);
    g_assert_true (model->input > 0 && model->output >= model->input);
    g_assert_true (model->cached > 0 && model->cached <= model->input);
    g_assert_true (palier_ai_model_find (model->id) == model);
  }
  g_assert_cmpstr (palier_ai_model_default ("openai")->id, ==, "gpt-4.1-mini");
  g_assert_cmpstr (palier_ai_model_default ("mistral")->id, ==, "mistral-small-2603");
  g_assert_null (palier_ai_model_default ("compatible"));
}

static void
test_estimate (void)
{
  g_assert_cmpint (palier_ai_estimate_tokens (0), ==, 0);
  g_assert_cmpint (palier_ai_estimate_tokens (1), ==, 1);
  g_assert_cmpint (palier_ai_estimate_tokens (7), ==, 2);
  g_assert_cmpint (palier_ai_estimate_tokens (3500), ==, 1000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ai/models/find", test_find);
  g_test_add_func ("/ai/models/cost", test_cost);
  g_test_add_func ("/ai/models/table", test_table);
  g_test_add_func ("/ai/models/estimate", test_estimate);
  return g_test_run ();
}
