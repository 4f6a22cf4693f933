/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-changeset.h"
#include "palier-message.h"
#include "palier-workspace.h"

G_BEGIN_DECLS

/* Which messages; all, newest first, where nothing is said. */
typedef struct
{
  const PalierId *prospect; /* (nullable) */
  int state;                /* PalierMessageState, or -1 for any */
  guint limit;              /* 0: all */
  const PalierId *made_by;  /* (nullable): a changeset */
} PalierMessageFilter;

#define PALIER_MESSAGE_FILTER_ALL ((PalierMessageFilter) { NULL, -1, 0, NULL })

DexFuture *palier_message_store_insert (PalierWorkspace *workspace, const PalierId *changeset,
                                        GPtrArray *messages);
DexFuture *palier_message_store_replace (PalierWorkspace *workspace, const PalierId *ids,
                                         gsize n_ids, GPtrArray *messages);
DexFuture *palier_message_store_update (PalierWorkspace *workspace, PalierMessage *message);
DexFuture *palier_message_store_update_all (PalierWorkspace *workspace, GPtrArray *messages);
DexFuture *palier_message_store_approve (PalierWorkspace *workspace, const PalierId *ids,
                                         gsize n_ids, gint64 at_ms);
DexFuture *
palier_message_store_withdraw (PalierWorkspace *workspace, const PalierId *ids, gsize n_ids);
DexFuture *palier_message_store_get (PalierWorkspace *workspace, const PalierId *id);

DexFuture *palier_message_store_ids (PalierWorkspace *workspace, const PalierMessageFilter *filter);
DexFuture *palier_message_store_rows (PalierWorkspace *workspace, GArray *ns);
DexFuture *palier_message_store_count (PalierWorkspace *workspace);

G_END_DECLS
