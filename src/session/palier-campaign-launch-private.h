/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-campaign-launch.h"
#include "palier-campaign-service.h"
#include "palier-core.h"
#include "palier-rehearse.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

/* A launch on its way. */
typedef struct
{
  PalierCore *core;
  PalierSettingsService *settings;
  PalierId id;
  PalierLaunchDeed deed;
  PalierSequence *sequence; /* (nullable): what takes the place of the campaign's */
  PalierCampaign *campaign; /* a copy */
  gint64 now_ms;
  GArray *members; /* (element-type PalierCampaignMember): those who enter */
  PalierRehearsal *rehearsal;
  GHashTable *places; /* a prospect's id → its place among the members, from 1 */
  guint8 *first;      /* by member: the first step that writes to it; PALIER_STEP_NONE: none does */
  guint8 *passed;     /* by member: how many steps lie behind it */
  GArray *messages;   /* (element-type PalierCampaignMessage): of the campaign, before it began */
  PalierLaunch *launch;
} PalierLaunching;

#define PALIER_STEP_NONE G_MAXUINT8

PalierProspect *palier_launching_get_prospect (const PalierLaunching *self, guint member);
void palier_launching_note_passed (PalierLaunching *self);
gboolean palier_launching_withdraw (PalierLaunching *self, GError **error);
gboolean palier_launching_write (PalierLaunching *self, GError **error);
gboolean palier_launching_approve (PalierLaunching *self, GError **error);

G_END_DECLS
