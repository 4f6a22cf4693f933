/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How many slips of the pen lie between two folded texts: letters to insert, drop, replace or swap
 * with their neighbour (optimal string alignment). Bytes are compared: what folding leaves is ASCII
 * but for foreign scripts. Longer texts are looked at up to PALIER_EDIT_MAX bytes. */
#define PALIER_EDIT_MAX 64

guint
palier_edit_distance (const char *a, gsize length_a, const char *b, gsize length_b, guint most);
guint palier_edit_distance_to_beginning (const char *a, gsize length_a, const char *b,
                                         gsize length_b, guint most);

G_END_DECLS
