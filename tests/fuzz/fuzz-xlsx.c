/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a workbook. What begins like an archive is taken as one; other input is cut at lines
 * of "---" into the parts of a workbook, which are packed first: so that what is tried is the
 * reading of parts, not the sums of the archive. Relations that are left out are the usual ones. */
#include "fuzz.h"

#include <string.h>

#include "pack.h"
#include "rows.h"

#define CUT "\n---\n"
#define RELATIONS 4

static const char relations[] =
    "<Relationships><Relationship Id='a' Type='x/worksheet' Target='worksheets/sheet1.xml'/>"
    "<Relationship Id='b' Type='x/worksheet' Target='worksheets/sheet2.xml'/></Relationships>";

static GByteArray *
pack (const char *data, gsize length)
{
  static const char *const names[] = { "xl/workbook.xml",
                                       "xl/styles.xml",
                                       "xl/sharedStrings.xml",
                                       "xl/worksheets/sheet1.xml",
                                       "xl/_rels/workbook.xml.rels",
                                       "xl/worksheets/sheet2.xml",
                                       "_rels/.rels" };
  FuzzPart parts[G_N_ELEMENTS (names)];
  guint n = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
  {
    const char *bytes = data;
    gsize part = fuzz_cut (&data, &length, CUT);
    if (part > 0)
      parts[n++] = (FuzzPart) { names[i], strlen (names[i]), bytes, part };
    else if (i == RELATIONS)
      parts[n++] = (FuzzPart) { names[i], strlen (names[i]), relations, sizeof relations - 1 };
  }
  return fuzz_pack (parts, n);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize length)
{
  if (length > 2 && memcmp (data, "PK", 2) == 0)
  {
    fuzz_read_rows (fuzz_open (fuzz_file (data, length)));
    return 0;
  }
  g_autoptr (GByteArray) packed = pack ((const char *) data, length);
  fuzz_read_rows (fuzz_open (fuzz_file (packed->data, packed->len)));
  return 0;
}
