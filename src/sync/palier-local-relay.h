/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-random.h"
#include "palier-sync-error.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Where a relay answers, and what proves who asks. */
typedef struct
{
  char *url;
  char *token;
} PalierRelayAddress;

#define PALIER_TYPE_RELAY_ADDRESS (palier_relay_address_get_type ())
GType palier_relay_address_get_type (void);
PalierRelayAddress *palier_relay_address_new (const char *url, const char *token);
PalierRelayAddress *palier_relay_address_ref (PalierRelayAddress *self);
void palier_relay_address_free (PalierRelayAddress *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRelayAddress, palier_relay_address_free)

/* The relay of this computer: one child process a workspace, on loopback, shared by every program
 * that has the workspace open. Whoever gets the workspace's relay lock starts it, as
 *
 *   palier-relay serve --local --dir WORKSPACE/relay
 *
 * with one line on its standard input, {"master_key":HEX64,"token":TEXT}, and waits for one line on
 * its output, {"port":N}. It ends when its input is closed. The others find port and token in a
 * file of the user's runtime folder that only he can read. */
typedef struct _PalierLocalRelay PalierLocalRelay;

PalierLocalRelay *
palier_local_relay_new (PalierWorkspace *workspace, GBytes *key, PalierRandom *random);
PalierLocalRelay *palier_local_relay_ref (PalierLocalRelay *self);
void palier_local_relay_unref (PalierLocalRelay *self);
DexFuture *palier_local_relay_ensure (PalierLocalRelay *self);
DexFuture *palier_local_relay_stop (PalierLocalRelay *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierLocalRelay, palier_local_relay_unref)

G_END_DECLS
