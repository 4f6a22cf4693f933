/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-import-rows.h"

G_BEGIN_DECLS

/* The problems of a file by kind: what is to be mended, with a switch where all alike can be mended
 * at once, and what was put right while it was read. */
#define PALIER_TYPE_PROBLEM_GROUPS (palier_problem_groups_get_type ())
G_DECLARE_FINAL_TYPE (PalierProblemGroups, palier_problem_groups, PALIER, PROBLEM_GROUPS, AdwBin)

gboolean palier_problem_groups_show (PalierProblemGroups *self, PalierImportRows *rows);

G_END_DECLS
