/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-prospect-columns.h"

G_BEGIN_DECLS

/* Which columns the table of prospects has, and in which order: each change shows at once. */
AdwDialog *palier_columns_dialog_new (PalierProspectColumns *columns);

G_END_DECLS
