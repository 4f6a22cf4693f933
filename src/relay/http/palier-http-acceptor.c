/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-http-acceptor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <unistd.h>

#define PAUSE_US (20 * 1000)

struct _PalierAcceptor
{
  PalierAcceptorTarget target;
  int listener;
  GThread *thread;
  gboolean stopping; /* atomic */
};

/* Returns: the length of the address, 0 when @text is none */
static socklen_t
parse_address (const char *text, guint16 port, struct sockaddr_storage *out)
{
  struct sockaddr_in *four = (struct sockaddr_in *) out;
  struct sockaddr_in6 *six = (struct sockaddr_in6 *) out;

  memset (out, 0, sizeof *out);
  if (inet_pton (AF_INET6, text, &six->sin6_addr) == 1)
  {
    six->sin6_family = AF_INET6;
    six->sin6_port = g_htons (port);
    return sizeof *six;
  }
  four->sin_family = AF_INET;
  four->sin_port = g_htons (port);
  return inet_pton (AF_INET, text, &four->sin_addr) == 1 ? sizeof *four : 0;
}

/* Returns: a socket that listens, -1 with errno */
static int
listen_on (const char *text, guint16 port)
{
  struct sockaddr_storage address;
  socklen_t length = parse_address (text, port, &address);
  int on = 1;

  if (length == 0)
  {
    errno = EINVAL;
    return -1;
  }
  int listener = socket (address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (listener >= 0
      && (setsockopt (listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0
          || bind (listener, (struct sockaddr *) &address, length) != 0
          || listen (listener, SOMAXCONN) != 0))
  {
    int reason = errno;
    close (listener);
    errno = reason;
    return -1;
  }
  return listener;
}

static void
accept_one (PalierAcceptor *self)
{
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  int fd =
      accept4 (self->listener, (struct sockaddr *) &address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);

  if (fd >= 0)
    self->target.take (fd, (struct sockaddr *) &address, length, self->target.data);
  else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
    g_usleep (PAUSE_US); /* until some connection ends */
}

static gpointer
acceptor_main (gpointer data)
{
  PalierAcceptor *self = data;

  for (;;)
  {
    GPollFD listener = { .fd = self->listener, .events = G_IO_IN };
    g_poll (&listener, 1, -1);
    if (g_atomic_int_get (&self->stopping))
      return NULL;
    if (self->target.has_room (self->target.data))
      accept_one (self);
    else
      g_usleep (PAUSE_US);
  }
}

/**
 * palier_acceptor_new:
 * @listen: an IPv4 or IPv6 address
 * @port: 0 for any that is free
 * @target: copied; its functions are called on the acceptor's thread
 *
 * Returns: (nullable): NULL with G_IO_ERROR_FAILED when the address cannot be listened on
 */
PalierAcceptor *
palier_acceptor_new (const char *listen, guint16 port, const PalierAcceptorTarget *target,
                     GError **error)
{
  int listener = listen_on (listen, port);

  if (listener < 0)
  {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s port %u cannot be listened on: %s",
                 listen, port, g_strerror (errno));
    return NULL;
  }
  PalierAcceptor *self = g_new0 (PalierAcceptor, 1);
  self->target = *target;
  self->listener = listener;
  self->thread = g_thread_new ("accept", acceptor_main, self);
  return self;
}

guint16
palier_acceptor_get_port (PalierAcceptor *self)
{
  struct sockaddr_storage address = { 0 };
  socklen_t length = sizeof address;

  getsockname (self->listener, (struct sockaddr *) &address, &length);
  return g_ntohs (address.ss_family == AF_INET6 ? ((struct sockaddr_in6 *) &address)->sin6_port
                                                : ((struct sockaddr_in *) &address)->sin_port);
}

/* Takes no more: returns once none is being handed on. */
void
palier_acceptor_free (PalierAcceptor *self)
{
  g_atomic_int_set (&self->stopping, TRUE);
  shutdown (self->listener, SHUT_RD); /* wakes the poll */
  g_thread_join (self->thread);
  close (self->listener);
  g_free (self);
}
