/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-import-bar.h"
#include "palier-import-board.h"
#include "palier-import-file-group.h"
#include "palier-import-options-group.h"
#include "palier-import-page.h"
#include "palier-import-queue.h"
#include "palier-import-result.h"
#include "palier-import-running.h"
#include "palier-rows-view.h"

G_BEGIN_DECLS

struct _PalierImportPage
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierImportQueue *queue; /* its file is the one that is looked at */
  PalierPreview *shown;     /* (nullable): what the board shows */
  PalierImportRows *rows;   /* (nullable): the file's, as they would be stored */
  guint look;               /* its number */
  GCancellable *looking;    /* (nullable): reading the beginning of the file */
  GCancellable *running;    /* (nullable): storing */

  AdwWindowTitle *title;
  GtkWidget *other_button;
  GtkWidget *skip_button;
  PalierImportBar *bar;
  GtkStack *stack;
  AdwStatusPage *empty;
  PalierImportFileGroup *file_group;
  PalierImportBoard *board;
  PalierRowsView *rows_view;
  PalierImportOptionsGroup *options;
  PalierImportRunning *progress;
  PalierImportResult *result;
};

/* Faces, and the look at one file: palier-import-page.c */
void palier_import_page_show_face (PalierImportPage *self, const char *face);
void palier_import_page_show_file_name (PalierImportPage *self);
void palier_import_page_start_look (PalierImportPage *self);
void palier_import_page_drop_rows (PalierImportPage *self);

/* palier-import-page-storing.c */
void palier_import_page_install_storing (GtkWidgetClass *widget_class);

/* palier-import-page-files.c */
void palier_import_page_install_files (GtkWidgetClass *widget_class);

G_END_DECLS
