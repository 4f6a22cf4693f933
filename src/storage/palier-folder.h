/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "palier-id.h"

G_BEGIN_DECLS

/* What stands in a workspace's folder beside the base: a small file that names it, readable
 * without the key, and the file whose bytes are locks. */
#define PALIER_BASE_NAME "base.db"

char *palier_folder_dup_base_path (const char *folder);
gboolean palier_folder_ensure (const char *folder, GError **error);
gboolean palier_folder_is_writable (const char *folder);

gboolean
palier_folder_write_name (const char *folder, const PalierId *id, GBytes *key, GError **error);
gboolean palier_folder_read_name (const char *folder, PalierId *id, char **seal, GError **error);
char *palier_folder_dup_seal (const PalierId *id, GBytes *key);

int palier_folder_open_locks (const char *folder);
gboolean palier_folder_try_lock (int locks, gint64 byte);
void palier_folder_unlock (int locks, gint64 byte);

G_END_DECLS
