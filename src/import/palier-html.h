/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-table.h"

G_BEGIN_DECLS

PalierTable *
palier_html_new (int fd, const char *encoding, GCancellable *cancellable, GError **error);

G_END_DECLS
