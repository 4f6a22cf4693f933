/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What services cost in a month:
 * 1. sums by service and model; as a device keeps them and back; what is no such text is left out
 * 2. how a budget stands, and how it would with what is about to be spent: a table of cases */
#include "palier-ai-month.h"

static const PalierAiUse uses[] = {
  { "openai", "gpt-4.1-mini", 1, 1200, 300, 1000, TRUE },
  { "mistral", "mistral-small-2603", 1, 1000, 200, 400, TRUE },
  { "openai", "gpt-4.1-mini", 1, 1100, 0, 500, TRUE },
  { "compatible", "llama3.3", 2, 10, 5, 0, FALSE },
};

static void
test_sums (void)
{
  g_autoptr (PalierAiMonth) month = palier_ai_month_new ("2026-11-01");

  for (gsize i = 0; i < G_N_ELEMENTS (uses); i++)
    palier_ai_month_add (month, &uses[i]);
  g_assert_cmpuint (month->uses->len, ==, 3);
  g_assert_cmpint (month->cost_micro_eur, ==, 1900);
  const PalierAiUse *first = month->uses->pdata[0];
  g_assert_cmpint (first->questions, ==, 2);
  g_assert_cmpint (first->tokens_in, ==, 2300);
  g_assert_cmpint (first->cost_micro_eur, ==, 1500);

  g_autofree char *json = palier_ai_month_to_json (month);
  g_autoptr (PalierAiMonth) all = palier_ai_month_new ("2026-11-01");
  g_assert_true (palier_ai_month_add_json (all, json));
  g_assert_true (palier_ai_month_add_json (all, json));
  g_assert_cmpint (all->cost_micro_eur, ==, 3800);
  g_assert_cmpuint (all->uses->len, ==, 3);
  g_assert_false (((PalierAiUse *) all->uses->pdata[2])->priced);
}

static void
test_strange (void)
{
  static const char *const texts[] = { "", "{}", "5", "[", "null" };
  static const char *const empty[] = {
    "[]",
    "[5,null,[]]",
    "[{\"service\":\"x\"}]",
    "[{\"service\":\"a\",\"model\":\"b\",\"cost_micro_eur\":-5}]",
  };
  g_autoptr (PalierAiMonth) month = palier_ai_month_new ("2026-11-01");

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_false (palier_ai_month_add_json (month, texts[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (empty); i++)
    g_assert_true (palier_ai_month_add_json (month, empty[i]));
  g_assert_cmpint (month->cost_micro_eur, ==, 0);
}

static void
test_budget (void)
{
  static const struct
  {
    gint64 cost, budget;
    gboolean unlimited;
    PalierAiBudget state;
  } cases[] = {
    { 5000000, 0, FALSE, PALIER_AI_BUDGET_NONE },
    { 0, 1000000, FALSE, PALIER_AI_BUDGET_WITHIN },
    { 799999, 1000000, FALSE, PALIER_AI_BUDGET_WITHIN },
    { 800000, 1000000, FALSE, PALIER_AI_BUDGET_ALERT },
    { 1199999, 1000000, FALSE, PALIER_AI_BUDGET_ALERT },
    { 1200000, 1000000, FALSE, PALIER_AI_BUDGET_STOP },
    { 9000000, 1000000, FALSE, PALIER_AI_BUDGET_STOP },
    { 9000000, 1000000, TRUE, PALIER_AI_BUDGET_ALERT },
    { 100, 1000000, TRUE, PALIER_AI_BUDGET_WITHIN },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autoptr (PalierAiMonth) month = palier_ai_month_new ("2026-11-01");
    PalierAiUse use = { "openai", "m", 1, 1, 1, cases[i].cost, TRUE };
    palier_ai_month_add (month, &use);
    palier_ai_month_judge (month, cases[i].budget, cases[i].unlimited);
    g_test_message ("%zu: %s", i, palier_ai_budget_name (month->state));
    g_assert_cmpint (month->state, ==, cases[i].state);

    g_autoptr (PalierAiMonth) before = palier_ai_month_new ("2026-11-01");
    palier_ai_month_judge (before, cases[i].budget, cases[i].unlimited);
    g_assert_cmpint (palier_ai_month_foresee (before, cases[i].cost), ==, cases[i].state);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/ai-month/sums", test_sums);
  g_test_add_func ("/session/ai-month/strange", test_strange);
  g_test_add_func ("/session/ai-month/budget", test_budget);
  return g_test_run ();
}
