/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-verdict.h"

G_BEGIN_DECLS

gboolean palier_number_read (const char *text, double *out, PalierVerdict *verdict);
gboolean palier_money_read_cents (const char *text, gint64 *out_cents, PalierVerdict *verdict);
gboolean palier_yes_no_read (const char *text, gboolean *out, PalierVerdict *verdict);

G_END_DECLS
