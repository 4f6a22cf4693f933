/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An archive around what is tried, stored as it is: so that inputs reach the readers of the parts
 * instead of failing at sums, and so that hardly any time goes into packing. */
#include "pack.h"

#include <string.h>

static guint32
sum_of (const char *bytes, gsize length)
{
  static guint32 table[256];
  guint32 sum = G_MAXUINT32;

  for (guint32 i = 0; table[255] == 0 && i < 256; i++)
  {
    table[i] = i;
    for (int bit = 0; bit < 8; bit++)
      table[i] = table[i] >> 1 ^ (table[i] & 1) * 0xedb88320u;
  }
  for (gsize i = 0; i < length; i++)
    sum = sum >> 8 ^ table[(sum ^ (guint8) bytes[i]) & 0xff];
  return ~sum;
}

static void
put (GByteArray *out, guint32 number, guint n_bytes)
{
  for (guint i = 0; i < n_bytes; i++)
  {
    guint8 byte = (guint8) (number >> 8 * i);
    g_byte_array_append (out, &byte, 1);
  }
}

/* What the local and the central header of a file share, from its flags to its name's length. */
static void
put_file (GByteArray *out, const FuzzPart *part, guint32 sum)
{
  put (out, 0x0800, 2); /* the name is UTF-8 */
  put (out, 0, 2);      /* stored */
  put (out, 0x5a210000, 4);
  put (out, sum, 4);
  put (out, (guint32) part->length, 4);
  put (out, (guint32) part->length, 4);
  put (out, (guint32) part->name_length, 2);
}

static void
put_central (GByteArray *out, const FuzzPart *part, guint32 sum, guint32 offset)
{
  put (out, 0x02014b50, 4);
  put (out, 20, 2);
  put (out, 20, 2);
  put_file (out, part, sum);
  put (out, 0, 4);
  put (out, 0, 4);
  put (out, 0, 4);
  put (out, offset, 4);
  g_byte_array_append (out, (const guint8 *) part->name, (guint) part->name_length);
}

/* Returns: (transfer full): the bytes of an archive of @parts, each name of 65535 bytes at most */
GByteArray *
fuzz_pack (const FuzzPart *parts, guint n)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) central = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
  {
    guint32 sum = sum_of (parts[i].bytes, parts[i].length);
    put_central (central, &parts[i], sum, out->len);
    put (out, 0x04034b50, 4);
    put (out, 20, 2);
    put_file (out, &parts[i], sum);
    put (out, 0, 2);
    g_byte_array_append (out, (const guint8 *) parts[i].name, (guint) parts[i].name_length);
    g_byte_array_append (out, (const guint8 *) parts[i].bytes, (guint) parts[i].length);
  }
  guint32 begin = out->len;
  g_byte_array_append (out, central->data, central->len);
  put (out, 0x06054b50, 4);
  put (out, 0, 4);
  put (out, n, 2);
  put (out, n, 2);
  put (out, central->len, 4);
  put (out, begin, 4);
  put (out, 0, 2);
  return out;
}

/**
 * fuzz_cut:
 * @bytes: (inout): moved on behind the first @mark, or to the end
 *
 * Returns: how many bytes stood before it
 */
gsize
fuzz_cut (const char **bytes, gsize *length, const char *mark)
{
  gsize n = MAX (strlen (mark), 1);
  const char *found = *length >= n ? memmem (*bytes, *length, mark, n) : NULL;
  gsize part = found != NULL ? (gsize) (found - *bytes) : *length;
  gsize skip = MIN (*length, part + n);

  *bytes += skip;
  *length -= skip;
  return part;
}
