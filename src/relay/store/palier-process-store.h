/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* A process that serves the store: as long as it lives, its beat grows. */
typedef struct
{
  PalierId id;
  gint64 beat;
} PalierProcess;

void palier_process_store_beat (PalierTx *tx);
GArray *palier_process_store_list (PalierTx *tx);
gboolean palier_process_store_is_alive (PalierTx *tx, const PalierId *process);
void palier_process_store_hold (PalierTx *tx, const PalierTenant *tenant);
GArray *palier_process_store_list_held (PalierTx *tx, const PalierId *process);
void palier_process_store_release (PalierTx *tx, const PalierId *process, gint64 tenant);
void palier_process_store_remove (PalierTx *tx, const PalierId *process);

G_END_DECLS
