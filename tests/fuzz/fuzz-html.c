/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a page with tables. */
#include "fuzz.h"
#include "palier-html.h"
#include "rows.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  fuzz_read_rows (palier_html_new (fuzz_file (data, length), NULL, NULL, NULL));
  return 0;
}
