/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-import-error.h"

G_BEGIN_DECLS

typedef enum
{
  PALIER_KIND_TEXT,
  PALIER_KIND_ZIP,
  PALIER_KIND_GZIP,
  PALIER_KIND_OLE,  /* .xls, or an encrypted .xlsx, or a document */
  PALIER_KIND_BIFF, /* .xls without its container */
  PALIER_KIND_VCARD,
  PALIER_KIND_HTML,
  PALIER_KIND_ODS_XML, /* .fods */
  PALIER_KIND_POLIRIS,
  PALIER_KIND_REFUSED,
} PalierKind;

PalierKind palier_sniff (const guint8 *head, gsize length, PalierImportError *refusal);

G_END_DECLS
