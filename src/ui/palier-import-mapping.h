/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import.h"

G_BEGIN_DECLS

/* All columns of a file at once; both lists are (element-type PalierColumn). */
void palier_import_mapping_keep_guesses (GPtrArray *before, GPtrArray *after);
void palier_import_mapping_keep_all (GPtrArray *columns);

G_END_DECLS
