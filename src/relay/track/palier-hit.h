/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-reader-store.h"

G_BEGIN_DECLS

/* A reader's browser, or a machine on his way, asks for something that was in a message. */
typedef struct
{
  PalierToken token;
  PalierLinkKind wanted;
  gboolean by_head; /* a HEAD request */
  gboolean near;    /* readers are on this very machine: a click within seconds tells nothing */
  char *user_agent; /* (nullable): hostile text */
  char *location;   /* (out) (nullable): where a click goes */
  gboolean known;   /* (out): the token is in a message, and of the wanted kind */
  PalierId job;     /* (out) */
} PalierHit;

PalierHit *
palier_hit_new (PalierLinkKind wanted, const char *token, const char *user_agent, gboolean by_head);
void palier_hit_free (PalierHit *self);
gboolean
palier_hit_look_up (PalierTx *tx, PalierHit *self, PalierTenant **tenant, PalierLink **link);
gboolean palier_hit_record (PalierTx *tx, gpointer hit, GError **error);

/* Who seems to have asked. */
typedef enum
{
  PALIER_HIT_HUMAN,
  PALIER_HIT_PROXY, /* a mailbox that fetches images for its reader: an open, from no known place */
  PALIER_HIT_MACHINE,
} PalierHitBy;

PalierHitBy palier_hit_judge (PalierLinkKind kind, const char *user_agent, gboolean by_head,
                              gint64 since_sent_ms, guint other_clicks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierHit, palier_hit_free)

G_END_DECLS
