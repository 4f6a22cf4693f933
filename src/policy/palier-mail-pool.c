/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail services for everybody, which take only so many messages of one sender in a while; all the
 * domains of one service are one pool. */
#include "palier-mail-pool.h"

#include <string.h>

/* French providers slow down who is new to them sooner than the others. */
#define FRENCH_GAP_MS (60 * 1000)
#define GAP_MS (20 * 1000)

static const struct
{
  gint64 gap_ms;
  const char *domains; /* between blanks */
} pools[] = {
  { FRENCH_GAP_MS, " orange.fr wanadoo.fr voila.fr " },
  { FRENCH_GAP_MS, " free.fr aliceadsl.fr libertysurf.fr " },
  { FRENCH_GAP_MS, " sfr.fr neuf.fr 9online.fr cegetel.net club-internet.fr numericable.fr " },
  { FRENCH_GAP_MS, " laposte.net " },
  { FRENCH_GAP_MS, " bbox.fr " },
  { GAP_MS, " gmail.com googlemail.com " },
  { GAP_MS, " outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr msn.com " },
  { GAP_MS, " yahoo.com yahoo.fr ymail.com aol.com " },
  { GAP_MS, " icloud.com me.com mac.com " },
};

G_STATIC_ASSERT (G_N_ELEMENTS (pools) <= PALIER_POOLS_MAX);

/**
 * palier_mail_pool_find:
 * @address: (nullable): an e-mail address in its normal form
 *
 * Returns: the number of its pool, from 1; 0 for none
 */
guint
palier_mail_pool_find (const char *address)
{
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  if (at == NULL)
    return 0;
  g_autofree char *domain = g_strconcat (" ", at + 1, " ", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (pools); i++)
    if (strstr (pools[i].domains, domain) != NULL)
      return i + 1;
  return 0;
}

/* @out: the pools, to none of which anything went yet. Returns: how many */
gsize
palier_mail_pools (PalierPool out[PALIER_POOLS_MAX])
{
  for (gsize i = 0; i < G_N_ELEMENTS (pools); i++)
    out[i] = (PalierPool) { pools[i].gap_ms, 0 };
  return G_N_ELEMENTS (pools);
}
