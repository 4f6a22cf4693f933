/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-draft-ground.h"
#include "palier-draft-mask.h"
#include "palier-draft-style.h"
#include "palier-fact.h"
#include "palier-profile.h"
#include "palier-prospect.h"
#include "palier-score.h"

G_BEGIN_DECLS

/* What a draft is made from. Nothing is read from elsewhere. */
typedef struct
{
  const PalierProspect *prospect;
  const PalierProfile *profile;
  const PalierScore *score;    /* (nullable) */
  const GPtrArray *more_facts; /* (nullable) (element-type PalierFact): market, references */
  gint64 today_ms;
  const char *channel;         /* (nullable): email, sms, linkedin, letter; NULL: email */
  gboolean follow_up;          /* the prospect has had a message that carried the legal notice */
  gboolean consent;            /* to be prospected by e-mail, recorded */
  gint64 consent_ms;           /* when it was given; 0: not known */
  gboolean no_service;         /* the prospect refuses to be read about by a third party's model */
  const char *unsubscribe_url; /* (nullable) */
  PalierDraftStyle style;
} PalierDraftInput;

/* The facts of one message, built once; texts, checks and prompts see nothing else. */
typedef struct _PalierDraftContext PalierDraftContext;

PalierDraftContext *palier_draft_context_new (const PalierDraftInput *input);
PalierDraftContext *
palier_draft_context_new_from_facts (const GPtrArray *facts, const char *channel, gboolean person,
                                     gint64 today_ms);
void palier_draft_context_free (PalierDraftContext *self);

const PalierFact *palier_draft_context_find (const PalierDraftContext *self, const char *key);
const char *palier_draft_context_display (const PalierDraftContext *self, const char *key);
const GPtrArray *palier_draft_context_get_facts (const PalierDraftContext *self);
GPtrArray *palier_draft_context_dup_used (const PalierDraftContext *self, const char *text);
int palier_draft_context_personalization (const PalierDraftContext *self, const char *text);

const PalierDraftGround *palier_draft_context_get_ground (const PalierDraftContext *self);
const PalierDraftMasks *palier_draft_context_get_masks (const PalierDraftContext *self);
gboolean palier_draft_context_is_person (const PalierDraftContext *self);
gboolean palier_draft_context_holds (const PalierDraftContext *self, const char *condition);
void palier_draft_context_vary (PalierDraftContext *self, PalierDraftStyle style, guint variation);
PalierDraftStyle palier_draft_context_get_style (const PalierDraftContext *self);
gboolean palier_draft_context_is_follow_up (const PalierDraftContext *self);
gboolean palier_draft_context_stays_here (const PalierDraftContext *self);
const char *palier_draft_context_get_channel (const PalierDraftContext *self);
guint64 palier_draft_context_get_seed (const PalierDraftContext *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierDraftContext, palier_draft_context_free)

G_END_DECLS
