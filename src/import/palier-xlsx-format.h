/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a number of a cell is, by the format of its style. */
typedef enum
{
  PALIER_XLSX_NUMBER,
  PALIER_XLSX_PERCENT,
  PALIER_XLSX_DATE,
  PALIER_XLSX_TIME, /* of the day, without a date */
} PalierXlsxFormat;

PalierXlsxFormat palier_xlsx_format_of_code (const char *code);
PalierXlsxFormat palier_xlsx_format_of_id (int id);

G_END_DECLS
