/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void palier_assign_best (const double *gains, guint n_rows, guint n_columns, int *chosen);

G_END_DECLS
