/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tells warnings, errors and crashes of this program to a server of faults; off until started. */
typedef struct
{
  const char *dsn;     /* see PalierFaultPlace */
  const char *service; /* a literal */
  const char *folder;  /* where a crash is noted for the next start; it exists */
} PalierReporterOptions;

gboolean palier_reporter_start (const PalierReporterOptions *options, GError **error);
void palier_reporter_stop (void);
guint64 palier_reporter_get_dropped (void);

G_END_DECLS
