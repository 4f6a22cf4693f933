/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export.h"

G_DEFINE_QUARK (palier-reports-error-quark, palier_reports_error)

/* The columns of an export when the user chose none: every stored field, in the order of a form.
 * Returns: how many. */
gsize
palier_export_default_columns (PalierField fields[PALIER_N_FIELDS])
{
  gsize n = 0;

  for (int i = 0; i < PALIER_N_FIELDS; i++)
    if (palier_field_info (i)->stored)
      fields[n++] = i;
  return n;
}
