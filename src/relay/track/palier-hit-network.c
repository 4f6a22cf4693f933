/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-hit-network.h"

#include <arpa/inet.h>
#include <string.h>

/* What the services name as theirs (most in their SPF records), first address and bits. */
static const struct
{
  const char *first;
  int bits;
} scanners[] = {
  /* Microsoft Safe Links and Exchange Online Protection */
  { "40.94.0.0", 16 },
  { "40.107.0.0", 16 },
  { "52.100.0.0", 14 },
  { "104.47.0.0", 17 },
  /* Proofpoint */
  { "67.231.144.0", 20 },
  { "148.163.128.0", 18 },
  { "185.132.180.0", 22 },
  { "185.183.28.0", 22 },
  { "205.220.160.0", 19 },
  { "208.84.64.0", 22 },
  /* Mimecast */
  { "91.220.42.0", 24 },
  { "146.101.78.0", 24 },
  { "185.58.84.0", 22 },
  { "195.130.217.0", 24 },
  { "205.139.110.0", 23 },
  { "207.211.30.0", 23 },
  /* Barracuda */
  { "64.235.144.0", 20 },
  { "209.222.80.0", 21 },
};

/* Of IPv4, or of one in the clothes of IPv6. */
static gboolean
read_address (const char *text, guint32 *out)
{
  struct in_addr address;

  if (g_ascii_strncasecmp (text, "::ffff:", strlen ("::ffff:")) == 0)
    text += strlen ("::ffff:");
  if (inet_pton (AF_INET, text, &address) != 1)
    return FALSE;
  *out = g_ntohl (address.s_addr);
  return TRUE;
}

/* @address: (nullable): as text */
PalierNetworkClass
palier_network_class (const char *address)
{
  guint32 asked, first;

  if (address == NULL || !read_address (address, &asked))
    return PALIER_NETWORK_ANY;
  for (gsize i = 0; i < G_N_ELEMENTS (scanners); i++)
    if (read_address (scanners[i].first, &first) && (asked ^ first) >> (32 - scanners[i].bits) == 0)
      return PALIER_NETWORK_SCANNER;
  return PALIER_NETWORK_ANY;
}
