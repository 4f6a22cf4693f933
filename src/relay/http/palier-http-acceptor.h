/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <sys/socket.h>

G_BEGIN_DECLS

/* Takes connections on a thread of its own and hands them on. The threads of libmicrohttpd could
 * take them themselves, but then the one that is awake takes all and the others stay idle. */
typedef struct _PalierAcceptor PalierAcceptor;

typedef struct
{
  /* Whether one more has room; asked when one is there. Meanwhile it waits in the kernel's queue.
   */
  gboolean (*has_room) (gpointer data);
  /* @socket: (transfer full), not blocking */
  void (*take) (int socket, const struct sockaddr *address, socklen_t length, gpointer data);
  gpointer data;
} PalierAcceptorTarget;

PalierAcceptor *palier_acceptor_new (const char *listen, guint16 port,
                                     const PalierAcceptorTarget *target, GError **error);
guint16 palier_acceptor_get_port (PalierAcceptor *self);
void palier_acceptor_free (PalierAcceptor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierAcceptor, palier_acceptor_free)

G_END_DECLS
