/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-relay-figures.h"

static guint64 figures[PALIER_N_FIGURES];

static const char *const names[] = {
  "requests",     "refused_requests", "synced_records", "accepted", "deferred",
  "refused",      "uncertain",        "set_aside",      "opens",    "clicks",
  "unsubscribes", "logins",           "refused_logins",
};

G_STATIC_ASSERT (G_N_ELEMENTS (names) == PALIER_N_FIGURES);

/* Safe on any thread. */
void
palier_figure_add (PalierFigure figure, guint64 count)
{
  __atomic_add_fetch (&figures[figure], count, __ATOMIC_RELAXED);
}

guint64
palier_figure_get (PalierFigure figure)
{
  return __atomic_load_n (&figures[figure], __ATOMIC_RELAXED);
}

/* Appends the text form of Prometheus. */
void
palier_figures_print (GString *out)
{
  for (int i = 0; i < PALIER_N_FIGURES; i++)
    g_string_append_printf (
        out, "# TYPE palier_relay_%s_total counter\npalier_relay_%s_total %" G_GUINT64_FORMAT "\n",
        names[i], names[i], palier_figure_get ((PalierFigure) i));
}
