/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a hit comes from, as far as it tells who asks. It is kept instead of the address. */
typedef enum
{
  PALIER_NETWORK_ANY,     /* nothing is known of it */
  PALIER_NETWORK_SCANNER, /* of a service that looks through mail: no reader browses from there */
  PALIER_N_NETWORKS
} PalierNetworkClass;

PalierNetworkClass palier_network_class (const char *address);

G_END_DECLS
