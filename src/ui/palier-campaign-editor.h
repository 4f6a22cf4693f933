/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A draft of a campaign to be put together: what is changed is kept at once. */
#define PALIER_TYPE_CAMPAIGN_EDITOR (palier_campaign_editor_get_type ())
G_DECLARE_FINAL_TYPE (PalierCampaignEditor, palier_campaign_editor, PALIER, CAMPAIGN_EDITOR,
                      AdwNavigationPage)

PalierCampaignEditor *palier_campaign_editor_new (PalierSession *session, PalierCampaign *campaign);
const PalierId *palier_campaign_editor_get_id (PalierCampaignEditor *self);
void palier_campaign_editor_follow (PalierCampaignEditor *self, PalierCampaign *now);

G_END_DECLS
