/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a flat OpenDocument spreadsheet, whose reader is that of the packed ones. */
#include "fuzz.h"
#include "palier-ods.h"
#include "rows.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_read_rows (palier_ods_new_for_xml (fuzz_file (data, length), NULL, NULL));
  return 0;
}
