/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"
#include "palier-settings-service.h"
#include "palier-template-trial.h"

G_BEGIN_DECLS

/* In a fiber. → PALIER_TYPE_TEMPLATE_TRIAL */
DexFuture *palier_template_try (PalierCore *core, PalierSettingsService *settings,
                                PalierTemplate *template, const PalierId *prospect);

G_END_DECLS
