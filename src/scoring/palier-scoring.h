/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "palier-channel.h"
#include "palier-criterion.h"
#include "palier-prospect.h"
#include "palier-score.h"
#include "palier-scoring-parameters.h"
#include "palier-signal.h"

G_BEGIN_DECLS

/* What is known of the prospect's surroundings. Start from PALIER_SCORING_MARKET_EMPTY: a double
 * that is not known is NAN. */
typedef struct
{
  double months_to_sell;   /* a listing of its commune */
  double volume_change;    /* of the commune's yearly sales: -0.05 is five per cent fewer */
  double price_m2_cents;   /* the commune's median */
  double listing_share;    /* of the agency among its area's listings, 0 to 1 */
  double growth;           /* of its listings or staff over 12 months: 0.1 is ten per cent more */
  double adoption_share;   /* of its area's agencies that are customers or use the like, 0 to 1 */
  double source_contacts;  /* prospects that came from the same source */
  double source_customers; /* of those, became customers */
  double mean_conversion;  /* over all sources, 0 to 1 */
} PalierScoringMarket;

#define PALIER_SCORING_MARKET_EMPTY                                                                \
  ((PalierScoringMarket) { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN })

/* What passed between the user and the prospect. All zero: nothing, and no consent known. Times
 * are UTC milliseconds, 0 for never. */
typedef struct
{
  gint64 last_contact_ms;     /* the last message accepted, call or letter */
  gint64 last_sign_ms;        /* from the prospect; the record's own date counts as well */
  gint64 unanswered_reply_ms; /* the reply that waits for an answer */
  gint64 open_meeting_ms;     /* the last meeting with no outcome noted */
  gint64 waiting_until_ms;    /* the next step of a sequence it is in */
  guint opens_72h;            /* by a human, with consent */
  guint clicks_72h;
  PalierSignal consent[PALIER_N_CHANNELS]; /* to be prospected, per channel */
  gboolean email_bounced;
  gboolean opposed; /* on every channel */
} PalierScoringHistory;

#define PALIER_SCORING_CODE_MAX 64

/* A score without a pointer in it, as the one pass over the whole base makes it. */
typedef struct
{
  PalierScoredKind kind;
  double points[PALIER_N_CRITERIA];   /* won; NAN: not known */
  double possible[PALIER_N_CRITERIA]; /* 0: not asked of this kind */
  double parts[PALIER_N_SUBSCORES];
  double confidences[PALIER_N_SUBSCORES];
  double total;
  double confidence;
  PalierBand band;
  gboolean to_complete;
  PalierField missing; /* PALIER_FIELD_NONE: nothing that a form could add */
  const char *action;  /* static */
  const char *action_reason;
  gint64 action_due_ms;
} PalierScoring;

void
palier_scoring_evaluate (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                         const PalierScoringMarket *market, const PalierScoringHistory *history,
                         gint64 now_ms, PalierScoring *out);
gsize palier_scoring_encode (const PalierScoring *self, guint8 code[PALIER_SCORING_CODE_MAX]);
gboolean palier_scoring_decode (const guint8 *code, gsize length, PalierScoring *out);

PalierScore *palier_scoring_to_score (const PalierScoring *self);
PalierScore *
palier_scoring_score (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                      const PalierScoringMarket *market, const PalierScoringHistory *history,
                      gint64 now_ms);
GPtrArray *
palier_scoring_explain (const PalierScoringParameters *parameters, const PalierProspect *prospect,
                        const PalierScoringMarket *market, const PalierScoringHistory *history,
                        gint64 now_ms);

double palier_scoring_season (const PalierScoringParameters *parameters, gint64 now_ms);

const char *const *palier_scoring_actions (void);
const char *const *palier_scoring_action_reasons (void);

G_END_DECLS
