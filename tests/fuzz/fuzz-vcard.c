/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as the cards of an address book. */
#include "fuzz.h"
#include "palier-vcard.h"
#include "rows.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_read_rows (palier_vcard_new (fuzz_file (data, length), NULL, NULL, NULL));
  return 0;
}
