/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores of many, chunk by chunk: four questions to the base for each, and memory stays flat. */
#include "palier-score-pass.h"

#include "palier-consent-store.h"
#include "palier-event-store.h"
#include "palier-prospect-store.h"
#include "palier-score-store.h"
#include "palier-scorer.h"

#define SCORE_CHUNK 2000

static GArray *
slice (GArray *ns, guint start)
{
  GArray *part = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (part, &g_array_index (ns, gint64, start),
                       MIN (ns->len - start, SCORE_CHUNK));
  return part;
}

static GArray *
evaluate_all (PalierCore *core, GPtrArray *prospects, GArray *exchanged, GPtrArray *consents)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PalierScoreRow));
  gint64 now_ms = palier_core_now_ms (core);

  for (guint i = 0; i < prospects->len; i++)
  {
    PalierProspect *prospect = g_ptr_array_index (prospects, i);
    PalierScoringHistory history;
    PalierScoreRow row;
    if (prospect == NULL)
      continue;
    palier_scorer_history (&g_array_index (exchanged, PalierProspectHistory, i),
                           g_ptr_array_index (consents, i), now_ms, &history);
    palier_scorer_evaluate (core->scoring, prospect, &history, now_ms, &row);
    g_array_append_val (rows, row);
  }
  return rows;
}

static gboolean
score_chunk (PalierCore *core, GArray *ns, GError **error)
{
  g_autoptr (GPtrArray) prospects =
      dex_await_boxed (palier_prospect_store_rows (core->workspace, ns), error);
  if (prospects == NULL)
    return FALSE;
  g_autoptr (GArray) exchanged = dex_await_boxed (
      palier_event_store_history (core->workspace, ns, palier_scorer_recent_ms (core)), error);
  if (exchanged == NULL)
    return FALSE;
  g_autoptr (GPtrArray) consents =
      dex_await_boxed (palier_consent_store_of_rows (core->workspace, ns), error);
  if (consents == NULL)
    return FALSE;
  g_autoptr (GArray) rows = evaluate_all (core, prospects, exchanged, consents);
  return dex_await (palier_score_store_set (core->workspace, rows), error);
}

/**
 * palier_score_pass_run:
 * @ns: (element-type gint64): row numbers of prospects; those that are gone are left out
 *
 * Scores them as they stand and keeps the scores.
 */
gboolean
palier_score_pass_run (PalierCore *core, GArray *ns, GError **error)
{
  for (guint i = 0; i < ns->len; i += SCORE_CHUNK)
  {
    g_autoptr (GArray) part = slice (ns, i);
    if (!score_chunk (core, part, error))
      return FALSE;
  }
  return TRUE;
}
