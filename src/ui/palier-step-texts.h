/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* The rows that choose what a step writes: one template, or several that are tried against each
 * other.
 *
 * Signals: "changed" (): the user has chosen another. */
#define PALIER_TYPE_STEP_TEXTS (palier_step_texts_get_type ())
G_DECLARE_FINAL_TYPE (PalierStepTexts, palier_step_texts, PALIER, STEP_TEXTS, GObject)

PalierStepTexts *palier_step_texts_new (AdwExpanderRow *row);
void palier_step_texts_show (PalierStepTexts *self, PalierChannel channel, char *const *chosen,
                             GPtrArray *all);
char **palier_step_texts_dup (PalierStepTexts *self);
char *palier_step_texts_dup_words (char *const *chosen, GPtrArray *all);

G_END_DECLS
