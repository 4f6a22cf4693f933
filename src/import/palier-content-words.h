/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean palier_words_are_surname (const char *words);
gboolean palier_words_are_firm (const char *words);
gboolean palier_words_are_job (const char *words);
gboolean palier_words_are_street (const char *words);
gboolean palier_words_are_amount (const char *words);
gboolean palier_words_are_area (const char *words);
gboolean palier_words_are_source (const char *words);
gboolean palier_words_are_horizon (const char *words);

G_END_DECLS
