/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user changes of the rows: cells, and what becomes of duplicates. */
#include "palier-import-rows-private.h"

PalierImportEdits *
palier_import_rows_get_edits (PalierImportRows *self)
{
  return self->options.edits;
}

void
palier_import_rows_mend (PalierImportRows *self, guint64 line, guint column, const char *text)
{
  palier_import_edits_set_cell (self->options.edits, line, column, text);
  palier_import_rows_scan_again (self);
}

void
palier_import_rows_mend_alike (PalierImportRows *self, guint column, const char *raw,
                               const char *text)
{
  palier_import_edits_set_alike (self->options.edits, column, raw, text);
  palier_import_rows_scan_again (self);
}

DexFuture *
palier_import_rows_count_alike (PalierImportRows *self, guint column, const char *raw)
{
  return palier_import_scan_count_alike (self->scan, column, raw);
}

void
palier_import_rows_accept (PalierImportRows *self, int column, const char *code, gboolean accept)
{
  palier_import_edits_accept (self->options.edits, column, code, accept);
  palier_import_rows_scan_again (self);
}

void
palier_import_rows_decide (PalierImportRows *self, guint64 line, PalierDecision decision)
{
  palier_import_edits_decide (self->options.edits, line, decision);
  palier_import_rows_scan_again (self);
}

void
palier_import_rows_decide_all (PalierImportRows *self, PalierImportVerdict verdict,
                               PalierDecision decision)
{
  palier_import_edits_decide_all (self->options.edits, verdict, decision);
  palier_import_rows_scan_again (self);
}

/* (transfer none) */
GPtrArray *
palier_import_rows_get_groups (PalierImportRows *self)
{
  GPtrArray *groups = palier_import_scan_get_groups (self->scan);

  for (guint i = 0; i < groups->len; i++)
  {
    PalierProblemGroup *group = g_ptr_array_index (groups, i);
    group->accepted = palier_import_edits_accepts (self->options.edits, group->column, group->code);
  }
  return groups;
}

/* What is sure to be the same is merged, left out or kept, unless decided otherwise. */
void
palier_import_rows_set_duplicates (PalierImportRows *self, PalierDuplicates duplicates)
{
  self->options.duplicates = duplicates;
  palier_import_rows_scan_again (self);
}
