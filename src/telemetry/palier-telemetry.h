/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void palier_telemetry_start (const char *service);
void palier_telemetry_stop (void);

G_END_DECLS
