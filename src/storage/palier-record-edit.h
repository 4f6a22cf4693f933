/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libdex.h>

#include "palier-database.h"
#include "palier-record.h"

G_BEGIN_DECLS

/* What stores share whose values are read and written as a whole. */

/* Returns: (transfer full): the value that a record stands for */
typedef gpointer (*PalierRecordFunc) (const PalierRecord *record);

GPtrArray *
palier_record_edit_list (PalierDatabase *database, PalierKind kind, const char *rest,
                         PalierRecordFunc func, GDestroyNotify free_func, GError **error);
DexFuture *
palier_record_edit_put (PalierDatabase *database, const PalierRecord *record, GError **error);
DexFuture *palier_record_edit_remove (PalierDatabase *database, PalierKind kind, const PalierId *id,
                                      GError **error);

void palier_record_fill_text (PalierRecord *record, guint field, const char *text, PalierMark mark);
void
palier_record_fill_lines (PalierRecord *record, guint field, char *const *lines, PalierMark mark);
void palier_record_fill_number (PalierRecord *record, guint field, gint64 number, PalierMark mark);
void palier_record_fill_id (PalierRecord *record, guint field, const PalierId *id, PalierMark mark);
char **palier_record_dup_lines (const PalierRecord *record, guint field);

G_END_DECLS
