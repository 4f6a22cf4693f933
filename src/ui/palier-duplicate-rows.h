/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* What the list of the Duplicates page shows of each group. */
GtkListItemFactory *palier_duplicate_rows_new (PalierSession *session);

G_END_DECLS
