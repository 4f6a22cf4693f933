/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_N_DATE_PARTS 3

/* What of a date a column holds. */
typedef enum
{
  PALIER_DATE_PART_NONE,
  PALIER_DATE_PART_DAY,
  PALIER_DATE_PART_MONTH,
  PALIER_DATE_PART_YEAR,
} PalierDatePart;

gboolean palier_date_parts_read (const char *const headers[PALIER_N_DATE_PARTS], GPtrArray *rows,
                                 const guint columns[PALIER_N_DATE_PARTS],
                                 PalierDatePart parts[PALIER_N_DATE_PARTS]);
gboolean palier_date_parts_are_named (const char *const headers[PALIER_N_DATE_PARTS],
                                      PalierDatePart parts[PALIER_N_DATE_PARTS]);
gboolean palier_date_parts_are_of_birth (const char *const headers[PALIER_N_DATE_PARTS],
                                         GPtrArray *rows, guint year_column);

G_END_DECLS
