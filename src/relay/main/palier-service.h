/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void palier_service_notify (const char *state);
void palier_service_notify_reloading (void);
guint palier_service_get_watchdog_ms (void);

G_END_DECLS
