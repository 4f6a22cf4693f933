/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-net.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <gio/gio.h>
#include <netinet/in.h>
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

/* Whether @host names this machine for certain: an address of the loopback net, or "localhost" and
 * what is under it, which is never asked of a name server (RFC 6761 § 6.3). */
gboolean
palier_net_is_loopback (const char *host)
{
  g_autofree char *bare = NULL;

  if (host[0] == '[' && g_str_has_suffix (host, "]"))
    host = bare = g_strndup (host + 1, strlen (host) - 2);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  g_autofree char *name = g_ascii_strdown (host, -1);
  return strcmp (name, "localhost") == 0 || g_str_has_suffix (name, ".localhost");
}

/**
 * palier_net_dup_network:
 * @address: as text; any other text is its own network
 *
 * What one subscriber has: an IPv4 address, or of IPv6 the net of 64 bits, since the rest is his to
 * choose as often as he likes (RFC 4291 § 2.5.4).
 *
 * Returns: (transfer full): to tell subscribers apart by
 */
char *
palier_net_dup_network (const char *address)
{
  struct in6_addr six;
  char text[INET6_ADDRSTRLEN];

  if (inet_pton (AF_INET6, address, &six) != 1)
    return g_strdup (address);
  if (IN6_IS_ADDR_V4MAPPED (&six))
    return g_strdup (inet_ntop (AF_INET, &six.s6_addr[12], text, sizeof text));
  memset (&six.s6_addr[8], 0, 8);
  return g_strconcat (inet_ntop (AF_INET6, &six, text, sizeof text), "/64", NULL);
}

/* What no name on the Internet may lead to: this machine, the nets around it, and nets that lead to
 * other addresses by a gateway (RFC 6890 and the registries of IANA). */
static const char *const not_public_4[] = {
  "0.0.0.0/8",      "10.0.0.0/8",     "100.64.0.0/10",   "127.0.0.0/8",     "169.254.0.0/16",
  "172.16.0.0/12",  "192.0.0.0/24",   "192.0.2.0/24",    "192.31.196.0/24", "192.52.193.0/24",
  "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15",   "198.51.100.0/24",
  "203.0.113.0/24", "224.0.0.0/4",    "240.0.0.0/4",
};

/* Of IPv6 only the nets given out for the Internet are public (2000::/3), but for these. */
static const char public_6[] = "2000::/3";
static const char *const not_public_6[] = {
  "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
};

static gboolean
is_in (GInetAddress *address, const char *const *nets, gsize n_nets)
{
  for (gsize i = 0; i < n_nets; i++)
  {
    g_autoptr (GInetAddressMask) net = g_inet_address_mask_new_from_string (nets[i], NULL);
    if (g_inet_address_mask_matches (net, address))
      return TRUE;
  }
  return FALSE;
}

/* Whether @address is one of the Internet, at which nothing of ours and of our neighbours lives. */
gboolean
palier_net_is_public (const struct sockaddr *address)
{
  gsize size =
      address->sa_family == AF_INET6 ? sizeof (struct sockaddr_in6) : sizeof (struct sockaddr_in);
  g_autoptr (GSocketAddress) native =
      address->sa_family == AF_INET || address->sa_family == AF_INET6
          ? g_socket_address_new_from_native ((gpointer) address, size)
          : NULL;

  if (native == NULL)
    return FALSE;
  /* What maps an IPv4 address into IPv6 comes out of here as that IPv4 address. */
  GInetAddress *inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (native));
  if (g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV4)
    return !is_in (inet, not_public_4, G_N_ELEMENTS (not_public_4));
  return is_in (inet, (const char *const[]) { public_6 }, 1)
         && !is_in (inet, not_public_6, G_N_ELEMENTS (not_public_6));
}

/* … or of this machine. */
gboolean
palier_net_is_public_or_loopback (const struct sockaddr *address)
{
  const struct sockaddr_in *four = (const struct sockaddr_in *) address;
  const struct sockaddr_in6 *six = (const struct sockaddr_in6 *) address;

  return palier_net_is_public (address)
         || (address->sa_family == AF_INET && g_ntohl (four->sin_addr.s_addr) >> 24 == 127)
         || (address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK (&six->sin6_addr));
}
