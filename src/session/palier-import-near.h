/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-core.h"

G_BEGIN_DECLS

/* Whom of the base a draft is likely to be although no address or number says so for sure. */
typedef struct
{
  gint64 n;           /* 0: nobody */
  double probability; /* that both are one */
  const char *reason; /* static: near_firm, near_place, near_contact, near_name */
} PalierNear;

/* How far the base is made ready, 0 to 1. Returns: FALSE to stop */
typedef gboolean (*PalierNearProgress) (double fraction, gpointer data);

gboolean palier_import_near_prepare (PalierCore *core, guint n_base, PalierNearProgress progress,
                                     gpointer data, GError **error);

G_END_DECLS
