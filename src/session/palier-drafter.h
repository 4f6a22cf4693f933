/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-channel.h"
#include "palier-composer.h"
#include "palier-core.h"
#include "palier-settings-service.h"

G_BEGIN_DECLS

PalierDraftContext *
palier_drafter_load_context (PalierCore *core, PalierSettingsService *settings,
                             const PalierProspect *prospect, const char *channel, GError **error);
GPtrArray *
palier_drafter_compose (PalierCore *core, PalierSettingsService *settings,
                        const PalierProspect *prospect, guint n_variants, GError **error);
GPtrArray *
palier_drafter_compose_from (PalierCore *core, PalierSettingsService *settings,
                             const PalierProspect *prospect, const char *which, GError **error);
void palier_drafter_note_notice (const PalierDraftContext *context, PalierMessage *message);
PalierChannel palier_drafter_channel (const char *name);

G_END_DECLS
