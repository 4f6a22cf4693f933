/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-relay-process.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_HOST_DEED_NAME,
  PALIER_HOST_DEED_SLUG,
  PALIER_HOST_DEED_DOMAIN,
  PALIER_HOST_DEED_CHECK,
} PalierHostDeed;

gboolean palier_relay_run_host (PalierStore *store, const PalierRelayConfig *config,
                                PalierHostDeed what, char **words, GError **error);

G_END_DECLS
