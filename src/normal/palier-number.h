/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reading.h"

G_BEGIN_DECLS

gboolean palier_number_read (const char *text, double *out, PalierReading *verdict);
gboolean palier_money_read_cents (const char *text, gint64 *out_cents, PalierReading *verdict);
gboolean palier_yes_no_read (const char *text, gboolean *out, PalierReading *verdict);

G_END_DECLS
