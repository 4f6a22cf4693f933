/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import.h"

G_BEGIN_DECLS

void palier_choice_count (const char *text, guint *counts);
const char *palier_choice_key (PalierField field, const char *text);
void palier_choice_fill_values (PalierColumn *column, PalierField field);
char *palier_choice_set (PalierField field, const char *text, gboolean *unknown);

G_END_DECLS
