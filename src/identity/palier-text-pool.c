/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts stand one behind the other in blocks that never move; a table of open addressing finds
 * them. Blocks, not one buffer, so that growing copies no letters. */
#include "palier-text-pool.h"

#include <string.h>

#define BLOCK_BITS 20
#define BLOCK_SIZE (1u << BLOCK_BITS)
#define MAX_TEXT 250
#define FIRST_SLOTS 4096

typedef struct
{
  guint32 place; /* block and offset; texts begin at even bytes, so that 8 GiB fit */
  guint32 count;
  guint8 length;
  guint8 column;
  guint8 marks;
} Text;

struct _PalierTextPool
{
  GPtrArray *blocks;
  guint32 used;  /* of the last block */
  GArray *texts; /* (element-type Text); the first is none */
  guint32 *slots;
  gsize n_slots; /* a power of two */
};

PalierTextPool *
palier_text_pool_new (void)
{
  PalierTextPool *self = g_new0 (PalierTextPool, 1);
  Text none = { 0 };

  self->blocks = g_ptr_array_new_with_free_func (g_free);
  self->used = BLOCK_SIZE;
  self->texts = g_array_new (FALSE, FALSE, sizeof (Text));
  g_array_append_val (self->texts, none);
  self->n_slots = FIRST_SLOTS;
  self->slots = g_new0 (guint32, self->n_slots);
  return self;
}

void
palier_text_pool_free (PalierTextPool *self)
{
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->texts);
  g_free (self->slots);
  g_free (self);
}

static inline const Text *
get_text (const PalierTextPool *self, PalierText text)
{
  return &g_array_index (self->texts, Text, text);
}

static inline const char *
letters_of (const PalierTextPool *self, const Text *text)
{
  const char *block = g_ptr_array_index (self->blocks, text->place >> (BLOCK_BITS - 1));
  return block + ((gsize) (text->place & (BLOCK_SIZE / 2 - 1)) << 1);
}

static guint64
hash_of (guint column, const char *text, gsize length)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037) ^ column;

  for (gsize i = 0; i < length; i++)
    hash = (hash ^ (guint8) text[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash ^ hash >> 29;
}

/* The slot that holds the text, or the free one where it would stand. */
static gsize
slot_of (PalierTextPool *self, guint column, const char *letters, gsize length)
{
  gsize slot = hash_of (column, letters, length) & (self->n_slots - 1);

  for (; self->slots[slot] != 0; slot = (slot + 1) & (self->n_slots - 1))
  {
    const Text *text = get_text (self, self->slots[slot]);
    if (text->column == column && text->length == length
        && memcmp (letters_of (self, text), letters, length) == 0)
      break;
  }
  return slot;
}

static void
grow (PalierTextPool *self)
{
  self->n_slots *= 2;
  g_free (self->slots);
  self->slots = g_new0 (guint32, self->n_slots);
  for (guint32 i = 1; i < self->texts->len; i++)
  {
    const Text *text = get_text (self, i);
    self->slots[slot_of (self, text->column, letters_of (self, text), text->length)] = i;
  }
}

/* Copies the letters to the end of the last block. Returns: their place. */
static guint32
store (PalierTextPool *self, const char *letters, gsize length)
{
  guint32 needed = (guint32) (length + 1) & ~1u;

  if (self->used + needed > BLOCK_SIZE)
  {
    g_ptr_array_add (self->blocks, g_malloc (BLOCK_SIZE));
    self->used = 0;
  }
  memcpy ((char *) g_ptr_array_index (self->blocks, self->blocks->len - 1) + self->used, letters,
          length);
  guint32 place = ((self->blocks->len - 1) << (BLOCK_BITS - 1)) + self->used / 2;
  self->used += needed;
  return place;
}

/**
 * palier_text_pool_add:
 * @column: texts of different columns are different
 * @text: its first 250 bytes are kept
 *
 * Returns: its number; counted once more. 0 for an empty text
 */
PalierText
palier_text_pool_add (PalierTextPool *self, guint column, const char *text, gsize length)
{
  length = MIN (length, MAX_TEXT);
  if (length == 0)
    return 0;
  gsize slot = slot_of (self, column, text, length);
  if (self->slots[slot] == 0)
  {
    Text added = { store (self, text, length), 0, (guint8) length, (guint8) column, 0 };
    g_array_append_val (self->texts, added);
    self->slots[slot] = self->texts->len - 1;
  }
  PalierText found = self->slots[slot];
  g_array_index (self->texts, Text, found).count++;
  if (self->texts->len * 3 > self->n_slots * 2)
    grow (self);
  return found;
}

guint32
palier_text_pool_get_n (const PalierTextPool *self)
{
  return self->texts->len;
}

PalierSpan
palier_text_pool_get (const PalierTextPool *self, PalierText text)
{
  const Text *found = get_text (self, text);

  if (text == 0)
    return (PalierSpan) { "", 0 };
  return (PalierSpan) { letters_of (self, found), found->length };
}

guint
palier_text_pool_get_column (const PalierTextPool *self, PalierText text)
{
  return get_text (self, text)->column;
}

guint32
palier_text_pool_get_count (const PalierTextPool *self, PalierText text)
{
  return get_text (self, text)->count;
}

guint
palier_text_pool_get_marks (const PalierTextPool *self, PalierText text)
{
  return get_text (self, text)->marks;
}

void
palier_text_pool_mark (PalierTextPool *self, PalierText text, guint marks)
{
  g_array_index (self->texts, Text, text).marks |= (guint8) marks;
}
