/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PALIER_BACKUP_SUFFIX ".backup"

char *palier_backup_folder_dup_name (gint64 at_s);
guint palier_backup_folder_prune (const char *folder, gint64 now_s);

G_END_DECLS
