/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-relay-api.h"
#include "palier-subscription-store.h"

G_BEGIN_DECLS

PalierSubscription *palier_api_find_hook (PalierTx *tx, PalierRequest *request);

G_END_DECLS
