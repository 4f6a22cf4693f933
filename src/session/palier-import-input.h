/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is piped in, as a file that can be imported like any other. */
typedef struct _PalierImportInput PalierImportInput;

PalierImportInput *
palier_import_input_new (int fd, const char *name, GCancellable *cancellable, GError **error);
void palier_import_input_free (PalierImportInput *self);
const char *palier_import_input_get_path (PalierImportInput *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PalierImportInput, palier_import_input_free)

G_END_DECLS
