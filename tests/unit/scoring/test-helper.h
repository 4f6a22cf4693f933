/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdarg.h>

#include "palier-scoring.h"

/* 15 September 2026, noon UTC: the season is worth 1. */
#define NOW (G_GINT64_CONSTANT (1789473600) * 1000)
#define DAY_MS (G_GINT64_CONSTANT (86400) * 1000)

/* A prospect of "field", "value" pairs, ended by NULL. */
static inline PalierProspect *
prospect_of (const char *kind, ...)
{
  PalierProspect *prospect = palier_prospect_new ();
  va_list args;

  palier_prospect_set (prospect, PALIER_FIELD_KIND, kind);
  va_start (args, kind);
  for (const char *name = va_arg (args, const char *); name != NULL;
       name = va_arg (args, const char *))
    palier_prospect_set (prospect, palier_field_from_name (name), va_arg (args, const char *));
  va_end (args);
  return prospect;
}

static inline PalierScoring
score_of (const PalierProspect *prospect, const PalierScoringMarket *market,
          const PalierScoringHistory *history)
{
  PalierScoringMarket no_market = PALIER_SCORING_MARKET_EMPTY;
  PalierScoringHistory no_history = { 0 };
  PalierScoring scoring;

  palier_scoring_evaluate (palier_scoring_parameters_get_default (), prospect,
                           market != NULL ? market : &no_market,
                           history != NULL ? history : &no_history, NOW, &scoring);
  return scoring;
}
