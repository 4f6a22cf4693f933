/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small file system within a file ([MS-CFB]): sectors in chains, a table of which follows which,
 * a directory. Every chain is followed at most as long as there are sectors. */
#include "palier-ole.h"

#include <string.h>

#define HEADER 512
#define ENTRY 128
#define MAX_ENTRIES 4096
#define LAST_SECTOR 0xfffffffau

typedef struct
{
  char *name;
  guint32 start;
  guint64 size;
} Entry;

struct _PalierOle
{
  const guint8 *bytes;
  gsize length;
  gsize sector;      /* size */
  gsize mini_sector; /* size */
  guint64 cutoff;    /* streams smaller than this stand in mini sectors */
  GArray *fat;       /* guint32 */
  GArray *mini_fat;  /* guint32 */
  GArray *entries;   /* Entry; the first is the root, which holds the mini sectors */
  GByteArray *mini;
};

static guint16
get16 (const guint8 *p)
{
  return (guint16) (p[0] | p[1] << 8);
}

static guint32
get32 (const guint8 *p)
{
  return (guint32) p[0] | (guint32) p[1] << 8 | (guint32) p[2] << 16 | (guint32) p[3] << 24;
}

static void
clear_entry (gpointer data)
{
  g_free (((Entry *) data)->name);
}

/* (nullable): the bytes of a sector; the last one of a file may be cut short */
static const guint8 *
sector_at (PalierOle *self, guint32 number, gsize *length)
{
  guint64 offset = ((guint64) number + 1) * self->sector;

  if (number > LAST_SECTOR || offset >= self->length)
    return NULL;
  *length = MIN (self->sector, self->length - (gsize) offset);
  return self->bytes + offset;
}

/* The bytes of a chain, @size at most. */
static GByteArray *
read_chain (PalierOle *self, guint32 start, guint64 size)
{
  GByteArray *out = g_byte_array_new ();
  guint32 number = start;
  gsize length;

  for (guint n = 0; n < self->fat->len && out->len < size; n++)
  {
    const guint8 *bytes = sector_at (self, number, &length);
    if (bytes == NULL)
      break;
    g_byte_array_append (out, bytes, (guint) MIN (length, size - out->len));
    if (number >= self->fat->len)
      break;
    number = g_array_index (self->fat, guint32, number);
  }
  return out;
}

static void
add_fat_sector (PalierOle *self, guint32 number)
{
  gsize length;
  const guint8 *bytes = sector_at (self, number, &length);

  for (gsize i = 0; bytes != NULL && i + 4 <= length; i += 4)
  {
    guint32 next = get32 (bytes + i);
    if (self->fat->len > self->length / self->sector)
      return;
    g_array_append_val (self->fat, next);
  }
}

/* The table of sectors: its first 109 are named in the header, further ones in a chain. */
static void
read_fat (PalierOle *self)
{
  guint32 number = get32 (self->bytes + 68);
  gsize length;

  for (int i = 0; i < 109; i++)
    if (get32 (self->bytes + 76 + i * 4) <= LAST_SECTOR)
      add_fat_sector (self, get32 (self->bytes + 76 + i * 4));
  for (guint n = 0; n < self->length / self->sector; n++)
  {
    const guint8 *bytes = sector_at (self, number, &length);
    if (bytes == NULL || length < self->sector)
      return;
    for (gsize i = 0; i + 8 <= self->sector; i += 4)
      add_fat_sector (self, get32 (bytes + i));
    number = get32 (bytes + self->sector - 4);
  }
}

static void
add_entry (PalierOle *self, const guint8 *bytes)
{
  glong n = MIN (get16 (bytes + 64), 64) / 2;
  gunichar2 letters[32];

  for (glong i = 0; i < n; i++)
    letters[i] = get16 (bytes + i * 2);
  g_autofree char *name = g_utf16_to_utf8 (letters, n, NULL, NULL, NULL);
  /* Of files with small sectors the upper half of the size is not to be trusted. */
  Entry entry = { g_utf8_strdown (name != NULL ? name : "", -1), get32 (bytes + 116),
                  get32 (bytes + 120) };
  g_array_append_val (self->entries, entry);
}

