/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The operating system as SQLite sees it, but that its temporary files (what it sorts for an index,
 * what does not fit into memory) are encrypted and have no name. SQLCipher leaves those in clear.
 */
#define PALIER_TEMP_VFS "palier"

gboolean palier_temp_vfs_register (void);
void palier_temp_vfs_set_folder (const char *folder);

G_END_DECLS
