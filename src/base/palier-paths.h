/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *palier_paths_dup_locale_dir (void);
char *palier_paths_dup_data_file (const char *name);
char *palier_paths_dup_program (const char *name);

G_END_DECLS
