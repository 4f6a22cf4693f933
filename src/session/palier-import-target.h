/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-file.h"
#include "palier-import-source.h"

G_BEGIN_DECLS

/* The last stations of an import: a batch of drafts → judged against the base → written in an open
 * changeset, or only counted. Its functions run in a fiber. */
typedef struct
{
  PalierCore *core;
  PalierDuplicates duplicates;
  gboolean dry; /* count only */
  PalierId changeset;
  gboolean has_suppressions;
  /* (element-type gint64): what row n of the base each draft became; 0: none */
  GArray *rows_of_file;
  GArray *origins; /* (element-type PalierOriginRange): not yet written */

  guint64 created;
  guint64 updated;
  guint64 unchanged;
  guint64 suppressed;
  guint64 n_in_file;
  guint64 n_in_base;
} PalierImportTarget;

gboolean palier_import_target_begin (PalierImportTarget *self, PalierCore *core, const char *label,
                                     PalierDuplicates duplicates, gboolean dry, GError **error);
gboolean palier_import_target_take (PalierImportTarget *self, PalierImportBatch *batch,
                                    gint64 now_ms, GError **error);
gboolean
palier_import_target_publish (PalierImportTarget *self, PalierImportFile *file, GError **error);
void palier_import_target_give_up (PalierImportTarget *self);
void palier_import_target_clear (PalierImportTarget *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PalierImportTarget, palier_import_target_clear)

G_END_DECLS
