/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-agency.h"
#include "palier-relay-config.h"
#include "palier-store.h"

G_BEGIN_DECLS

/* The exit statuses of palier-relay. */
enum
{
  PALIER_EXIT_DONE = 0,
  PALIER_EXIT_FAILED = 1,
  PALIER_EXIT_USAGE = 2,
  PALIER_EXIT_LOCKED = 4,
};

PalierSites palier_relay_get_sites (const PalierRelayConfig *config, const char *const *hosts);
int palier_relay_lock (const PalierRelayConfig *config, gboolean alone, GError **error);
PalierStore *
palier_relay_open_store (const PalierRelayConfig *config, const PalierSealKey *key, GError **error);
int palier_relay_serve (const PalierRelayConfig *config, gboolean local);
int palier_relay_migrate (const PalierRelayConfig *config);
int palier_relay_check (const PalierRelayConfig *config);
int palier_relay_tenant (const PalierRelayConfig *config, char **words);
gboolean palier_relay_check_alone (const PalierRelayConfig *config, GError **error);
int palier_relay_revive (const PalierRelayConfig *config);
int palier_relay_backup (const PalierRelayConfig *config, char **words);
int palier_relay_restore (const PalierRelayConfig *config, char **words);
int palier_relay_print_report (const PalierRelayConfig *config, char **words, gboolean weekly);
int palier_relay_rotate_key (const PalierRelayConfig *config);
int palier_relay_rotate_master_key (const PalierRelayConfig *config);
PalierStore *palier_relay_open_with_key (const PalierRelayConfig *config, GError **error);
int palier_relay_report (const GError *error);

G_END_DECLS
