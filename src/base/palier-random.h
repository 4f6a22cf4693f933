/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where randomness comes from: the kernel, or a seed that replays a test to the byte. */
typedef struct _PalierRandom PalierRandom;

PalierRandom *palier_random_new_system (void);
PalierRandom *palier_random_new_seeded (guint64 seed);
PalierRandom *palier_random_ref (PalierRandom *self);
void palier_random_unref (PalierRandom *self);

void palier_random_bytes (PalierRandom *self, guint8 *out, gsize length);
guint64 palier_random_uint64 (PalierRandom *self);
guint64 palier_random_below (PalierRandom *self, guint64 limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierRandom, palier_random_unref)

G_END_DECLS
