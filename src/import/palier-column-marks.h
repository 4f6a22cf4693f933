/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-mapping-private.h"

G_BEGIN_DECLS

/* What is known of a column, in marks that a model weighs (palier-column-model.h): each a hash of a
 * short text, and none twice. */
typedef struct
{
  GArray *of_column;                 /* (element-type guint32): its header's words, its values, what
                                        stands beside it */
  GArray *of_field[PALIER_N_FIELDS]; /* (element-type guint32) (nullable): of the column as the
                                        field; NULL: nothing speaks for it */
} PalierColumnMarks;

/* What the marks of one column need to know of the others. */
typedef struct
{
  double most[PALIER_N_FIELDS];    /* how surely a header names the field */
  double next[PALIER_N_FIELDS];    /* the same of the header that does so next */
  guint most_at[PALIER_N_FIELDS];  /* the column of the first */
  guint n_placed[PALIER_N_FIELDS]; /* columns that stand on the field */
} PalierColumnCrowd;

void palier_column_crowd_look (PalierColumnCrowd *self, const PalierGuess *guess);
PalierColumnMarks *
palier_column_marks_new (const PalierGuess *guess, guint index, const PalierColumnCrowd *crowd);
void palier_column_marks_free (PalierColumnMarks *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierColumnMarks, palier_column_marks_free)

G_END_DECLS
