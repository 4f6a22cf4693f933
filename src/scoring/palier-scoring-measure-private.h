/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-scoring-parameters-private.h"
#include "palier-scoring.h"

G_BEGIN_DECLS

#define PALIER_DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* One prospect before the rules. */
typedef struct
{
  const PalierScoringParameters *parameters;
  const PalierProspect *prospect;
  const PalierScoringMarket *market;
  const PalierScoringHistory *history;
  gint64 now_ms;
  PalierScoredKind kind;
  int site_known; /* of the six checks */
  int site_passed;
  PalierSignal has_website;
  gint64 last_sign_ms; /* 0: never */
} PalierCase;

PalierCase
palier_case (const PalierScoringParameters *parameters, const PalierProspect *prospect,
             const PalierScoringMarket *market, const PalierScoringHistory *history, gint64 now_ms);
double palier_case_measure (const PalierCase *self, PalierCriterion criterion);
double palier_case_sales (const PalierCase *self);
PalierSignal palier_case_consent (const PalierCase *self);
gint64 palier_case_date_ms (const PalierCase *self, PalierField field);
guint palier_case_count_set (const PalierCase *self, PalierField field);
void palier_case_choose_action (const PalierCase *self, PalierScoring *scoring);

G_END_DECLS
