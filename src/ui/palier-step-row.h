/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* A step of a sequence, which opens to be changed; what is wrong with it stands below its title.
 *
 * Signals: "changed" (): the user has changed it; "moved" (int): he wants it up (-1) or down (1);
 * "removed" (). */
#define PALIER_TYPE_STEP_ROW (palier_step_row_get_type ())
G_DECLARE_FINAL_TYPE (PalierStepRow, palier_step_row, PALIER, STEP_ROW, AdwExpanderRow)

GtkWidget *palier_step_row_new (void);
void palier_step_row_show (PalierStepRow *self, const PalierSequence *sequence, guint index,
                           GPtrArray *templates);
void palier_step_row_read (PalierStepRow *self, PalierStep *step);
void palier_step_row_focus (PalierStepRow *self);

G_END_DECLS
