/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-http-route.h"

G_BEGIN_DECLS

/* How long requests took, by route, and how they ended. Safe on any thread. */
typedef struct _PalierHttpFigures PalierHttpFigures;

PalierHttpFigures *palier_http_figures_new (const PalierRoute *routes, gsize n_routes);
void palier_http_figures_free (PalierHttpFigures *self);
void palier_http_figures_note (PalierHttpFigures *self, const PalierRoute *route, guint status,
                               gint64 taken_us);
void palier_http_figures_print (PalierHttpFigures *self, GString *out);

G_END_DECLS
