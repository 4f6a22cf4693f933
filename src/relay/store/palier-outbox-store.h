/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* A business event as subscribers outside are told it. */
typedef struct
{
  guint64 seq; /* gapless for its tenant; 0: of none */
  PalierId id;
  char *name;
  gint64 at_ms;
  char *data; /* a JSON object */
} PalierOutboxEvent;

void palier_outbox_event_free (PalierOutboxEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierOutboxEvent, palier_outbox_event_free)

gboolean palier_outbox_store_has (PalierTx *tx, const PalierTenant *tenant, const PalierId *id);
void palier_outbox_store_add (PalierTx *tx, const PalierTenant *tenant,
                              const PalierOutboxEvent *event, const PalierId *prospect);
GPtrArray *
palier_outbox_store_since (PalierTx *tx, const PalierTenant *tenant, guint64 seq, guint limit);
GPtrArray *palier_outbox_store_latest (PalierTx *tx, const PalierTenant *tenant, const char *name,
                                       guint limit);
PalierOutboxEvent *palier_outbox_store_get (PalierTx *tx, const PalierTenant *tenant, guint64 seq);
guint64 palier_outbox_store_last (PalierTx *tx, const PalierTenant *tenant);
void palier_outbox_store_erase (PalierTx *tx, const PalierTenant *tenant, const PalierId *prospect);

GArray *palier_publication_store_due (PalierTx *tx, guint limit, gint64 *next_ms);
void palier_publication_store_set (PalierTx *tx, const PalierTenant *tenant, gint64 due_ms);

G_END_DECLS
