/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  PALIER_SUBSCORE_DIGITAL, /* of a person: reachability */
  PALIER_SUBSCORE_BUSINESS,
  PALIER_SUBSCORE_TIMING,
  PALIER_N_SUBSCORES
} PalierSubscore;

typedef enum
{
  PALIER_BAND_COLD,
  PALIER_BAND_WARM,
  PALIER_BAND_HOT,
} PalierBand;

const char *palier_band_name (PalierBand band);
const char *palier_subscore_name (PalierSubscore part);

/* Three sub-scores of 0 to 100, each with the share of its criteria that are known. */
typedef struct
{
  double parts[PALIER_N_SUBSCORES];
  double confidences[PALIER_N_SUBSCORES]; /* 0 to 1 */
  double total;                           /* 0 to 100, one decimal */
  double confidence;                      /* 0 to 1 */
  PalierBand band;
  gboolean to_complete; /* confidence under 0.4 */
  char *missing;       /* (nullable): name of the field whose knowledge would move the total most */
  char *action;        /* code of the next best action */
  char *action_reason; /* code */
  gint64 action_due_ms; /* 0: whenever */
} PalierScore;

#define PALIER_TYPE_SCORE (palier_score_get_type ())
GType palier_score_get_type (void);

PalierScore *palier_score_new (void);
PalierScore *palier_score_ref (PalierScore *self);
void palier_score_free (PalierScore *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierScore, palier_score_free)

/* One line of the explanation of a score. */
typedef struct
{
  PalierSubscore part;
  char *criterion; /* code */
  char *value;     /* (nullable): as found, canonical */
  char *source;    /* (nullable): where the value is from */
  gboolean known;
  double points; /* won */
  double possible;
} PalierReason;

PalierReason *palier_reason_new (void);
void palier_reason_free (PalierReason *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierReason, palier_reason_free)

G_END_DECLS
