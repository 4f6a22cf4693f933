/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-duplicate-item.h"
#include "palier-duplicate-review.h"
#include "palier-duplicates-page.h"

G_BEGIN_DECLS

struct _PalierDuplicatesPage
{
  AdwBin parent_instance;

  PalierSession *session;
  GListStore *items; /* (element-type PalierDuplicateItem) */
  GtkSingleSelection *selection;
  PalierDuplicateItem *shown; /* (nullable): what the review is about */
  PalierMergePlan *plan;      /* (nullable): of it */
  GCancellable *cancellable;  /* (nullable): of what is under way */
  GArray *unsure;             /* (nullable): pairs of an import that are shown in any case */

  GtkStack *stack;
  AdwStatusPage *status;
  GtkProgressBar *progress;
  GtkWidget *cancel_button;
  GtkWidget *again_button;
  AdwNavigationSplitView *split;
  AdwWindowTitle *title;
  GtkListView *list;
  GtkWidget *merge_all_bar;
  GtkButton *merge_all_button;
  PalierDuplicateReview *review;
  GtkWidget *apart_button;
  GtkWidget *merge_button;
};

/* What the page shows. */
void palier_duplicates_page_show_list (PalierDuplicatesPage *self, gboolean searched);
void
palier_duplicates_page_start (PalierDuplicatesPage *self, const char *title, DexFiberFunc fiber);
void palier_duplicates_page_on_progress (double fraction, gpointer data);

/* What is answered. */
void palier_duplicates_page_on_selected (PalierDuplicatesPage *self);
void palier_duplicates_page_on_merge (PalierDuplicatesPage *self);
void palier_duplicates_page_on_apart (PalierDuplicatesPage *self);
void palier_duplicates_page_on_merge_all (PalierDuplicatesPage *self);

static inline PalierDuplicateService *
palier_duplicates_page_get_service (PalierDuplicatesPage *self)
{
  return palier_session_get_duplicates (self->session);
}

G_END_DECLS
