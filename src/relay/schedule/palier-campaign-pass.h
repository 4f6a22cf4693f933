/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"

G_BEGIN_DECLS

/* Plans what a tenant's campaigns do next, and writes it. */
gboolean
palier_campaign_pass (PalierStore *store, gint64 tenant, PalierMeter meter, GError **error);

G_END_DECLS
