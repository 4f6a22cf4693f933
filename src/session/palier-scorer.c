/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-scorer.h"

#include "palier-consent-store.h"
#include "palier-permission.h"

#define RECENT_MS (G_GINT64_CONSTANT (72) * 60 * 60 * 1000)

/* @consents: (nullable) (element-type PalierConsent) */
GArray *
palier_consent_rows (GPtrArray *consents)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (PalierConsentRow));

  for (guint i = 0; consents != NULL && i < consents->len; i++)
  {
    const PalierConsent *consent = g_ptr_array_index (consents, i);
    PalierConsentOrigin origin = PALIER_CONSENT_BY_IMPORT;
    palier_consent_origin_parse (consent->origin, &origin);
    PalierConsentRow row = {
      .purpose = palier_purpose_from_name (consent->purpose),
      .channel = palier_channel_from_name (consent->channel),
      .given = consent->given,
      .origin = origin,
      .at_ms = consent->at_ms,
      .expires_ms = consent->expires_ms,
    };
    g_array_append_val (rows, row);
  }
  return rows;
}

/* From when on an opening is recent. */
gint64
palier_scorer_recent_ms (PalierCore *core)
{
  return palier_core_now_ms (core) - RECENT_MS;
}

/* What was measured counts as long as the reader lets it be measured. */
static void
add_measured (PalierScoringHistory *out, const PalierProspectHistory *exchanged,
              PalierTracking permission)
{
  if (permission.open == PALIER_SIGNAL_YES)
  {
    out->opens_72h = exchanged->recent_opens;
    out->last_sign_ms = MAX (out->last_sign_ms, exchanged->last_open_ms);
  }
  if (permission.click == PALIER_SIGNAL_YES)
  {
    out->clicks_72h = exchanged->recent_clicks;
    out->last_sign_ms = MAX (out->last_sign_ms, exchanged->last_click_ms);
  }
}

/**
 * palier_scorer_history:
 * @exchanged: (nullable): nothing was exchanged; as of palier_scorer_recent_ms()
 * @consents: (nullable) (element-type PalierConsent)
 */
void
palier_scorer_history (const PalierProspectHistory *exchanged, GPtrArray *consents, gint64 now_ms,
                       PalierScoringHistory *out)
{
  g_autoptr (GArray) rows = palier_consent_rows (consents);

  *out = (PalierScoringHistory) { 0 };
  for (int i = 0; i < PALIER_N_CHANNELS; i++)
    out->consent[i] = palier_consent_fold ((const PalierConsentRow *) rows->data, rows->len,
                                           PALIER_PURPOSE_PROSPECTING, (PalierChannel) i, now_ms);
  if (exchanged == NULL)
    return;
  out->last_contact_ms = exchanged->last_sent_ms;
  out->last_sign_ms = exchanged->last_reply_ms;
  if (exchanged->last_reply_ms > exchanged->last_sent_ms)
    out->unanswered_reply_ms = exchanged->last_reply_ms;
  add_measured (out, exchanged,
                palier_tracking_permission ((const PalierConsentRow *) rows->data, rows->len,
                                            PALIER_CHANNEL_EMAIL, now_ms));
  out->opposed = exchanged->unsubscribed;
}

static const PalierScoringMarket no_market = { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN };

void
palier_scorer_evaluate (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                        const PalierScoringHistory *history, gint64 now_ms, PalierScoreRow *out)
{
  PalierScoring scoring;

  palier_scoring_evaluate (parameters, prospect, &no_market, history, now_ms, &scoring);
  *out = (PalierScoreRow) { .n = palier_prospect_get_n (prospect),
                            .total = (float) scoring.total,
                            .band = (guint8) scoring.band };
  for (int i = 0; i < PALIER_N_SUBSCORES; i++)
    out->parts[i] = (float) scoring.parts[i];
  out->n_codes = (guint8) palier_scoring_encode (&scoring, out->codes);
}

/* (transfer full) (nullable): of a row that was never scored, or by another version's table. */
PalierScore *
palier_scorer_row_to_score (const PalierScoreRow *row)
{
  PalierScoring scoring;

  if (row->n == 0 || !palier_scoring_decode (row->codes, row->n_codes, &scoring))
    return NULL;
  return palier_scoring_to_score (&scoring);
}

/* (transfer full) (nullable); @rows: (element-type PalierScoreRow), short. */
PalierScore *
palier_scorer_find_score (GArray *rows, gint64 n)
{
  for (guint i = 0; i < rows->len; i++)
    if (g_array_index (rows, PalierScoreRow, i).n == n)
      return palier_scorer_row_to_score (&g_array_index (rows, PalierScoreRow, i));
  return NULL;
}

gboolean
palier_scorer_load_history (PalierCore *core, const PalierProspect *prospect,
                            PalierScoringHistory *out, GError **error)
{
  gint64 n = palier_prospect_get_n (prospect);
  g_autoptr (GArray) ns = g_array_new (FALSE, FALSE, sizeof n);
  g_array_append_val (ns, n);

  g_autoptr (GArray) exchanged = dex_await_boxed (
      palier_event_store_history (core->workspace, ns, palier_scorer_recent_ms (core)), error);
  if (exchanged == NULL)
    return FALSE;
  g_autoptr (GPtrArray) consents = dex_await_boxed (
      palier_consent_store_of_subject (core->workspace, palier_prospect_get_id (prospect)), error);
  if (consents == NULL)
    return FALSE;
  palier_scorer_history (exchanged->len > 0 ? &g_array_index (exchanged, PalierProspectHistory, 0)
                                            : NULL,
                         consents, palier_core_now_ms (core), out);
  return TRUE;
}

/* Scores @prospect as it stands and keeps the score: (transfer full). In a fiber. */
PalierScore *
palier_scorer_store (PalierCore *core, const PalierProspect *prospect, GError **error)
{
  PalierScoringHistory history;
  PalierScoreRow row;

  if (!palier_scorer_load_history (core, prospect, &history, error))
    return NULL;
  palier_scorer_evaluate (core->scoring, prospect, &history, palier_core_now_ms (core), &row);

  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof row);
  g_array_append_val (rows, row);
  if (!dex_await (palier_score_store_set (core->workspace, rows), error))
    return NULL;
  return palier_scorer_row_to_score (&row);
}
