/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-store.h"

G_BEGIN_DECLS

/* Says that this process lives, and settles what processes that have died held. */
typedef struct _PalierWatch PalierWatch;

PalierWatch *palier_watch_new (PalierStore *store, guint silence_ms);
gboolean palier_watch_start (PalierWatch *self, GError **error);
gboolean palier_watch_settle_own (PalierWatch *self, GError **error);
void palier_watch_stop (PalierWatch *self);
void palier_watch_free (PalierWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierWatch, palier_watch_free)

G_END_DECLS
