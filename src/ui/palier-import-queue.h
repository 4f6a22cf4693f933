/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Files to import, one after another: the one that is open, and those that wait for their turn. */
typedef struct _PalierImportQueue PalierImportQueue;

PalierImportQueue *palier_import_queue_new (void);
void palier_import_queue_free (PalierImportQueue *self);
gboolean palier_import_queue_add (PalierImportQueue *self, GFile **files, guint n, gboolean behind);
gboolean palier_import_queue_next (PalierImportQueue *self);
GFile *palier_import_queue_get_file (PalierImportQueue *self);
guint palier_import_queue_get_n_waiting (PalierImportQueue *self);
char *palier_import_queue_dup_name (PalierImportQueue *self);
char *palier_import_queue_dup_title (PalierImportQueue *self);

G_END_DECLS
