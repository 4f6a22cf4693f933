/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <expat.h>
#include <gio/gio.h>
#include <zip.h>

#include "palier-cells.h"

G_BEGIN_DECLS

/* One XML part of a workbook on its way through expat, a chunk at a time. What it may unpack to is
 * bounded, absolutely and against its packed size. */
typedef struct _PalierXlsxPart PalierXlsxPart;

PalierXlsxPart *
palier_xlsx_part_open (zip_t *archive, const char *name, GCancellable *cancellable, GError **error);
PalierXlsxPart *palier_xlsx_part_open_fd (int fd, GCancellable *cancellable);
void palier_xlsx_part_free (PalierXlsxPart *self);
XML_Parser palier_xlsx_part_get_parser (PalierXlsxPart *self);
gboolean palier_xlsx_part_step (PalierXlsxPart *self, gboolean *more, GError **error);
gboolean palier_xlsx_part_run (PalierXlsxPart *self, GError **error);
double palier_xlsx_part_get_fraction (PalierXlsxPart *self);

gboolean palier_xlsx_part_scan_merges (zip_t *archive, const char *name, PalierMerges *merges,
                                       GCancellable *cancellable, GError **error);
gboolean palier_xlsx_part_exists (zip_t *archive, const char *name);
const char *palier_xml_local (const char *name);
const char *palier_xml_attribute (const char **attributes, const char *local);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierXlsxPart, palier_xlsx_part_free)

G_END_DECLS
