/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-relay-api.h"

G_BEGIN_DECLS

gboolean palier_api_note (PalierRelayApi *api, PalierRequest *request, PalierAccessEntry *access);
gboolean palier_api_note_read (PalierRelayApi *api, PalierRequest *request, const PalierId *person);

G_END_DECLS
