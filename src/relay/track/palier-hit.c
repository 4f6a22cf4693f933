/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-hit.h"

#include <string.h>

/* In the byte that once held 0 or 1 for a HEAD request alone. */
#define BY_HEAD 1
#define PREFETCH 2
#define NETWORK_SHIFT 4

/**
 * palier_hit_read:
 * @self: (out caller-allocates)
 * @token: (nullable): as it stood in the address
 * @user_agent: (nullable)
 *
 * Returns: FALSE for what cannot be a token
 */
gboolean
palier_hit_read (PalierHit *self, PalierLinkKind wanted, const char *token, const char *user_agent,
                 gboolean by_head, gint64 at_ms)
{
  self->wanted = wanted;
  self->by_head = by_head;
  self->prefetch = FALSE;
  self->network = PALIER_NETWORK_ANY;
  self->at_ms = at_ms;
  g_strlcpy (self->user_agent, user_agent != NULL ? user_agent : "", sizeof self->user_agent);
  return palier_token_parse (token, &self->token);
}

/* Returns: how many bytes it takes; only a process on the same machine reads them */
gsize
palier_hit_pack (const PalierHit *self, guint8 out[PALIER_HIT_PACKED_MAX])
{
  gsize agent = strlen (self->user_agent);
  guint8 *at = out;

  *at++ = (guint8) self->wanted;
  *at++ = (guint8) ((self->by_head ? BY_HEAD : 0) | (self->prefetch ? PREFETCH : 0)
                    | self->network << NETWORK_SHIFT);
  memcpy (at, &self->token, sizeof self->token);
  at += sizeof self->token;
  memcpy (at, &self->at_ms, sizeof self->at_ms);
  at += sizeof self->at_ms;
  memcpy (at, self->user_agent, agent);
  return (gsize) (at - out) + agent;
}

/* Returns: FALSE for what palier_hit_pack() did not make */
gboolean
palier_hit_unpack (PalierHit *self, const guint8 *packed, gsize length)
{
  gsize agent_at = PALIER_HIT_PACKED_MAX - PALIER_HIT_AGENT_MAX;

  if (length < agent_at || length > PALIER_HIT_PACKED_MAX || packed[0] > PALIER_LINK_CLICK
      || packed[1] >> NETWORK_SHIFT >= PALIER_N_NETWORKS)
    return FALSE;
  self->wanted = packed[0];
  self->by_head = (packed[1] & BY_HEAD) != 0;
  self->prefetch = (packed[1] & PREFETCH) != 0;
  self->network = packed[1] >> NETWORK_SHIFT;
  memcpy (&self->token, packed + 2, sizeof self->token);
  memcpy (&self->at_ms, packed + 2 + sizeof self->token, sizeof self->at_ms);
  memcpy (self->user_agent, packed + agent_at, length - agent_at);
  self->user_agent[length - agent_at] = '\0';
  return TRUE;
}
