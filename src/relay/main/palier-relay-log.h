/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-access-store.h"

G_BEGIN_DECLS

int palier_relay_verify_log (PalierStore *store, gint64 tenant);
gboolean palier_relay_note_deed (PalierStore *store, gint64 tenant, PalierAccessAction action,
                                 GError **error);
gboolean
palier_relay_note_deed_to_all (PalierStore *store, PalierAccessAction action, GError **error);

G_END_DECLS
