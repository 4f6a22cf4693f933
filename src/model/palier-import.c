/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import.h"

PalierColumn *
palier_column_new (void)
{
  return g_new0 (PalierColumn, 1);
}

void
palier_column_free (PalierColumn *self)
{
  g_free (self->header);
  g_free (self->reason);
  g_strfreev (self->samples);
  g_free (self);
}

PalierProblem *
palier_problem_new (void)
{
  return g_new0 (PalierProblem, 1);
}

void
palier_problem_free (PalierProblem *self)
{
  g_free (self->code);
  g_free (self->value);
  g_free (self->proposal);
  g_free (self);
}

G_DEFINE_BOXED_TYPE (PalierPreview, palier_preview, palier_preview_ref, palier_preview_free)

PalierPreview *
palier_preview_new (void)
{
  return g_atomic_rc_box_new0 (PalierPreview);
}

static void
preview_clear (gpointer data)
{
  PalierPreview *self = data;

  g_free (self->path);
  g_free (self->format);
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self->sheet);
  g_strfreev (self->sheets);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->prospects, g_ptr_array_unref);
}

PalierPreview *
palier_preview_ref (PalierPreview *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_preview_free (PalierPreview *self)
{
  g_atomic_rc_box_release_full (self, preview_clear);
}

G_DEFINE_BOXED_TYPE (PalierImportSummary, palier_import_summary, palier_import_summary_ref,
                     palier_import_summary_free)

PalierImportSummary *
palier_import_summary_new (void)
{
  return g_atomic_rc_box_new0 (PalierImportSummary);
}

static void
import_summary_clear (gpointer data)
{
  PalierImportSummary *self = data;

  g_clear_pointer (&self->problems, g_ptr_array_unref);
}

PalierImportSummary *
palier_import_summary_ref (PalierImportSummary *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
palier_import_summary_free (PalierImportSummary *self)
{
  g_atomic_rc_box_release_full (self, import_summary_clear);
}
