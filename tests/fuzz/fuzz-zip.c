/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as an archive. What begins like one is taken as one; other input is cut at zero bytes
 * into files, each of which begins with its name on a line, and packed first. */
#include "fuzz.h"

#include <string.h>

#include "pack.h"
#include "rows.h"

#define MAX_FILES 16

static GByteArray *
pack (const char *data, gsize length)
{
  FuzzPart parts[MAX_FILES];
  guint n = 0;

  while (n < MAX_FILES && length > 0)
  {
    const char *bytes = data;
    gsize left = fuzz_cut (&data, &length, "");
    const char *name = bytes;
    gsize name_length = fuzz_cut (&bytes, &left, "\n");
    parts[n++] = (FuzzPart) { name, MIN (name_length, 4096), bytes, left };
  }
  return fuzz_pack (parts, n);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  if (length >= 2 && memcmp (data, "PK", 2) == 0)
  {
    fuzz_read_rows (fuzz_open (fuzz_file (data, length)));
    return 0;
  }
  g_autoptr (GByteArray) packed = pack ((const char *) data, length);
  fuzz_read_rows (fuzz_open (fuzz_file (packed->data, packed->len)));
  return 0;
}
