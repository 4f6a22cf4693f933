/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Takes a changeset back and says what came of it. */
void palier_undo_job_start (GtkWidget *widget, PalierSession *session, const PalierId *changeset);

G_END_DECLS
