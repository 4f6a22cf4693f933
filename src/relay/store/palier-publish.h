/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record.h"
#include "palier-store.h"

G_BEGIN_DECLS

void palier_publish_record (PalierTx *tx, const PalierTenant *tenant, const PalierRecord *record,
                            gboolean is_new);

G_END_DECLS
