/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-event-store.h"
#include "palier-prospect.h"
#include "palier-score-store.h"
#include "palier-scoring.h"

G_BEGIN_DECLS

/* Scores: from what the base knows to scoring's question, and from its answer to what is kept. */
void palier_scorer_history (const PalierProspectHistory *exchanged, GPtrArray *consents,
                            gint64 now_ms, PalierScoringHistory *out);
gint64 palier_scorer_recent_ms (PalierCore *core);
void
palier_scorer_evaluate (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                        const PalierScoringHistory *history, gint64 now_ms, PalierScoreRow *out);
PalierScore *palier_scorer_row_to_score (const PalierScoreRow *row);
PalierScore *palier_scorer_find_score (GArray *rows, gint64 n);

/* The base's own answer to palier_scorer_history(), for one prospect. In a fiber. */
gboolean palier_scorer_load_history (PalierCore *core, const PalierProspect *prospect,
                                     PalierScoringHistory *out, GError **error);
PalierScore *palier_scorer_store (PalierCore *core, const PalierProspect *prospect, GError **error);

/* Consent rows as policy reads them: (transfer full) (element-type PalierConsentRow). */
GArray *palier_consent_rows (GPtrArray *consents);

G_END_DECLS
