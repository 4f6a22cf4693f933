/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-relay-api.h"

G_BEGIN_DECLS

void palier_api_run (PalierRequest *request, const PalierRoute *route, gpointer api);
void
palier_api_write (PalierRelayApi *api, PalierRequest *request, PalierTxFunc func, gpointer data);
void
palier_api_read (PalierRelayApi *api, PalierRequest *request, PalierTxFunc func, gpointer data);
gboolean palier_api_once_keep (PalierTx *tx, PalierRequest *request, GError **error);

G_END_DECLS
