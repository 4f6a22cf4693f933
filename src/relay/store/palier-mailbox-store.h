/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* How far a mailbox was looked through: what has come since has a number from @next_uid on, as long
 * as the server's @uid_validity stays. */
typedef struct
{
  guint32 uid_validity; /* 0: never looked at */
  guint32 next_uid;
} PalierMailboxPlace;

typedef struct
{
  gint64 tenant;
  PalierId sender;
} PalierMailboxTask;

void palier_mailbox_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender);
void palier_mailbox_store_hasten (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender);
void palier_mailbox_store_forget (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender);
gboolean palier_mailbox_store_claim (PalierTx *tx, gint64 next_ms, PalierMailboxTask *task);

PalierMailboxPlace
palier_mailbox_store_get_place (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender);
void
palier_mailbox_store_set_place (PalierTx *tx, const PalierTenant *tenant, const PalierId *sender,
                                const PalierMailboxPlace *place, const char *fault);
gboolean palier_answer_store_add (PalierTx *tx, const PalierTenant *tenant, const PalierId *job,
                                  const guint8 digest[32]);

G_END_DECLS
