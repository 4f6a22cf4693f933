/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-notice.h"
#include "palier-random.h"

G_BEGIN_DECLS

GBytes *palier_system_letter_compose (const PalierNotice *notice, const char *from,
                                      PalierRandom *random, GError **error);
gboolean palier_system_letter_has_code (PalierNoticeKind kind);

G_END_DECLS
