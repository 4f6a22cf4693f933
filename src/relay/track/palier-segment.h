/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-id.h"
#include "palier-seal.h"

G_BEGIN_DECLS

/* A file of a journal: a head, then groups of records, each sealed for its place, behind a head of
 * its own that a digest under the journal's key covers, then zeros: a flush of bytes that are there
 * already is much cheaper than one that makes the file longer. Only the last group can be torn; one
 * that was damaged costs its own records alone, since the next good head is found behind it. Head
 * and groups begin with a sector, so that they go to the disk without a copy that the kernel keeps
 * and searches for what is new in it. */
#define PALIER_SEGMENT_BYTES                                                                       \
  (4 * 1024 * 1024) /* zeros in a new one; a last group may lie beyond                             \
                     */

typedef struct
{
  char *path;
  PalierId journal;
  guint number;
  guint64 first;  /* the number of its first record */
  guint64 next;   /* … and of the one after its last */
  goffset length; /* up to where it can be read; then the place of the next group */
  guint step;     /* bytes: what each place is a multiple of */
  int fd;
  int out;                /* what is written goes through it */
  gboolean blank;         /* it has no name and no place among the others yet */
  PalierSealKey head_key; /* of the digests over the groups' heads */
} PalierSegment;

PalierSegment *
palier_segment_prepare (const char *directory, const PalierSealKey *key, GError **error);
gboolean palier_segment_begin (PalierSegment *self, const PalierId *journal, guint number,
                               guint64 first, GError **error);
PalierSegment *palier_segment_open (const char *path, const PalierSealKey *key, GError **error);
void palier_segment_free (PalierSegment *self);

gboolean palier_segment_append (PalierSegment *self, const PalierSealKey *key, PalierRandom *random,
                                const GByteArray *plain, guint count, GError **error);
GBytes *palier_segment_read (const PalierSegment *self, const PalierSealKey *key, goffset *at,
                             guint64 *next, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierSegment, palier_segment_free)

G_END_DECLS
