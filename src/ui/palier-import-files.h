/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/* → GListModel of GFile. Errors: GTK_DIALOG_ERROR_DISMISSED where none was chosen */
DexFuture *palier_import_files_choose (GtkWidget *widget);
/* → GFile. Errors: as above */
DexFuture *palier_import_files_save (GtkWidget *widget, const char *title, const char *name);

G_END_DECLS
