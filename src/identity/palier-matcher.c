/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was in the file before. The latest rows are kept as faces, and found by a table of open
 * addressing from keys to rows. A slot is a row and eight bits of the key: keys are not stored but
 * taken from the faces, which also lets the table grow without two of them at a time. What is found
 * is compared by face, and so a chance hit of bits does not merge anyone. When there are many rows,
 * the earlier ones go to the disk, so that memory stays the same whatever the file. */
#include <string.h>

#include "palier-face.h"
#include "palier-matcher-disk.h"

/* Colleagues share keys; of one key only so many rows are looked at. */
#define MAX_CANDIDATES 32
#define FIRST_SLOTS 1024
#define MAX_KEYS 6

/* Rows in memory; some five megabytes. */
#define ROWS_IN_MEMORY (1 << 16)

struct _PalierMatcher
{
  PalierMatcherDisk *disk;
  guint32 first; /* row of the first face in memory; those before it are on the disk */
  GArray *faces; /* PalierFace of each row from there on */
  guint8 *tags;  /* of each slot; 0: free */
  guint32 *rows;
  gsize n_slots;
  gsize n_used;
};

PalierMatcher *
palier_matcher_new (void)
{
  PalierMatcher *self = g_new0 (PalierMatcher, 1);

  self->disk = palier_matcher_disk_new ();
  self->faces = g_array_new (FALSE, FALSE, sizeof (PalierFace));
  self->n_slots = FIRST_SLOTS;
  self->tags = g_new0 (guint8, self->n_slots);
  self->rows = g_new (guint32, self->n_slots);
  return self;
}

void
palier_matcher_free (PalierMatcher *self)
{
  palier_matcher_disk_free (self->disk);
  g_array_unref (self->faces);
  g_free (self->tags);
  g_free (self->rows);
  g_free (self);
}

/* @row: as the table counts, from the first one in memory */
static const PalierFace *
get_face (PalierMatcher *self, guint32 row)
{
  return &g_array_index (self->faces, PalierFace, row);
}

/* The keys of a face, each told apart by its kind; phones and mobiles are one kind. The name is one
 * where there is nothing else. */
static guint
keys_of (const PalierFace *face, guint64 out[MAX_KEYS])
{
  const guint64 values[] = { face->email, face->mobile, face->phone, face->siret, face->linkedin };
  static const guint64 kinds[] = { 1, 2, 2, 3, 4 };
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i] != 0)
      out[n++] = kinds[i] << 48 | values[i];
  if (n == 0 && palier_face_name_key (face) != 0)
    out[n++] = G_GUINT64_CONSTANT (5) << 48 | palier_face_name_key (face);
  return n;
}

static gboolean
has_key (const PalierFace *face, guint64 key)
{
  guint64 keys[MAX_KEYS];
  guint n = keys_of (face, keys);

  for (guint i = 0; i < n; i++)
    if (keys[i] == key)
      return TRUE;
  return FALSE;
}

/* Where the rows of a key begin, and the bits by which they are told from others there. */
static gsize
slot_of (PalierMatcher *self, guint64 key, guint8 *tag)
{
  guint64 mixed = key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  mixed = (mixed ^ mixed >> 29) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  *tag = (guint8) (mixed | 1);
  return (gsize) ((mixed >> 32) * self->n_slots >> 32);
}

static gsize
next_slot (PalierMatcher *self, gsize slot)
{
  return slot + 1 < self->n_slots ? slot + 1 : 0;
}

/* The next row that has @key, from @slot on, which moves behind it. Returns: FALSE at the end. */
static gboolean
next_row (PalierMatcher *self, guint64 key, guint8 tag, gsize *slot, guint32 *row)
{
  for (; self->tags[*slot] != 0; *slot = next_slot (self, *slot))
  {
    if (self->tags[*slot] != tag || !has_key (get_face (self, self->rows[*slot]), key))
      continue;
    *row = self->rows[*slot];
    *slot = next_slot (self, *slot);
    return TRUE;
  }
  return FALSE;
}

/* Puts a row under a key. More than MAX_CANDIDATES would never be looked at, and would make a long
 * run of slots. */
static void
put (PalierMatcher *self, guint64 key, guint32 row)
{
  guint8 tag;
  gsize slot = slot_of (self, key, &tag);
  guint32 other;

  for (guint n = 0; next_row (self, key, tag, &slot, &other);)
    if (++n >= MAX_CANDIDATES)
      return;
  self->tags[slot] = tag;
  self->rows[slot] = row;
  self->n_used++;
}

static void
put_all (PalierMatcher *self, guint32 row)
{
  guint64 keys[MAX_KEYS];
  guint n = keys_of (get_face (self, row), keys);

  for (guint i = 0; i < n; i++)
    put (self, keys[i], row);
}

