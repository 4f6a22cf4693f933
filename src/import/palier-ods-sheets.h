/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-xlsx-part.h"

G_BEGIN_DECLS

gboolean palier_ods_list_sheets (PalierXlsxPart *part, GPtrArray *seen, GPtrArray *hidden,
                                 GArray *order, GError **error);

G_END_DECLS
