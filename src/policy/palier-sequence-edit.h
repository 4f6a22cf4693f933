/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-sequence.h"

G_BEGIN_DECLS

/* What an editor does to a sequence of its own: one that is shared is copied first. */
PalierSequence *palier_sequence_copy (const PalierSequence *self);
PalierStep *palier_sequence_edit_step (PalierSequence *self, guint index);
void palier_sequence_add_step (PalierSequence *self);
void palier_sequence_remove_step (PalierSequence *self, guint index);
gboolean palier_sequence_move_step (PalierSequence *self, guint index, int by);
void palier_step_set_template (PalierStep *self, guint index, const char *template);
guint palier_step_count_templates (const PalierStep *self);

G_END_DECLS
