/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-id.h"

#include <string.h>

/**
 * palier_id_new:
 * @clock: the wall clock that dates the id
 * @random: where its 74 random bits come from
 *
 * Makes a UUIDv7. Two ids of one millisecond sort in no particular order: nothing here relies on
 * it, since a record's order is its row number or its stamp.
 */
PalierId
palier_id_new (PalierClock *clock, PalierRandom *random)
{
  PalierId id;
  guint64 now_ms = (guint64) palier_clock_now_ms (clock);

  palier_random_bytes (random, id.bytes, sizeof id.bytes);
  for (int i = 0; i < 6; i++)
    id.bytes[i] = (guint8) (now_ms >> (8 * (5 - i)));
  id.bytes[6] = (guint8) (0x70 | (id.bytes[6] & 0x0f));
  id.bytes[8] = (guint8) (0x80 | (id.bytes[8] & 0x3f));
  return id;
}

/**
 * palier_id_derive:
 * @of: whose id it follows from, and near which it sorts
 * @bytes: (array length=size): what else tells it from others
 *
 * Returns: the same id (a UUIDv8, RFC 9562 § 5.8) for the same arguments, wherever it is made
 */
PalierId
palier_id_derive (const PalierId *of, const void *bytes, gsize size)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  PalierId id;

  g_checksum_update (checksum, of->bytes, sizeof of->bytes);
  g_checksum_update (checksum, bytes, (gssize) size);
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (id.bytes, digest, sizeof id.bytes);
  memcpy (id.bytes, of->bytes, 6);
  id.bytes[6] = (guint8) (0x80 | (id.bytes[6] & 0x0f));
  id.bytes[8] = (guint8) (0x80 | (id.bytes[8] & 0x3f));
  return id;
}

static gboolean
is_dash_position (int position)
{
  return position == 8 || position == 13 || position == 18 || position == 23;
}

/**
 * palier_id_parse:
 * @text: 36 characters, either case
 * @out: (out caller-allocates): the id; untouched on failure
 *
 * Reads any UUID, not only version 7: ids may come from other programs.
 */
gboolean
palier_id_parse (const char *text, PalierId *out)
{
  PalierId id = PALIER_ID_NIL;
  int nibble = 0;

  if (text == NULL || strlen (text) != PALIER_ID_TEXT_SIZE - 1)
    return FALSE;

  for (int i = 0; i < PALIER_ID_TEXT_SIZE - 1; i++)
  {
    if (is_dash_position (i))
    {
      if (text[i] != '-')
        return FALSE;
      continue;
    }
    int digit = g_ascii_xdigit_value (text[i]);
    if (digit < 0)
      return FALSE;
    id.bytes[nibble / 2] |= (guint8) (nibble % 2 ? digit : digit << 4);
    nibble++;
  }

  *out = id;
  return TRUE;
}

char *
palier_id_format (const PalierId *id, char buffer[PALIER_ID_TEXT_SIZE])
{
  static const char digits[] = "0123456789abcdef";
  int nibble = 0;

  for (int i = 0; i < PALIER_ID_TEXT_SIZE - 1; i++)
  {
    if (is_dash_position (i))
    {
      buffer[i] = '-';
      continue;
    }
    guint8 byte = id->bytes[nibble / 2];
    buffer[i] = digits[nibble % 2 ? byte & 15 : byte >> 4];
    nibble++;
  }
  buffer[PALIER_ID_TEXT_SIZE - 1] = '\0';
  return buffer;
}

char *
palier_id_dup_string (const PalierId *id)
{
  char buffer[PALIER_ID_TEXT_SIZE];
  return g_strdup (palier_id_format (id, buffer));
}

gboolean
palier_id_is_nil (const PalierId *id)
{
  return palier_id_equal (id, &PALIER_ID_NIL);
}

gboolean
palier_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (PalierId)) == 0;
}

/* The last bytes are random in a UUIDv7, so they are hash enough. */
guint
palier_id_hash (gconstpointer id)
{
  guint hash;
  memcpy (&hash, ((const PalierId *) id)->bytes + 12, sizeof hash);
  return hash;
}

int
palier_id_compare (const PalierId *a, const PalierId *b)
{
  return memcmp (a, b, sizeof (PalierId));
}
