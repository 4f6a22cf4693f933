/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

gboolean palier_export_store_page (PalierTx *tx, const PalierTenant *tenant, const PalierId *person,
                                   guint64 *after, GPtrArray *records);

G_END_DECLS
