/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A quiet line on how the exchange with the relay stands; pressed, it exchanges now. */
#define PALIER_TYPE_SYNC_INDICATOR (palier_sync_indicator_get_type ())
G_DECLARE_FINAL_TYPE (PalierSyncIndicator, palier_sync_indicator, PALIER, SYNC_INDICATOR, AdwBin)

void palier_sync_indicator_follow (PalierSyncIndicator *self, PalierSyncService *sync);
void palier_sync_indicator_say (PalierSyncIndicator *self, const char *words);

G_END_DECLS