static gboolean
read_directory (PalierOle *self)
{
  g_autoptr (GByteArray) bytes = read_chain (self, get32 (self->bytes + 48), MAX_ENTRIES * ENTRY);

  for (gsize i = 0; i + ENTRY <= bytes->len; i += ENTRY)
    add_entry (self, bytes->data + i);
  return self->entries->len > 0;
}

static void
read_mini (PalierOle *self)
{
  const Entry *root = &g_array_index (self->entries, Entry, 0);
  g_autoptr (GByteArray) table = read_chain (self, get32 (self->bytes + 60), self->length);

  for (gsize i = 0; i + 4 <= table->len; i += 4)
  {
    guint32 next = get32 (table->data + i);
    g_array_append_val (self->mini_fat, next);
  }
  self->mini = read_chain (self, root->start, root->size);
}

/**
 * palier_ole_new:
 * @bytes: (transfer none): the whole file; must live as long
 *
 * Returns: (nullable): %NULL where it is too damaged to have a directory
 */
PalierOle *
palier_ole_new (const guint8 *bytes, gsize length)
{
  g_autoptr (PalierOle) self = g_new0 (PalierOle, 1);

  self->bytes = bytes;
  self->length = length;
  self->fat = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->mini_fat = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->entries = g_array_new (FALSE, FALSE, sizeof (Entry));
  g_array_set_clear_func (self->entries, clear_entry);
  if (length < HEADER || get16 (bytes + 30) < 7 || get16 (bytes + 30) > 16 || get16 (bytes + 32) < 2
      || get16 (bytes + 32) > get16 (bytes + 30))
    return NULL;
  self->sector = (gsize) 1 << get16 (bytes + 30);
  self->mini_sector = (gsize) 1 << get16 (bytes + 32);
  self->cutoff = get32 (bytes + 56);
  read_fat (self);
  if (!read_directory (self))
    return NULL;
  read_mini (self);
  return g_steal_pointer (&self);
}

void
palier_ole_free (PalierOle *self)
{
  g_array_unref (self->fat);
  g_array_unref (self->mini_fat);
  g_array_unref (self->entries);
  g_clear_pointer (&self->mini, g_byte_array_unref);
  g_free (self);
}

static const Entry *
find_entry (PalierOle *self, const char *name)
{
  for (guint i = 0; i < self->entries->len; i++)
  {
    const Entry *entry = &g_array_index (self->entries, Entry, i);
    if (strcmp (entry->name, name) == 0)
      return entry;
  }
  return NULL;
}

/* @name: in small letters */
gboolean
palier_ole_has (PalierOle *self, const char *name)
{
  return find_entry (self, name) != NULL;
}

static GByteArray *
read_mini_chain (PalierOle *self, guint32 start, guint64 size)
{
  GByteArray *out = g_byte_array_new ();
  guint32 number = start;

  for (guint n = 0; n < self->mini_fat->len && out->len < size; n++)
  {
    guint64 offset = (guint64) number * self->mini_sector;
    if (number >= self->mini_fat->len || offset >= self->mini->len)
      break;
    gsize length = MIN (self->mini_sector, self->mini->len - (gsize) offset);
    g_byte_array_append (out, self->mini->data + offset, (guint) MIN (length, size - out->len));
    number = g_array_index (self->mini_fat, guint32, number);
  }
  return out;
}

/**
 * palier_ole_read:
 * @name: of a stream, in small letters
 *
 * Returns: (transfer full) (nullable): what of it can be read; %NULL where there is none
 */
GByteArray *
palier_ole_read (PalierOle *self, const char *name)
{
  const Entry *entry = find_entry (self, name);

  if (entry == NULL)
    return NULL;
  return entry->size < self->cutoff ? read_mini_chain (self, entry->start, entry->size)
                                    : read_chain (self, entry->start, entry->size);
}
