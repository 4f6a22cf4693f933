/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "palier-ai-service.h"

G_BEGIN_DECLS

/* Of this folder alone: how preferences are kept. */
void palier_ai_preferences_add (JsonBuilder *builder, const PalierAiPreferences *self);
PalierAiPreferences *palier_ai_preferences_from_json (const char *json);

G_END_DECLS
