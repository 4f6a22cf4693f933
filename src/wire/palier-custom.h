/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The value of PALIER_FIELD_CUSTOM: a JSON object of texts by name, names sorted. NULL is the empty
 * one, and so is whatever is no such object. */

#define PALIER_CUSTOM_MAX 128             /* names a record */
#define PALIER_CUSTOM_MAX_NAME 100        /* bytes of one */
#define PALIER_CUSTOM_MAX_TEXT (4 * 1024) /* bytes of a text */

/* Texts are borrowed for the call. */
typedef void (*PalierCustomFunc) (const char *name, const char *text, gpointer data);

void palier_custom_foreach (const char *custom, PalierCustomFunc func, gpointer data);
char **palier_custom_dup_names (const char *custom);
char *palier_custom_dup_text (const char *custom, const char *name);
char *palier_custom_set (const char *custom, const char *name, const char *text);
char *palier_custom_from_pairs (const char *const *pairs, gsize n);
char *palier_custom_unite (const char *kept, const char *more);
char *palier_custom_normalize (const char *json);

G_END_DECLS
