/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "palier-filter.h"
#include "palier-message.h"
#include "palier-send-state.h"
#include "palier-sequence.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_CAMPAIGN_DRAFT, /* being put together: nothing of it leaves */
  PALIER_CAMPAIGN_RUNNING,
  PALIER_CAMPAIGN_PAUSED,
  PALIER_CAMPAIGN_STOPPED, /* for good */
  PALIER_N_CAMPAIGN_STATES
} PalierCampaignState;

const char *palier_campaign_state_name (PalierCampaignState state);
gboolean palier_campaign_state_parse (const char *name, PalierCampaignState *out);

/* A sequence for an audience. */
typedef struct
{
  PalierId id;
  char *name;
  PalierCampaignState state;
  gboolean foreign;         /* a newer version wrote what this one does not know: read-only */
  PalierSequence *sequence; /* (nullable): of a foreign one */
  PalierFilter *audience;   /* (nullable): everybody */
  gboolean live;            /* who fits later enters later */
  PalierId sender;          /* of its e-mails; nil: none chosen yet */
  gint64 created_ms;
  gint64 started_ms; /* 0: not launched */
  gint64 changed_ms;
} PalierCampaign;

#define PALIER_TYPE_CAMPAIGN (palier_campaign_get_type ())
GType palier_campaign_get_type (void);

PalierCampaign *palier_campaign_new (void);
PalierCampaign *palier_campaign_ref (PalierCampaign *self);
PalierCampaign *palier_campaign_copy (const PalierCampaign *self);
void palier_campaign_free (PalierCampaign *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierCampaign, palier_campaign_free)

typedef enum
{
  PALIER_ENROLMENT_ACTIVE,
  PALIER_ENROLMENT_PAUSED,
  PALIER_ENROLMENT_LEFT, /* taken out by the user */
  PALIER_N_ENROLMENT_STATES
} PalierEnrolmentState;

const char *palier_enrolment_state_name (PalierEnrolmentState state);
gboolean palier_enrolment_state_parse (const char *name, PalierEnrolmentState *out);

/* A prospect in a campaign. */
typedef struct
{
  PalierId campaign;
  PalierId prospect;
  gint64 entered_ms;
  PalierEnrolmentState state;
} PalierEnrolled;

/* How many messages of a step are where. */
typedef struct
{
  guint step; /* its id */
  PalierMessageState state;
  PalierSendState delivery; /* PALIER_SEND_STATE_NONE: nothing is known of it yet */
  guint n;
  guint n_opened; /* by a person */
  guint n_clicked;
  guint n_replied;
} PalierCampaignFigure;

/* What came of one of the texts that a step tries against each other. */
typedef struct
{
  guint step; /* its id */
  char *template;
  guint n_sent;
  guint n_replied;
  double rate;         /* of replies, expected: 0 to 1 */
  double to_be_best;   /* probability */
  double loss;         /* expected: how much of the rate is missed if it is taken */
  gboolean best;       /* it would lose least */
  const char *verdict; /* on the step: too_early, winner, no_difference */
} PalierCampaignTrial;

void palier_campaign_trial_free (PalierCampaignTrial *self);

PalierId palier_enrolled_id (const PalierId *campaign, const PalierId *prospect);
PalierId
palier_enrolled_message_id (const PalierId *campaign, const PalierId *prospect, guint step);
guint palier_enrolled_variant (const PalierId *message, guint n);

G_END_DECLS
