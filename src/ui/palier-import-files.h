/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <libdex.h>

G_BEGIN_DECLS

/* → GListModel of GFile. Errors: GTK_DIALOG_ERROR_DISMISSED where none was chosen */
DexFuture *palier_import_files_choose (GtkWidget *widget, const char *title, GtkFileFilter *meant);
/* → GFile. Errors: as above */
DexFuture *palier_import_files_save (GtkWidget *widget, const char *title, const char *name);

/* → GListModel of GFile. Errors: G_IO_ERROR_NOT_FOUND where no table is on the clipboard,
 * G_IO_ERROR_NO_SPACE where it is too long */
DexFuture *palier_import_files_paste (GtkWidget *widget);
/* Removes what palier_import_files_paste() made of a table; leaves any other file alone. */
void palier_import_files_forget (GFile *file);

G_END_DECLS
