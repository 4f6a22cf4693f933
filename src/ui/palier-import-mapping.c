/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-mapping.h"

#include "palier-column-words.h"
#include "palier-field-chooser.h"

/* A second look is told the mapping and so guesses nothing: what was guessed first stays the
 * reason of each column that the user did not move. */
void
palier_import_mapping_keep_guesses (GPtrArray *before, GPtrArray *after)
{
  for (guint i = 0; i < MIN (before->len, after->len); i++)
  {
    const PalierColumn *old = g_ptr_array_index (before, i);
    PalierColumn *column = g_ptr_array_index (after, i);

    column->guess = old->guess;
    column->confidence = old->confidence;
    g_set_str (&column->reason, old->reason);
  }
}

/* What goes nowhere yet becomes a line of the notes. */
void
palier_import_mapping_keep_all (GPtrArray *columns)
{
  for (guint i = 0; i < columns->len; i++)
  {
    PalierColumn *column = g_ptr_array_index (columns, i);
    if (!palier_column_is_used (column))
      palier_column_set_target (column, PALIER_TARGET_NOTE);
  }
}
