/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "palier-import-source.h"
#include "palier-scorer.h"

static PalierImportBatch *
import_batch_ref (PalierImportBatch *self)
{
  return g_atomic_rc_box_acquire (self);
}

G_DEFINE_BOXED_TYPE (PalierImportBatch, palier_import_batch, import_batch_ref,
                     palier_import_batch_free)

static void
import_batch_clear (gpointer data)
{
  PalierImportBatch *self = data;

  g_ptr_array_unref (self->drafts);
  g_array_unref (self->matches);
  g_array_unref (self->scores);
  g_clear_pointer (&self->raw, g_array_unref);
  g_clear_pointer (&self->cells, g_byte_array_unref);
}

void
palier_import_batch_free (PalierImportBatch *self)
{
  g_atomic_rc_box_release_full (self, import_batch_clear);
}

/* @first: number of its first draft */
PalierImportBatch *
palier_import_batch_new (guint32 first, gboolean with_cells)
{
  PalierImportBatch *self = g_atomic_rc_box_new0 (PalierImportBatch);

  self->drafts = g_ptr_array_new_full (PALIER_IMPORT_BATCH, (GDestroyNotify) palier_draft_free);
  self->matches = g_array_sized_new (FALSE, FALSE, sizeof (PalierMatch), PALIER_IMPORT_BATCH);
  self->scores = g_array_sized_new (FALSE, TRUE, sizeof (PalierScoreRow), PALIER_IMPORT_BATCH);
  self->first = first;
  if (with_cells)
  {
    self->raw = g_array_sized_new (FALSE, TRUE, sizeof (PalierImportRawRow), PALIER_IMPORT_BATCH);
    self->cells = g_byte_array_new ();
  }
  return self;
}

/* Scores a draft as it stands now. */
void
palier_import_batch_score (PalierImportBatch *self, guint index, gint64 now_ms)
{
  PalierDraft *draft = g_ptr_array_index (self->drafts, index);
  g_autoptr (GPtrArray) consents = g_ptr_array_new ();
  PalierScoringHistory history;

  if (draft->consent != NULL)
    g_ptr_array_add (consents, draft->consent);
  palier_scorer_history (NULL, consents, now_ms, &history);
  palier_scorer_evaluate (palier_scoring_parameters_get_default (), draft->prospect, &history,
                          now_ms, &g_array_index (self->scores, PalierScoreRow, index));
}

/* Keeps the row as it came. */
void
palier_import_batch_keep (PalierImportBatch *batch, const PalierRow *row, gboolean is_draft,
                          gboolean to_mend)
{
  PalierImportRawRow raw = { .line = row->line,
                             .draft = is_draft ? (gint32) batch->drafts->len : -1,
                             .start = batch->cells->len,
                             .n_cells = (guint16) MIN (row->n_cells, G_MAXUINT16),
                             .flags = (guint8) row->flags,
                             .to_mend = to_mend };

  for (guint i = 0; i < raw.n_cells; i++)
    g_byte_array_append (batch->cells, (const guint8 *) row->cells[i],
                         (guint) strlen (row->cells[i]) + 1);
  raw.length = batch->cells->len - raw.start;
  g_array_append_val (batch->raw, raw);
}
