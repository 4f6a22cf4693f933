/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-entitlement.h"

G_BEGIN_DECLS

char *palier_limit_number_words (gint64 number, gboolean french);
char *palier_limit_day_words (gint64 at_ms, gboolean french);
char *palier_limit_words (PalierLimit limit, const PalierLimitUse *use, gboolean french);

G_END_DECLS
