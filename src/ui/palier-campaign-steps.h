/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-step-row.h"

G_BEGIN_DECLS

/* The steps of a sequence as rows of a list, in its order.
 *
 * Signals: "changed" (guint, PalierStepRow), "moved" (guint, int), "removed" (guint): what the user
 * did to the step of that index; the list shows it once it is told to. */
#define PALIER_TYPE_CAMPAIGN_STEPS (palier_campaign_steps_get_type ())
G_DECLARE_FINAL_TYPE (PalierCampaignSteps, palier_campaign_steps, PALIER, CAMPAIGN_STEPS, GObject)

PalierCampaignSteps *palier_campaign_steps_new (GtkListBox *list);
void palier_campaign_steps_set_templates (PalierCampaignSteps *self, GPtrArray *templates);
void palier_campaign_steps_show (PalierCampaignSteps *self, PalierSequence *sequence);
void palier_campaign_steps_move (PalierCampaignSteps *self, guint index, int by);
void palier_campaign_steps_remove (PalierCampaignSteps *self, guint index);
void palier_campaign_steps_focus (PalierCampaignSteps *self, guint index);
void palier_campaign_steps_open_last (PalierCampaignSteps *self);

G_END_DECLS
