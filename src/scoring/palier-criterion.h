/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-prospect.h"
#include "palier-score.h"

G_BEGIN_DECLS

/* What is looked at. Some are asked of both kinds, with other weights. */
typedef enum
{
  PALIER_CRITERION_WEBSITE,
  PALIER_CRITERION_SITE_QUALITY,
  PALIER_CRITERION_PORTALS,
  PALIER_CRITERION_SOCIAL,
  PALIER_CRITERION_SIZE,
  PALIER_CRITERION_VOLUME,
  PALIER_CRITERION_POSITION,
  PALIER_CRITERION_GROWTH,
  PALIER_CRITERION_EMAIL,
  PALIER_CRITERION_MOBILE,
  PALIER_CRITERION_CONSENT,
  PALIER_CRITERION_ADDRESS,
  PALIER_CRITERION_PROJECT,
  PALIER_CRITERION_PROPERTY_VALUE,
  PALIER_CRITERION_HORIZON,
  PALIER_CRITERION_SOURCE,
  PALIER_CRITERION_SEASON,
  PALIER_CRITERION_MARKET,
  PALIER_CRITERION_ADOPTION,
  PALIER_CRITERION_RECENCY,
  PALIER_N_CRITERIA
} PalierCriterion;

#define PALIER_CRITERION_NONE ((PalierCriterion) - 1)

typedef enum
{
  PALIER_SCORED_AGENCY,
  PALIER_SCORED_PERSON,
  PALIER_N_SCORED
} PalierScoredKind;

const char *palier_criterion_name (PalierCriterion criterion);
PalierCriterion palier_criterion_from_name (const char *name);
PalierSubscore palier_criterion_part (PalierCriterion criterion);
PalierField palier_criterion_field (PalierCriterion criterion);
const char *palier_criterion_source (PalierCriterion criterion);

G_END_DECLS
