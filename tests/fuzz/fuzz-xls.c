/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a workbook of Excel 5 to 2003, in its container or without. */
#include "fuzz.h"
#include "palier-xls.h"
#include "rows.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_read_rows (palier_xls_new (fuzz_file (data, length), NULL, NULL));
  return 0;
}
