/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the process has done since its start: counters that only grow. */
typedef enum
{
  PALIER_FIGURE_REFUSED_REQUESTS,
  PALIER_FIGURE_SYNCED_RECORDS,
  PALIER_FIGURE_ACCEPTED,
  PALIER_FIGURE_DEFERRED,
  PALIER_FIGURE_REFUSED,
  PALIER_FIGURE_UNCERTAIN,
  PALIER_FIGURE_SET_ASIDE,
  PALIER_FIGURE_OPENS,
  PALIER_FIGURE_CLICKS,
  PALIER_FIGURE_UNSUBSCRIBES,
  PALIER_FIGURE_LOGINS,
  PALIER_FIGURE_REFUSED_LOGINS,
  PALIER_FIGURE_WRITINGS,
  PALIER_FIGURE_WRITINGS_DECLINED,
  PALIER_FIGURE_WRITINGS_FAILED,
  PALIER_FIGURE_WRITINGS_LEFT,
  PALIER_FIGURE_WRITINGS_REFUSED,
  PALIER_FIGURE_WRITING_TOKENS,
  PALIER_FIGURE_WRITING_COST,
  PALIER_N_FIGURES
} PalierFigure;

void palier_figure_add (PalierFigure figure, guint64 count);
guint64 palier_figure_get (PalierFigure figure);
void palier_figures_print (GString *out);

/* Appends one family of the text form of Prometheus, and a sample of it; @labels: (nullable): as
 * they stand between the braces. */
void palier_figure_print_head (GString *out, const char *name, const char *type, const char *help);
void palier_figure_print_sample (GString *out, const char *name, const char *labels, double value);

G_END_DECLS
