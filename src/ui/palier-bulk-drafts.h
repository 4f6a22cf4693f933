/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"

G_BEGIN_DECLS

void palier_bulk_drafts_write (GtkWidget *widget, PalierSession *session, GArray *numbers);

G_END_DECLS
