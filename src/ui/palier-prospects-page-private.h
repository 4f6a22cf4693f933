/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-bulk-bar.h"
#include "palier-export-bar.h"
#include "palier-filter-bar.h"
#include "palier-new-prospect.h"
#include "palier-prospect-columns.h"
#include "palier-prospect-pane.h"
#include "palier-prospects-page.h"

G_BEGIN_DECLS

struct _PalierProspectsPage
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierProspectList *list;
  GtkMultiSelection *selection;
  gboolean had_keyboard; /* the list, when it went off the screen */
  gint64 shown;          /* row number of whom the pane shows; 0: nobody */
  gint64 wanted;         /* row number of a prospect to show once it is in the list; 0: none */

  AdwOverlaySplitView *split;
  GtkStack *side;
  PalierProspectPane *pane;
  PalierNewProspect *form;
  AdwWindowTitle *title;
  GtkWidget *tools;
  GtkEditable *search;
  GtkDropDown *kind;
  GtkDropDown *band;
  PalierFilterBar *filters;
  PalierBulkBar *bulk;
  PalierExportBar *exporting;
  gboolean syncing; /* the drop-downs follow the filters */
  GtkStack *stack;
  GtkColumnView *view;
  PalierProspectColumns *columns;
};

/* What is asked for: palier-prospects-page-filters.c */
gboolean palier_prospects_page_is_filtered (PalierProspectsPage *self);
PalierQuery *palier_prospects_page_make_query (PalierProspectsPage *self);
void palier_prospects_page_ask (PalierProspectsPage *self);
void palier_prospects_page_clear (PalierProspectsPage *self);
void palier_prospects_page_bind_filters (GtkWidgetClass *widget_class);

G_END_DECLS
