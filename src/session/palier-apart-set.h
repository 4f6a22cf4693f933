/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* Pairs of prospects that the user told apart: a set of PalierApart. */
GHashTable *palier_apart_set_new (const GArray *pairs);
gboolean palier_apart_set_has (GHashTable *self, const PalierId *a, const PalierId *b);

G_END_DECLS
