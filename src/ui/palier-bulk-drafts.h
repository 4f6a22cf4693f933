/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"
#include "palier-work-bar.h"

G_BEGIN_DECLS

void palier_bulk_drafts_write (PalierWorkBar *bar, PalierSession *session, GArray *numbers);

G_END_DECLS
