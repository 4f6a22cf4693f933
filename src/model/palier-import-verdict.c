/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-verdict.h"

PalierProblemGroup *
palier_problem_group_new (int column, const char *code)
{
  PalierProblemGroup *self = g_new0 (PalierProblemGroup, 1);

  self->column = column;
  self->code = g_strdup (code);
  return self;
}

void
palier_problem_group_free (PalierProblemGroup *self)
{
  g_free (self->code);
  g_free (self->value);
  g_free (self->proposal);
  g_free (self);
}
