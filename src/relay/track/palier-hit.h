/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-hit-network.h"
#include "palier-reader-store.h"

G_BEGIN_DECLS

#define PALIER_HIT_AGENT_MAX 200
#define PALIER_HIT_PACKED_MAX (2 + sizeof (PalierToken) + sizeof (gint64) + PALIER_HIT_AGENT_MAX)

/* A reader's browser, or a machine on his way, asks for something that was in a message. */
typedef struct
{
  PalierToken token;
  PalierLinkKind wanted;
  gboolean by_head;  /* a HEAD request */
  gboolean prefetch; /* its headers say that nobody has asked for it yet */
  PalierNetworkClass network;
  gint64 at_ms;
  char user_agent[PALIER_HIT_AGENT_MAX + 1]; /* hostile text */
} PalierHit;

gboolean palier_hit_read (PalierHit *self, PalierLinkKind wanted, const char *token,
                          const char *user_agent, gboolean by_head, gint64 at_ms);
gsize palier_hit_pack (const PalierHit *self, guint8 out[PALIER_HIT_PACKED_MAX]);
gboolean palier_hit_unpack (PalierHit *self, const guint8 *packed, gsize length);

G_END_DECLS
