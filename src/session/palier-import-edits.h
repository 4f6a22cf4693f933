/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-verdict.h"

G_BEGIN_DECLS

/* What the user changes about the rows of one file before they are imported: texts put in the place
 * of others, proposals that are taken, and what becomes of doubles. The file itself is never
 * touched. To be used by one thread; workers get a copy. */
typedef struct _PalierImportEdits PalierImportEdits;

#define PALIER_TYPE_IMPORT_EDITS (palier_import_edits_get_type ())
GType palier_import_edits_get_type (void);

PalierImportEdits *palier_import_edits_new (void);
PalierImportEdits *palier_import_edits_copy (const PalierImportEdits *self);
PalierImportEdits *palier_import_edits_ref (PalierImportEdits *self);
void palier_import_edits_unref (PalierImportEdits *self);
gboolean palier_import_edits_is_empty (const PalierImportEdits *self);

/* @text: (nullable): NULL: as the file has it */
void palier_import_edits_set_cell (PalierImportEdits *self, guint64 line, guint column,
                                   const char *text);
void palier_import_edits_set_alike (PalierImportEdits *self, guint column, const char *raw,
                                    const char *text);
/* Takes, or not, every proposal for problems of a kind in a column. */
void
palier_import_edits_accept (PalierImportEdits *self, int column, const char *code, gboolean accept);
void palier_import_edits_decide (PalierImportEdits *self, guint64 line, PalierDecision decision);
/* For all doubles of a verdict of which nothing else is said by line; forgets what was said of
 * such lines before. */
void palier_import_edits_decide_all (PalierImportEdits *self, PalierImportVerdict verdict,
                                     PalierDecision decision);

/* (nullable): the text in the place of @raw */
const char *palier_import_edits_get_cell (const PalierImportEdits *self, guint64 line, guint column,
                                          const char *raw);
gboolean palier_import_edits_has_cells (const PalierImportEdits *self);
gboolean palier_import_edits_accepts (const PalierImportEdits *self, int column, const char *code);
gboolean palier_import_edits_get_decision (const PalierImportEdits *self, guint64 line,
                                           PalierImportVerdict verdict, PalierDecision *decision);
/* Whether the user said of this very row, and not of all alike, that it is somebody else. */
gboolean palier_import_edits_tells_apart (const PalierImportEdits *self, guint64 line);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportEdits, palier_import_edits_unref)

G_END_DECLS
