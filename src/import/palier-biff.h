/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "palier-xlsx-format.h"

G_BEGIN_DECLS

/* Records of a workbook of Excel 5 to 2003 ([MS-XLS] § 2.3), by number. */
typedef enum
{
  PALIER_BIFF_FORMULA = 0x0006,
  PALIER_BIFF_EOF = 0x000a,
  PALIER_BIFF_DATE_MODE = 0x0022,
  PALIER_BIFF_FILE_PASS = 0x002f,
  PALIER_BIFF_CONTINUE = 0x003c,
  PALIER_BIFF_CODE_PAGE = 0x0042,
  PALIER_BIFF_SHEET = 0x0085,
  PALIER_BIFF_MUL_RK = 0x00bd,
  PALIER_BIFF_RICH_STRING = 0x00d6,
  PALIER_BIFF_STYLE = 0x00e0,
  PALIER_BIFF_MERGED_CELLS = 0x00e5,
  PALIER_BIFF_SHARED_STRINGS = 0x00fc,
  PALIER_BIFF_SHARED_LABEL = 0x00fd,
  PALIER_BIFF_NUMBER = 0x0203,
  PALIER_BIFF_LABEL = 0x0204,
  PALIER_BIFF_BOOL_OR_ERROR = 0x0205,
  PALIER_BIFF_STRING = 0x0207,
  PALIER_BIFF_ROW = 0x0208,
  PALIER_BIFF_FORMULA_4 = 0x0406,
  PALIER_BIFF_FORMULA_3 = 0x0206,
  PALIER_BIFF_FORMAT = 0x041e,
  PALIER_BIFF_RK = 0x027e,
  PALIER_BIFF_BEGIN = 0x0809,
} PalierBiffType;

typedef struct
{
  guint16 type;
  const guint8 *data;
  gsize length;
  gsize offset; /* in the stream */
} PalierBiffRecord;

/* What the sheets of a workbook refer to, and where they are. */
typedef struct
{
  GByteArray *stream;
  gboolean is_biff8;
  gboolean since_1904;
  gboolean encrypted;
  const char *charset; /* of 8-bit text in BIFF5 */
  GPtrArray *names;    /* of the sheets that can be seen */
  GPtrArray *hidden_names;
  GArray *offsets; /* guint32: of the same, in the stream */
  GArray *hidden_offsets;
  GHashTable *codes;     /* number format id → PalierXlsxFormat + 1 */
  GArray *formats;       /* PalierXlsxFormat of each cell style */
  GByteArray *strings;   /* the shared strings, each ended by NUL */
  GArray *string_starts; /* guint32 */
} PalierBiff;

PalierBiff *palier_biff_new (GByteArray *stream);
void palier_biff_free (PalierBiff *self);
gboolean palier_biff_next (PalierBiff *self, gsize *offset, PalierBiffRecord *record);
void palier_biff_append_text (PalierBiff *self, const PalierBiffRecord *record, gsize at,
                              guint length_size, GByteArray *out);
guint16 palier_biff_get16 (const guint8 *p);
guint32 palier_biff_get32 (const guint8 *p);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierBiff, palier_biff_free)

G_END_DECLS
