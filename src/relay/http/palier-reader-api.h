/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reader-store.h"

G_BEGIN_DECLS

/* What readers may do from more than one page. */

void palier_reader_leave (PalierTx *tx, const PalierTenant *tenant, PalierLink *link,
                          const char *method);

G_END_DECLS
