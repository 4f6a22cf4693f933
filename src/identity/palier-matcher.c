/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who was in the file before. Rows are kept as faces, and found by a table of open addressing from
 * hashed keys to rows: two words a key, so that a million rows fit beside everything else. What the
 * table finds is compared by face, and so a chance hit of hashes does not merge anyone. */
#include "palier-face.h"

/* Colleagues share keys; of one key only so many rows are looked at. */
#define MAX_CANDIDATES 32
#define FIRST_SLOTS 1024

typedef struct
{
  guint32 key; /* 0: free */
  guint32 row;
} Slot;

struct _PalierMatcher
{
  GArray *faces; /* PalierFace of each row that was not the same as an earlier one */
  GArray *rows;  /* guint32: which row of the file that is */
  guint32 n_rows;
  Slot *slots;
  gsize n_slots; /* a power of two */
  gsize n_used;
};

PalierMatcher *
palier_matcher_new (void)
{
  PalierMatcher *self = g_new0 (PalierMatcher, 1);

  self->faces = g_array_new (FALSE, FALSE, sizeof (PalierFace));
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (Slot, self->n_slots);
  return self;
}

void
palier_matcher_free (PalierMatcher *self)
{
  g_array_unref (self->faces);
  g_array_unref (self->rows);
  g_free (self->slots);
  g_free (self);
}

static gsize
slot_of (guint32 key, gsize n_slots)
{
  return (key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) >> 20) & (n_slots - 1);
}

static void
put_slot (Slot *slots, gsize n_slots, Slot slot)
{
  gsize i = slot_of (slot.key, n_slots);

  while (slots[i].key != 0)
    i = (i + 1) & (n_slots - 1);
  slots[i] = slot;
}

static void
grow (PalierMatcher *self)
{
  gsize n_slots = self->n_slots * 2;
  Slot *slots = g_new0 (Slot, n_slots);

  for (gsize i = 0; i < self->n_slots; i++)
    if (self->slots[i].key != 0)
      put_slot (slots, n_slots, self->slots[i]);
  g_free (self->slots);
  self->slots = slots;
  self->n_slots = n_slots;
}

/* The keys of a face, each told apart by its kind; phones and mobiles are one kind. */
static guint
keys_of (const PalierFace *face, guint32 out[6])
{
  const guint32 keys[6] = { face->email, face->mobile,   face->phone,
                            face->siret, face->linkedin, palier_face_name_key (face) };
  static const guint32 salts[6] = { 0x1b873593, 0x85ebca6b, 0x85ebca6b,
                                    0xc2b2ae35, 0x27d4eb2f, 0x165667b1 };
  guint n = 0;

  for (guint i = 0; i < 6; i++)
    if (keys[i] != 0)
      out[n++] = (keys[i] ^ salts[i]) | 1;
  return n;
}

/* Compares with the rows that have the key, and keeps the best. */
static void
look_under (PalierMatcher *self, guint32 key, const PalierFace *face, PalierMatch *best)
{
  guint seen = 0;

  for (gsize i = slot_of (key, self->n_slots);
       self->slots[i].key != 0 && seen < MAX_CANDIDATES && best->identity != PALIER_IDENTITY_SAME;
       i = (i + 1) & (self->n_slots - 1))
  {
    if (self->slots[i].key != key)
      continue;
    seen++;
    const char *reason;
    guint32 index = self->slots[i].row;
    PalierIdentity found =
        palier_face_compare (face, &g_array_index (self->faces, PalierFace, index), &reason);
    if (found > best->identity)
      *best = (PalierMatch) { found, g_array_index (self->rows, guint32, index), reason };
  }
}

/* How many rows stand under a key already. */
static guint
count_under (PalierMatcher *self, guint32 key)
{
  guint n = 0;

  for (gsize i = slot_of (key, self->n_slots); self->slots[i].key != 0 && n < MAX_CANDIDATES;
       i = (i + 1) & (self->n_slots - 1))
    n += self->slots[i].key == key;
  return n;
}

static void
remember (PalierMatcher *self, const PalierFace *face, const guint32 *keys, guint n)
{
  guint32 index = self->faces->len;

  g_array_append_val (self->faces, *face);
  g_array_append_val (self->rows, self->n_rows);
  for (guint i = 0; i < n; i++)
  {
    /* More would never be looked at, and would make a long run of slots. */
    if (count_under (self, keys[i]) >= MAX_CANDIDATES)
      continue;
    if ((self->n_used + 1) * 4 > self->n_slots * 3)
      grow (self);
    put_slot (self->slots, self->n_slots, (Slot) { keys[i], index });
    self->n_used++;
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
  guint32 keys[6];
  guint n = keys_of (&face, keys);

  for (guint i = 0; i < n; i++)
    look_under (self, keys[i], &face, &best);
  if (best.identity != PALIER_IDENTITY_SAME)
    remember (self, &face, keys, n);
  self->n_rows++;
  return best;
}
