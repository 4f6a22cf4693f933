/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a cell of an OpenDocument spreadsheet holds (ODF 1.3 part 3, § 19.385). */
typedef enum
{
  PALIER_ODS_TEXT,
  PALIER_ODS_NUMBER,
  PALIER_ODS_PERCENT,
  PALIER_ODS_DATE,
  PALIER_ODS_TIME,
  PALIER_ODS_YES_NO,
} PalierOdsType;

PalierOdsType palier_ods_type_of (const char *name);
const char *palier_ods_type_attribute (PalierOdsType type);
void palier_ods_value_write (PalierOdsType type, GString *value);

G_END_DECLS
