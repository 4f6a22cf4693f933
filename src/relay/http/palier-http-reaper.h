/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <microhttpd.h>

G_BEGIN_DECLS

/* Ends sockets that take too long to send a whole request: libmicrohttpd's time-out looks at
 * silence only, and a byte now and then would hold a connection for ever. */
typedef struct _PalierReaper PalierReaper;

PalierReaper *palier_reaper_new (void);
void palier_reaper_free (PalierReaper *self);
gpointer palier_reaper_add (PalierReaper *self, struct MHD_Connection *connection);
void palier_reaper_remove (PalierReaper *self, gpointer socket);
void palier_reaper_mark (struct MHD_Connection *connection, gboolean whole);
void palier_reaper_reap (PalierReaper *self);

G_END_DECLS
