/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-hit.h"

#include <string.h>

#define FAST_CLICK_MS 3000
#define FAST_OPEN_MS 2000

static const char *const machine_words[] = {
  "bot",      "crawl",     "spider",   "curl",       "wget",     "python",
  "aiohttp",  "scan",      "preview",  "fetch",      "http",     "slack",
  "facebook", "barracuda", "mimecast", "proofpoint", "headless",
};
static const char *const proxy_words[] = { "googleimageproxy", "ggpht", "yahoomailproxy" };

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
  *at++ = self->by_head != FALSE;
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

  if (length < agent_at || length > PALIER_HIT_PACKED_MAX || packed[0] > PALIER_LINK_CLICK)
    return FALSE;
  self->wanted = packed[0];
  self->by_head = packed[1];
  memcpy (&self->token, packed + 2, sizeof self->token);
  memcpy (&self->at_ms, packed + 2 + sizeof self->token, sizeof self->at_ms);
  memcpy (self->user_agent, packed + agent_at, length - agent_at);
  self->user_agent[length - agent_at] = '\0';
  return TRUE;
}

static gboolean
holds_one_of (const char *text, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if (strstr (text, words[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * palier_hit_judge:
 * @user_agent: (nullable)
 * @since_sent_ms: since the mail server took the message
 * @other_clicks: how many other links of the message were followed within two seconds
 *
 * A guess that is stored with the hit, never used to drop one. A bare "Mozilla/5.0" is Apple's
 * privacy protection, which fetches whatever the reader does; a click within seconds of the
 * delivery, or on all links at once, is a scanner's.
 */
PalierHitBy
palier_hit_judge (PalierLinkKind kind, const char *user_agent, gboolean by_head,
                  gint64 since_sent_ms, guint other_clicks)
{
  g_autofree char *agent = g_ascii_strdown (user_agent != NULL ? user_agent : "", -1);

  if (holds_one_of (agent, proxy_words, G_N_ELEMENTS (proxy_words)))
    return PALIER_HIT_PROXY;
  if (by_head || *agent == '\0' || g_str_equal (agent, "mozilla/5.0")
      || holds_one_of (agent, machine_words, G_N_ELEMENTS (machine_words)))
    return PALIER_HIT_MACHINE;
  if (kind == PALIER_LINK_CLICK && (since_sent_ms < FAST_CLICK_MS || other_clicks > 0))
    return PALIER_HIT_MACHINE;
  if (kind == PALIER_LINK_OPEN && since_sent_ms < FAST_OPEN_MS)
    return PALIER_HIT_MACHINE;
  return PALIER_HIT_HUMAN;
}
