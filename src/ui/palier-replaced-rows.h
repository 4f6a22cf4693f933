/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What the user wrote of a prospect on this computer and what another device replaced since; each
 * is taken back or let go here. Not to be seen where there is nothing. It follows what other pages
 * and devices change. */
#define PALIER_TYPE_REPLACED_ROWS (palier_replaced_rows_get_type ())
G_DECLARE_FINAL_TYPE (PalierReplacedRows, palier_replaced_rows, PALIER, REPLACED_ROWS, AdwBin)

void palier_replaced_rows_set_session (PalierReplacedRows *self, PalierSession *session);
void palier_replaced_rows_set_prospect (PalierReplacedRows *self, const PalierId *prospect);

G_END_DECLS
