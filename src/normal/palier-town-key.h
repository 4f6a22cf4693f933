/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer than the longest name of a commune; what does not fit is none. */
#define PALIER_TOWN_KEY_SIZE 64

gsize palier_town_key (const char *text, char out[PALIER_TOWN_KEY_SIZE]);
gsize palier_town_key_glued (const char *key);

G_END_DECLS
