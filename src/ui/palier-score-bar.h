/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-score.h"

G_BEGIN_DECLS

/* A score as number, thin bar and word: never by colour alone. */
#define PALIER_TYPE_SCORE_BAR (palier_score_bar_get_type ())
G_DECLARE_FINAL_TYPE (PalierScoreBar, palier_score_bar, PALIER, SCORE_BAR, GtkWidget)

GtkWidget *palier_score_bar_new (gboolean whole);
void palier_score_bar_set_score (PalierScoreBar *self, const PalierScore *score);
void palier_score_bar_set_part (PalierScoreBar *self, double value, double confidence);

G_END_DECLS
