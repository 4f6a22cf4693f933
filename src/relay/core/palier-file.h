/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void palier_folder_remove (const char *path);
gboolean palier_file_settle (const char *draft, const char *path);

G_END_DECLS
