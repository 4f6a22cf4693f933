/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-mailbox-store.h"

G_BEGIN_DECLS

/* Both have blocking calls; @cancellable ends them within a second. */
gboolean palier_answer_poll (PalierStore *store, const PalierMailboxTask *task,
                             gboolean plain_loopback, GCancellable *cancellable, GError **error);

G_END_DECLS
