/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <microhttpd.h>

G_BEGIN_DECLS

/* The body of an answer that is written bit by bit, from any thread, while it is sent: Server-Sent
 * Events to one reader. Whoever writes hears that the reader is gone, or reads too slowly, by the
 * cancellable. */
typedef struct _PalierHttpPipe PalierHttpPipe;

PalierHttpPipe *palier_http_pipe_new (GCancellable *gone);
PalierHttpPipe *palier_http_pipe_ref (PalierHttpPipe *self);
void palier_http_pipe_unref (PalierHttpPipe *self);

void palier_http_pipe_write (PalierHttpPipe *self, const char *text);
void palier_http_pipe_close (PalierHttpPipe *self);
struct MHD_Response *
palier_http_pipe_open (PalierHttpPipe *self, struct MHD_Connection *connection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHttpPipe, palier_http_pipe_unref)

G_END_DECLS
