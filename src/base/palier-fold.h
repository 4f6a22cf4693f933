/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *palier_fold (const char *text);
char *palier_fold_words (const char *text);
gboolean palier_is_blank (const char *text);

G_END_DECLS
