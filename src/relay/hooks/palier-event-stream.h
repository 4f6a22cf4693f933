/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-hook-batch.h"

G_BEGIN_DECLS

/* A stream of Valkey or Redis, to which the events of all tenants go; used by one thread. */
typedef struct _PalierEventStream PalierEventStream;

PalierEventStream *palier_event_stream_new (const char *place, const char *key);
void palier_event_stream_free (PalierEventStream *self);
gboolean
palier_event_stream_tell (PalierEventStream *self, const GPtrArray *batches, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierEventStream, palier_event_stream_free)

G_END_DECLS
