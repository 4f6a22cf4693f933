/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-sync-indicator.h"
#include "palier-window.h"

G_BEGIN_DECLS

#define PALIER_WINDOW_PAGES 5

struct _PalierWindow
{
  AdwApplicationWindow parent_instance;

  PalierSession *session; /* (nullable): NULL until it is open */
  GPtrArray *pending;     /* (element-type GFile): to import once it is */
  GtkWidget
      *progress[PALIER_WINDOW_PAGES]; /* (nullable): beside a page's name: how far its work is */
  char *page;                         /* the page that is or will be shown */

  AdwToastOverlay *toasts;
  AdwNavigationSplitView *split;
  AdwNavigationPage *content_page;
  GtkListBox *pages_list;
  GtkStack *stack;
  AdwStatusPage *trouble;
  GtkRevealer *drop_hint;
  PalierSyncIndicator *sync;
};

GtkWidget *palier_window_ensure_page (PalierWindow *self, const char *name);

/* palier-window-actions.c */
void palier_window_install_actions (GtkWidgetClass *class);

G_END_DECLS
