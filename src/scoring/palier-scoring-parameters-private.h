/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-criterion.h"
#include "palier-scoring-parameters.h"

G_BEGIN_DECLS

#define PALIER_SCORING_MAX_STEPS 16
#define PALIER_SCORING_MAX_RULES 32
#define PALIER_SCORING_SITE_CHECKS 6
#define PALIER_SCORING_MAX_CHOICES 4

/* From @from on, up to the next step, a quantity is worth @value. */
typedef struct
{
  double from;
  double value;
} PalierStep;

typedef struct
{
  gsize n;
  PalierStep steps[PALIER_SCORING_MAX_STEPS]; /* ascending; the first counts below its from too */
} PalierSteps;

/* What each key of a choice field is worth, in the order of the field's closed list. */
typedef struct
{
  const char *keys[PALIER_SCORING_MAX_CHOICES]; /* static */
  double values[PALIER_SCORING_MAX_CHOICES];
  gsize n;
} PalierChoices;

/* What a rule of the next action may ask. */
typedef enum
{
  PALIER_WHEN_OPPOSED,
  PALIER_WHEN_NO_LEGAL_BASIS,
  PALIER_WHEN_EMAIL_WRONG,
  PALIER_WHEN_EMAIL_MISSING,
  PALIER_WHEN_REPLY_WAITING,
  PALIER_WHEN_CLICKED,
  PALIER_WHEN_OPENED_OFTEN,
  PALIER_WHEN_HOT,
  PALIER_WHEN_WARM,
  PALIER_WHEN_COLD,
  PALIER_WHEN_NEVER_CONTACTED,
  PALIER_WHEN_IN_SEQUENCE,
  PALIER_WHEN_MEETING_OPEN,
  PALIER_WHEN_CUSTOMER,
  PALIER_WHEN_TO_COMPLETE,
  PALIER_N_WHENS
} PalierWhen;

typedef enum
{
  PALIER_DUE_WHENEVER,
  PALIER_DUE_NOW,
  PALIER_DUE_SEQUENCE,
} PalierDue;

typedef struct
{
  guint when;      /* bits of PalierWhen: all of them */
  guint unless;    /* none of them */
  int silent_days; /* 0: not asked */
  int unheard_days;
  guint8 action; /* into palier_scoring_actions() */
  guint8 reason; /* into palier_scoring_action_reasons() */
  PalierDue due;
} PalierRule;

/* A criterion with what the pass over the base would else look up for each prospect. */
typedef struct
{
  PalierCriterion criterion;
  PalierSubscore part;
  PalierField field;
  double weight; /* 0: switched off */
} PalierAsked;

typedef struct
{
  double parts[PALIER_N_SUBSCORES];
  PalierAsked asked[PALIER_N_CRITERIA];
  gsize n_asked;
  double recency_days;
} PalierKindParameters;

struct _PalierScoringParameters
{
  PalierKindParameters kinds[PALIER_N_SCORED];
  double hot, warm, to_complete_under;
  double portals_counted;
  double social_days;
  PalierSteps staff;
  PalierChoices team;
  double months_to_sell, own_share, full_sales;
  double log_full_sales; /* log10 (1 + full_sales) */
  PalierChoices position;
  double leader_share, challenger_share;
  PalierChoices growth;
  double growing_over, declining_under;
  double months[12];
  gboolean full_month[12];
  double market_still, market_slope, market_lowest, market_highest;
  double adoption_slope;
  PalierChoices project;
  double value_at_median;
  PalierSteps horizon;
  double source_prior, source_at_mean;
  double opens, clicks;
  PalierRule rules[PALIER_SCORING_MAX_RULES];
  gsize n_rules;
};

G_END_DECLS
