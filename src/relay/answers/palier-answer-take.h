/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-incoming.h"
#include "palier-mailbox-store.h"

G_BEGIN_DECLS

/* A mail of a sender's mailbox, and the place behind it. */
typedef struct
{
  PalierMailboxTask task;
  PalierMailboxPlace place;
  const PalierIncoming *incoming; /* (nullable): one that could not be read */
  const char *own;                /* the sender's own address: what he writes is no answer */
  guint8 digest[32];
} PalierAnswer;

gboolean palier_answer_take (PalierTx *tx, gpointer answer, GError **error);

G_END_DECLS
