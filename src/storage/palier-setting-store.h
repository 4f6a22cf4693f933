/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-profile.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Settings that follow the user to his other devices: a key, and text or JSON. Secrets never. */
DexFuture *palier_setting_store_get (PalierWorkspace *workspace, const char *key);
DexFuture *palier_setting_store_list (PalierWorkspace *workspace, const char *prefix);
DexFuture *
palier_setting_store_set (PalierWorkspace *workspace, const char *key, const char *value);

/* What concerns this device alone: window, cursor of the sync. Never synced. */
DexFuture *palier_local_store_get (PalierWorkspace *workspace, const char *key);
DexFuture *palier_local_store_set (PalierWorkspace *workspace, const char *key, const char *value);

/* Sending identities. */
DexFuture *palier_sender_store_list (PalierWorkspace *workspace);
DexFuture *palier_sender_store_put (PalierWorkspace *workspace, PalierSender *sender);
DexFuture *palier_sender_store_remove (PalierWorkspace *workspace, const PalierId *id);

G_END_DECLS
