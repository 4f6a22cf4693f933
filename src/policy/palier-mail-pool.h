/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-planner.h"

G_BEGIN_DECLS

guint palier_mail_pool_find (const char *address);
gsize palier_mail_pools (PalierPool out[PALIER_POOLS_MAX]);

G_END_DECLS
