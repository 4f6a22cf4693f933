/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a text of cells and lines. */
#include "fuzz.h"
#include "palier-csv.h"
#include "rows.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  const PalierReaderOptions options = PALIER_READER_OPTIONS_GUESS;

  fuzz_read_rows (palier_csv_new (fuzz_file (data, length), &options, NULL, NULL));
  return 0;
}
