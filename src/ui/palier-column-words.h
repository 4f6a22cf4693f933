/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import.h"

G_BEGIN_DECLS

/* A column of a file in words: its title, what it was taken for and how sure that is, what becomes
 * of it. */
int palier_column_target (const PalierColumn *column);
void palier_column_set_target (PalierColumn *column, int target);

char *palier_column_dup_title (const PalierColumn *column);
char *palier_column_dup_samples (const PalierColumn *column, guint n);
char *palier_column_dup_sureness (const PalierColumn *column);
char *palier_column_dup_guess (const PalierColumn *column);
char *palier_column_dup_details (const PalierColumn *column);
const char *palier_split_words (PalierSplit split);

G_END_DECLS
