/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-hook-batch.h"
#include "palier-webhook-call.h"

G_BEGIN_DECLS

/* How a batch ended. */
typedef struct
{
  PalierHookBatch *batch;
  PalierWebhookOutcome outcome; /* of its last call */
  guint first_pause_ms;
  gint64 patience_ms;
  gboolean disabled; /* (out): its webhook gets nothing more */
  GPtrArray *owners; /* (out) (nullable) (element-type PalierRelayAccount): who is to be told */
} PalierHookEnd;

void palier_hook_give_up (PalierDelivery *delivery);
gboolean palier_hook_settle (PalierTx *tx, gpointer end, GError **error);

G_END_DECLS
