/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign-call.h"
#include "palier-gate.h"
#include "palier-job-store.h"
#include "palier-reader-store.h"
#include "palier-sender.h"

G_BEGIN_DECLS

/* A job made ready to leave: composed off the writer's thread, judged on it. */
typedef struct
{
  PalierSendJob *job;
  char *from;
  char *to;
  GBytes *mail;     /* (nullable): NULL where it could not be composed */
  GPtrArray *links; /* (element-type PalierLink): the tokens it carries */
  gboolean open;    /* it carries a pixel */
  gboolean click;   /* its links are individual */
  gboolean has_notice;
  PalierGateQuestion question; /* but for what is asked again at the hand-over */
  PalierCampaignCall call;     /* of a campaign's message */
  PalierSendReason fault;      /* why there is no mail */
} PalierLetter;

/* Where readers reach this relay; NULL: they do not, and nothing is measured. */
PalierLetter *
palier_letter_prepare (PalierTx *tx, const PalierTenant *tenant, const PalierSendJob *job,
                       const PalierMailbox *mailbox, const char *public_url);
void palier_letter_free (PalierLetter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLetter, palier_letter_free)

G_END_DECLS