static void
grow (PalierMatcher *self)
{
  self->n_slots += self->n_slots / 2;
  self->n_used = 0;
  g_free (self->tags);
  g_free (self->rows);
  self->tags = g_new0 (guint8, self->n_slots);
  self->rows = g_new (guint32, self->n_slots);
  for (guint32 row = 0; row < self->faces->len; row++)
    if (!get_face (self, row)->is_repeated)
      put_all (self, row);
}

static void
clear_table (PalierMatcher *self)
{
  memset (self->tags, 0, self->n_slots);
  self->n_used = 0;
}

/* Moves all rows to the disk. Where that cannot be, they stay. */
static void
spill (PalierMatcher *self)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (PalierMatcherEntry));

  for (guint32 row = 0; row < self->faces->len; row++)
  {
    guint64 keys[MAX_KEYS];
    const PalierFace *face = get_face (self, row);
    guint n = face->is_repeated ? 0 : keys_of (face, keys);
    for (guint i = 0; i < n; i++)
    {
      PalierMatcherEntry entry = { keys[i], self->first + row };
      g_array_append_val (entries, entry);
    }
  }
  if (!palier_matcher_disk_put (self->disk, self->first, self->faces, entries))
    return;
  self->first += self->faces->len;
  g_array_set_size (self->faces, 0);
  clear_table (self);
}

static void
compare_with (const PalierFace *face, const PalierFace *other, guint32 row, PalierMatch *best)
{
  const char *reason;
  PalierIdentity found = palier_face_compare (face, other, &reason);

  if (found > best->identity)
    *best = (PalierMatch) { found, row, reason };
}

/* Returns: how many rows were looked at */
static guint
look_on_disk (PalierMatcher *self, guint64 key, const PalierFace *face, PalierMatch *best)
{
  guint32 rows[MAX_CANDIDATES];
  guint n = palier_matcher_disk_find (self->disk, key, rows, MAX_CANDIDATES);

  for (guint i = 0; i < n && best->identity != PALIER_IDENTITY_SAME; i++)
  {
    PalierFace other;
    if (palier_matcher_disk_get (self->disk, rows[i], &other))
      compare_with (face, &other, rows[i], best);
  }
  return n;
}

/* Compares with the rows that have the key, the earliest first, and keeps the best. */
static void
look_under (PalierMatcher *self, guint64 key, const PalierFace *face, PalierMatch *best)
{
  guint8 tag;
  guint n = look_on_disk (self, key, face, best);
  gsize slot = slot_of (self, key, &tag);
  guint32 row;

  for (; n < MAX_CANDIDATES && best->identity != PALIER_IDENTITY_SAME
         && next_row (self, key, tag, &slot, &row);
       n++)
    compare_with (face, get_face (self, row), self->first + row, best);
}

/* Compares with the earlier rows that have a further address or number of this one as their own. */
static void
look_by_others (PalierMatcher *self, const PalierProspect *prospect, PalierField field,
                PalierMatch *best)
{
  g_auto (GStrv) others = palier_identity_dup_others (prospect, field);

  for (guint i = 0; others != NULL && others[i] != NULL; i++)
  {
    PalierFace face = palier_face_of (prospect);
    guint64 keys[MAX_KEYS];
    palier_face_show (&face, field, others[i]);
    palier_matcher_disk_conceal (self->disk, &face);
    guint n = keys_of (&face, keys);
    for (guint k = 0; k < n; k++)
      look_under (self, keys[k], &face, best);
  }
}

/**
 * palier_matcher_add:
 * @prospect: the next row of the file
 *
 * Tells whether an earlier row is the same, and remembers this one. Rows count from 0, one a call.
 */
PalierMatch
palier_matcher_add (PalierMatcher *self, const PalierProspect *prospect)
{
  PalierFace face = palier_face_of (prospect);
  PalierMatch best = { PALIER_IDENTITY_NEW, 0, NULL };
  guint64 keys[MAX_KEYS];

  palier_matcher_disk_conceal (self->disk, &face);
  guint n = keys_of (&face, keys);
  for (guint i = 0; i < n; i++)
    look_under (self, keys[i], &face, &best);
  look_by_others (self, prospect, PALIER_FIELD_EMAIL, &best);
  look_by_others (self, prospect, PALIER_FIELD_PHONE, &best);
  face.is_repeated = best.identity == PALIER_IDENTITY_SAME;
  if (self->faces->len > 0 && self->faces->len % ROWS_IN_MEMORY == 0)
    spill (self);
  g_array_append_val (self->faces, face);
  if (face.is_repeated)
    return best;
  if ((self->n_used + MAX_KEYS) * 5 > self->n_slots * 4)
    grow (self);
  else
    put_all (self, self->faces->len - 1);
  return best;
}
