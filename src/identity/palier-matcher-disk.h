/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-face.h"

G_BEGIN_DECLS

/* Rows of a file that need not stay in memory: in a file without a name. Of each some ten bits for
 * each of its keys stay. What stands on the disk are hashes under a key that only this object has
 * (palier_matcher_disk_conceal): nothing about anyone can be read from it. */
typedef struct _PalierMatcherDisk PalierMatcherDisk;

/* A key of a row, as it is put on the disk. */
typedef struct
{
  guint64 key;
  guint32 row;
} PalierMatcherEntry;

PalierMatcherDisk *palier_matcher_disk_new (void);
void palier_matcher_disk_free (PalierMatcherDisk *self);
void palier_matcher_disk_conceal (PalierMatcherDisk *self, PalierFace *face);
gboolean palier_matcher_disk_put (PalierMatcherDisk *self, guint32 first_row, GArray *faces,
                                  GArray *entries);
guint palier_matcher_disk_find (PalierMatcherDisk *self, guint64 key, guint32 *rows, guint max);
gboolean palier_matcher_disk_get (PalierMatcherDisk *self, guint32 row, PalierFace *face);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierMatcherDisk, palier_matcher_disk_free)

G_END_DECLS
