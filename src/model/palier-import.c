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

PalierPreview *
palier_preview_new (void)
{
  return g_new0 (PalierPreview, 1);
}

void
palier_preview_free (PalierPreview *self)
{
  g_free (self->path);
  g_free (self->format);
  g_free (self->encoding);
  g_free (self->delimiter);
  g_free (self->sheet);
  g_strfreev (self->sheets);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->prospects, g_ptr_array_unref);
  g_free (self);
}

PalierImportSummary *
palier_import_summary_new (void)
{
  return g_new0 (PalierImportSummary, 1);
}

void
palier_import_summary_free (PalierImportSummary *self)
{
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_free (self);
}
