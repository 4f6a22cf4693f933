/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of the texts that a step tries is answered most. */
#include "palier-campaign-trials.h"

#include "palier-ab-test.h"
#include "palier-campaign-message-store.h"

static const char *const verdicts[] = { "too_early", "winner", "no_difference" };

/* @n: from 2 to PALIER_AB_VARIANTS_MAX */
static void
judge (PalierCampaignTrial *const *trials, guint n)
{
  PalierAbCount counts[PALIER_AB_VARIANTS_MAX];
  PalierAbResult result;

  for (guint i = 0; i < n; i++)
    counts[i] = (PalierAbCount) { trials[i]->n_sent, trials[i]->n_replied };
  palier_ab_test (counts, n, PALIER_AB_CARE, &result);
  for (guint i = 0; i < n; i++)
  {
    trials[i]->rate = result.rate[i];
    trials[i]->to_be_best = result.to_be_best[i];
    trials[i]->loss = result.loss[i];
    trials[i]->best = i == result.best;
    trials[i]->verdict = verdicts[result.verdict];
  }
}

/* A step with one text tries nothing; one whose texts were changed may have had more than are
 * compared. */
static void
judge_steps (GPtrArray *trials)
{
  guint end;

  for (guint start = 0; start < trials->len; start = end)
  {
    PalierCampaignTrial **first = (PalierCampaignTrial **) &trials->pdata[start];
    for (end = start;
         end < trials->len && ((PalierCampaignTrial *) trials->pdata[end])->step == first[0]->step;)
      end++;
    if (end - start >= 2 && end - start <= PALIER_AB_VARIANTS_MAX)
      judge (first, end - start);
  }
}

static DexFuture *
trials_fiber (gpointer data)
{
  PalierCall *call = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) all = dex_await_boxed (
      palier_campaign_message_store_trials (call->core->workspace, &call->id), &error);

  if (all == NULL)
    return palier_reject (&error);
  judge_steps (all);
  for (guint i = all->len; i > 0; i--)
    if (((PalierCampaignTrial *) all->pdata[i - 1])->verdict == NULL)
      g_ptr_array_remove_index (all, i - 1);
  return dex_future_new_take_boxed (G_TYPE_PTR_ARRAY, g_steal_pointer (&all));
}

DexFuture *
palier_campaign_trials_run (PalierCore *core, const PalierId *id)
{
  return palier_call_run (&(PalierCall) { .core = core, .id = *id }, trials_fiber);
}
