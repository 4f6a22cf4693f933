/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-net.h"

#include <curl/curl.h>
#include <gio/gio.h>
#include <string.h>

G_DEFINE_QUARK (palier-net-error-quark, palier_net_error)

/* Safe to call from any thread, any number of times. */
void
palier_net_init (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
  {
    curl_global_init (CURL_GLOBAL_DEFAULT);
    g_once_init_leave (&ready, 1);
  }
}

/* Whether @host names this machine for certain: an address of the loopback net, or "localhost",
 * which is never asked of a name server (RFC 6761 § 6.3). */
gboolean
palier_net_is_loopback (const char *host)
{
  g_autofree char *bare = NULL;

  if (host[0] == '[' && g_str_has_suffix (host, "]"))
    host = bare = g_strndup (host + 1, strlen (host) - 2);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}
