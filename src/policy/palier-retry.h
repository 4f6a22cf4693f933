/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_RETRY_STOP_MS (G_GINT64_CONSTANT (72) * 60 * 60 * 1000)
#define PALIER_RETRY_NEVER G_GINT64_CONSTANT (-1)

#define PALIER_BACK_OFF_MOST_MS (G_GINT64_CONSTANT (6) * 60 * 60 * 1000)

gint64 palier_retry_back_off (guint failures, gint64 first_ms, guint64 chance, gint64 now_ms);
gint64 palier_retry_next_ms (guint attempts, gint64 first_ms, gint64 now_ms);

G_END_DECLS
