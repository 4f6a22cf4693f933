/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* On the thread that logs; @trace is NULL where there is none. */
typedef void (*PalierLogListener) (GLogLevelFlags level, const char *domain, const char *message,
                                   const char *trace);

void palier_log_init (const char *service);
void palier_log_set_listener (PalierLogListener listener);

G_END_DECLS
