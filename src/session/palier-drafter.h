/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-changeset.h"
#include "palier-channel.h"
#include "palier-composer.h"
#include "palier-core.h"
#include "palier-draft-plan.h"
#include "palier-gatekeeper.h"
#include "palier-scorer.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

/* All that a draft for one prospect is made from; nothing is read from the base any more. */
typedef struct
{
  const PalierScoringParameters *scoring;
  const PalierProfile *profile;
  GPtrArray *references; /* (element-type PalierReference) */
  const PalierProspect *prospect;
  const PalierGatekeeping *keeping;
  const PalierScoringHistory *history;
  const char *channel; /* (nullable): e-mail */
  gint64 now_ms;
} PalierDraftMaterial;

PalierDraftContext *palier_drafter_context_new (const PalierDraftMaterial *material);

PalierDraftContext *
palier_drafter_load_context (PalierCore *core, PalierSettingsService *settings,
                             const PalierProspect *prospect, const char *channel, GError **error);
GPtrArray *palier_drafter_compose (PalierCore *core, PalierSettingsService *settings,
                                   const PalierProspect *prospect, const PalierDraftPlan *plan,
                                   GError **error);
gboolean palier_drafter_store (PalierCore *core, const PalierProspect *prospect,
                               GPtrArray *messages, const PalierId *changeset, GError **error);
PalierChangeset *palier_drafter_replace (PalierCore *core, const PalierProspect *prospect,
                                         GPtrArray *messages, GArray *replaced, GError **error);
DexFuture *
palier_drafter_answer_many (PalierCore *core, const PalierId *changeset, guint n, GError **error);
void
palier_drafter_complete (PalierCore *core, const PalierProspect *prospect, GPtrArray *messages);
GPtrArray *palier_message_events_new (PalierCore *core, const char *name, GPtrArray *messages);
void palier_drafter_note_notice (const PalierDraftContext *context, PalierMessage *message);
PalierChannel palier_drafter_channel (const char *name);

G_END_DECLS
