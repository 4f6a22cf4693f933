/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <zip.h>

#include "palier-table.h"

G_BEGIN_DECLS

PalierTable *palier_xlsx_new (zip_t *archive, GCancellable *cancellable, GError **error);

G_END_DECLS
