/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-account.h"

G_BEGIN_DECLS

/* Hears of a relay, by one stream, that there is something new. */
typedef struct _PalierRelayListener PalierRelayListener;

PalierRelayListener *palier_relay_listener_new (PalierAccount *account, GFunc on_word,
                                                gpointer data, GDestroyNotify destroy);
gboolean palier_relay_listener_is_over (PalierRelayListener *self);
void palier_relay_listener_free (PalierRelayListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayListener, palier_relay_listener_free)

G_END_DECLS
