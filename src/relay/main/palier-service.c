/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a service tells its manager (sd_notify(3)): one datagram a word. Without a manager that
 * listens, nothing happens. */
#include "palier-service.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* @state: "READY=1", "STOPPING=1", "WATCHDOG=1" … */
void
palier_service_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize length = path != NULL ? strlen (path) : 0;

  if (length < 2 || length >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, length);
  /* A name of the abstract kind begins with NUL. */
  if (*path == '@')
    address.sun_path[0] = '\0';
  int fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *) &address,
              (socklen_t) (offsetof (struct sockaddr_un, sun_path) + length))
      < 0)
    g_debug ("the service manager was not told: %s", state);
  close (fd);
}

void
palier_service_notify_reloading (void)
{
  g_autofree char *state =
      g_strdup_printf ("RELOADING=1\nMONOTONIC_USEC=%" G_GINT64_FORMAT, g_get_monotonic_time ());
  palier_service_notify (state);
}

/* Returns: how often the manager wants a sign of life, halved; 0: not at all */
guint
palier_service_get_watchdog_ms (void)
{
  const char *interval_us = g_getenv ("WATCHDOG_USEC");
  return interval_us != NULL ? (guint) (g_ascii_strtoull (interval_us, NULL, 10) / 2000) : 0;
}
