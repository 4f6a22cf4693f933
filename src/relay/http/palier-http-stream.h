/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <microhttpd.h>

G_BEGIN_DECLS

/* The open event streams (Server-Sent Events), by tenant. */
typedef struct _PalierStreams PalierStreams;

PalierStreams *palier_streams_new (void);
void palier_streams_free (PalierStreams *self);
struct MHD_Response *
palier_streams_open (PalierStreams *self, gint64 tenant, struct MHD_Connection *connection);
void palier_streams_notify (PalierStreams *self, gint64 tenant);
void palier_streams_tick (PalierStreams *self);
void palier_streams_close (PalierStreams *self);

G_END_DECLS
