/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <zip.h>

#include "palier-table.h"

G_BEGIN_DECLS

PalierTable *palier_ods_new (zip_t *archive, GCancellable *cancellable, GError **error);
PalierTable *palier_ods_new_for_xml (int fd, GCancellable *cancellable, GError **error);

G_END_DECLS
