/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of services that write: who they are, and what they cost. */
#include <glib/gi18n.h>

#include "palier-words-table.h"
#include "palier-words.h"

static const PalierWords writer_words[] = {
  { "openai", "OpenAI" },
  { "mistral", "Mistral" },
  { "compatible", N_ ("Compatible server") },
  { "llama.cpp", N_ ("llama.cpp server") },
  { "relay", N_ ("Relay of your account") },
  { "composer", N_ ("Built-in composer") },
};

/* @writer: a service, or the built-in composer, as the preferences and drafts name it */
const char *
palier_words_writer (const char *writer)
{
  return PALIER_WORDS (writer_words, writer);
}

/* (transfer full): a sum of money */
char *
palier_words_euros (gint64 micro)
{
  return g_strdup_printf ("%.2f\u00a0€", (double) micro / 1e6);
}

/* (transfer full) (nullable): what is to be known of the budget; %NULL while there is nothing to
 * say
 */
char *
palier_words_ai_budget (const PalierAiMonth *month)
{
  g_autofree char *cost = palier_words_euros (month->cost_micro_eur);
  g_autofree char *budget = palier_words_euros (month->budget_micro_eur);

  if (month->state == PALIER_AI_BUDGET_ALERT)
    /* Translators: both are sums of money */
    return g_strdup_printf (_ ("Writing services have cost %s this month, of a budget of %s."),
                            cost, budget);
  if (month->state == PALIER_AI_BUDGET_STOP)
    return g_strdup_printf (_ ("Writing services have cost %s this month, of a budget of %s: the "
                               "built-in composer writes."),
                            cost, budget);
  return NULL;
}

/* (transfer full) (nullable): what drafts at this cost would mean for the month's budget; %NULL
 * while there is none
 */
char *
palier_words_ai_foresight (const PalierAiMonth *month, gint64 more_micro_eur)
{
  g_autofree char *cost = palier_words_euros (month->cost_micro_eur);
  g_autofree char *after = palier_words_euros (month->cost_micro_eur + more_micro_eur);
  g_autofree char *budget = palier_words_euros (month->budget_micro_eur);

  switch (palier_ai_month_foresee (month, more_micro_eur))
  {
  case PALIER_AI_BUDGET_WITHIN:
    /* Translators: all three are sums of money */
    return g_strdup_printf (_ ("Spent this month: %s of %s; with these drafts %s at most."), cost,
                            budget, after);
  case PALIER_AI_BUDGET_ALERT:
    return g_strdup_printf (_ ("Spent this month: %s of %s. With these drafts it may be %s, which "
                               "is more than 80 %% of the budget."),
                            cost, budget, after);
  case PALIER_AI_BUDGET_STOP:
    return g_strdup_printf (_ ("Spent this month: %s of %s. With these drafts it could be %s: at "
                               "120 %% of the budget the built-in composer writes on."),
                            cost, budget, after);
  case PALIER_AI_BUDGET_NONE:
  default:
    return NULL;
  }
}
