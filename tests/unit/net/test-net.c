/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which addresses are of the Internet, and which are of this machine or of the nets around it;
 * which are of one subscriber. */
#include "palier-net.h"

#include <arpa/inet.h>
#include <string.h>

static gboolean
is_public (const char *text)
{
  struct sockaddr_in four = { .sin_family = AF_INET };
  struct sockaddr_in6 six = { .sin6_family = AF_INET6 };

  if (inet_pton (AF_INET, text, &four.sin_addr) == 1)
    return palier_net_is_public ((struct sockaddr *) &four);
  g_assert_cmpint (inet_pton (AF_INET6, text, &six.sin6_addr), ==, 1);
  return palier_net_is_public ((struct sockaddr *) &six);
}

static void
test_public (void)
{
  static const char *const addresses[] = {
    "1.1.1.1",         "8.8.8.8",         "9.255.255.255",
    "11.0.0.0",        "100.63.255.255",  "100.128.0.0",
    "126.255.255.255", "128.0.0.1",       "169.253.255.255",
    "169.255.0.0",     "172.15.255.255",  "172.32.0.0",
    "192.167.255.255", "192.169.0.0",     "198.17.255.255",
    "198.20.0.0",      "223.255.255.255", "2001:4860:4860::8888",
    "2606:4700::1111", "2a01:e0a::1",     "2001:200::1",
    "::ffff:1.1.1.1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    if (!is_public (addresses[i]))
      g_error ("%s is held for private", addresses[i]);
}

static void
test_private (void)
{
  static const char *const addresses[] = {
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.255",
    "169.254.169.254",
    "169.254.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.7",
    "224.0.0.1",
    "239.1.1.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "3fff::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fec0::1",
    "ff02::1",
    "5f00::1",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    if (is_public (addresses[i]))
      g_error ("%s is held for public", addresses[i]);
  struct sockaddr local = { .sa_family = AF_UNIX };
  g_assert_false (palier_net_is_public (&local));
}

static void
test_network (void)
{
  static const struct
  {
    const char *address;
    const char *network;
  } cases[] = {
    { "192.0.2.7", "192.0.2.7" },
    { "::ffff:192.0.2.7", "192.0.2.7" },
    { "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64" },
    { "2001:DB8:1:2:ffff::", "2001:db8:1:2::/64" },
    { "2001:db8:1:3::1", "2001:db8:1:3::/64" },
    { "::1", "::/64" },
    { "fe80::1%eth0", "fe80::1%eth0" },
    { "", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
  {
    g_autofree char *network = palier_net_dup_network (cases[i].address);
    g_assert_cmpstr (network, ==, cases[i].network);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net/public", test_public);
  g_test_add_func ("/net/private", test_private);
  g_test_add_func ("/net/network", test_network);
  return g_test_run ();
}
