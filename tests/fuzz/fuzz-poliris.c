/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as Poliris, the portals' exchange file. */
#include "fuzz.h"
#include "palier-poliris.h"
#include "rows.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_read_rows (palier_poliris_new (fuzz_file (data, length), NULL, NULL, NULL));
  return 0;
}
