/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <libdex.h>

#include "palier-clock.h"
#include "palier-id.h"
#include "palier-kind.h"
#include "palier-random.h"
#include "palier-storage-error.h"

G_BEGIN_DECLS

#define PALIER_WORKSPACE_KEY_SIZE 32

/* A folder with the encrypted base of one user. Stores (palier-…-store.h) are the functions that
 * read and write it; each returns at once with a future that settles when the work is done. Writes
 * run one after another on a thread of their own, reads on another one and see what was written
 * before they were asked for.
 *
 * Signals: "changed" (guint kinds): records were written, by this process or another one; bits
 * PALIER_CHANGED (kind), PALIER_CHANGED_SCORES. Emitted on the main context of the opener, merged
 * where several wait. */
#define PALIER_TYPE_WORKSPACE (palier_workspace_get_type ())
G_DECLARE_FINAL_TYPE (PalierWorkspace, palier_workspace, PALIER, WORKSPACE, GObject)

#define PALIER_CHANGED(kind) (1u << (kind))
#define PALIER_CHANGED_SCORES (1u << 30)
#define PALIER_CHANGED_ALL (~0u)

typedef enum
{
  PALIER_WORKSPACE_READ_WRITE,
  PALIER_WORKSPACE_READ_ONLY,
} PalierWorkspaceMode;

/* What only one process at a time may do. */
typedef enum
{
  PALIER_LOCK_SYNC,
  PALIER_LOCK_RELAY,
} PalierLock;

gboolean palier_workspace_probe (const char *folder, PalierId *id, GError **error);
DexFuture *palier_workspace_create (const char *folder, const PalierId *id, GBytes *key,
                                    PalierClock *clock, PalierRandom *random);
DexFuture *palier_workspace_open (const char *folder, GBytes *key, PalierWorkspaceMode mode,
                                  PalierClock *clock, PalierRandom *random);
DexFuture *palier_workspace_close (PalierWorkspace *self);
gboolean palier_workspace_wait_all_gone (guint patience_ms);

const char *palier_workspace_get_folder (PalierWorkspace *self);
const PalierId *palier_workspace_get_id (PalierWorkspace *self);
const PalierId *palier_workspace_get_device (PalierWorkspace *self);
gboolean palier_workspace_is_read_only (PalierWorkspace *self);
PalierId palier_workspace_new_id (PalierWorkspace *self);

gboolean palier_workspace_try_lock (PalierWorkspace *self, PalierLock lock);
void palier_workspace_unlock (PalierWorkspace *self, PalierLock lock);

DexFuture *palier_workspace_check (PalierWorkspace *self);

G_END_DECLS
