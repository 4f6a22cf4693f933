/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-record.h"

G_BEGIN_DECLS

/* A computer whose clock is ahead stamps what it writes for the future, where it would win over
 * everything until then; the relay refuses it. Such marks are given again: by the relay's clock, in
 * their own order, above all that ever came from others: what a value of ours has overwritten must
 * not come back over it. None of them has left the device.
 *
 * First every record that waits is noted, then each is changed. */
typedef struct _PalierRestamp PalierRestamp;

PalierRestamp *palier_restamp_new (guint64 device, gint64 relay_now_ms, PalierStamp received);
void palier_restamp_free (PalierRestamp *self);
void palier_restamp_note (PalierRestamp *self, PalierRecord *record);
gboolean palier_restamp_apply (PalierRestamp *self, PalierRecord *record);

const GArray *palier_restamp_get_stamps (PalierRestamp *self);
PalierStamp palier_restamp_get_first (PalierRestamp *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRestamp, palier_restamp_free)

G_END_DECLS
