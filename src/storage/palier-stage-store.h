/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-event.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* What one event means for the prospect it is about. */
typedef struct
{
  PalierId prospect;
  const char *to;      /* (nullable): static: the stage that the event proves */
  gboolean reopens;    /* also where the prospect was given up */
  gboolean is_sign;    /* of life, by the prospect */
  gint64 at_ms;        /* of the event */
  PalierId cause;      /* the event */
  const char *because; /* static: its name */
} PalierStageMove;

DexFuture *palier_stage_store_next (PalierWorkspace *workspace, guint limit);
DexFuture *palier_stage_store_move (PalierWorkspace *workspace, GArray *moves, gint64 last_n);

G_END_DECLS
