/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-reaper.h"

#include <sys/socket.h>

#define REQUEST_US (10 * G_USEC_PER_SEC)

typedef struct
{
  int fd;
  gint64 since_us; /* atomic: when the request began that is not whole yet; 0: it is whole */
} Socket;

struct _PalierReaper
{
  GMutex lock;
  GHashTable *sockets; /* of Socket */
};

PalierReaper *
palier_reaper_new (void)
{
  PalierReaper *self = g_new0 (PalierReaper, 1);

  g_mutex_init (&self->lock);
  self->sockets = g_hash_table_new_full (NULL, NULL, g_free, NULL);
  return self;
}

void
palier_reaper_free (PalierReaper *self)
{
  g_hash_table_unref (self->sockets);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* Returns: (transfer none): what the connection's socket context is to hold */
gpointer
palier_reaper_add (PalierReaper *self, struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  Socket *socket = g_new0 (Socket, 1);

  socket->fd = info != NULL ? info->connect_fd : -1;
  socket->since_us = g_get_monotonic_time ();
  g_mutex_lock (&self->lock);
  g_hash_table_add (self->sockets, socket);
  g_mutex_unlock (&self->lock);
  return socket;
}

/* @socket: (transfer full): from palier_reaper_add() */
void
palier_reaper_remove (PalierReaper *self, gpointer socket)
{
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->sockets, socket);
  g_mutex_unlock (&self->lock);
}

/* @whole: whether the connection's request is there; else the next one begins now */
void
palier_reaper_mark (struct MHD_Connection *connection, gboolean whole)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  Socket *socket = info != NULL ? info->socket_context : NULL;

  if (socket != NULL)
    __atomic_store_n (&socket->since_us, whole ? 0 : g_get_monotonic_time (), __ATOMIC_RELAXED);
}

/* To be called about once a second. A socket is only shut: libmicrohttpd sees its end and closes
 * it. */
void
palier_reaper_reap (PalierReaper *self)
{
  gint64 before_us = g_get_monotonic_time () - REQUEST_US;
  GHashTableIter iter;
  gpointer item;

  g_mutex_lock (&self->lock);
  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, &item, NULL))
  {
    Socket *socket = item;
    gint64 since_us = __atomic_load_n (&socket->since_us, __ATOMIC_RELAXED);
    if (since_us != 0 && since_us < before_us && socket->fd >= 0)
      shutdown (socket->fd, SHUT_RDWR);
  }
  g_mutex_unlock (&self->lock);
}
