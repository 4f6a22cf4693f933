/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found stays in the list until it is merged, told apart, or searched for anew; the review
 * follows the row that is selected, and an answer about another row is dropped. */
#include "palier-duplicates-page.h"

#include <glib/gi18n.h>

#include "palier-duplicate-item.h"
#include "palier-duplicate-review.h"
#include "palier-duplicate-rows.h"
#include "palier-format.h"
#include "palier-shell.h"

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

G_DEFINE_FINAL_TYPE (PalierDuplicatesPage, palier_duplicates_page, ADW_TYPE_BIN)

static PalierDuplicateService *
get_service (PalierDuplicatesPage *self)
{
  return palier_session_get_duplicates (self->session);
}

/* ---- the states without a list */

static void
show_message (PalierDuplicatesPage *self, const char *icon, const char *title,
              const char *description)
{
  gboolean busy = self->cancellable != NULL;

  adw_status_page_set_icon_name (self->status, icon);
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (self->cancel_button, busy);
  gtk_widget_set_visible (self->again_button, !busy);
  gtk_stack_set_visible_child_name (self->stack, "message");
}

static guint
count_checked (PalierDuplicatesPage *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
  {
    g_autoptr (PalierDuplicateItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
    n += palier_duplicate_item_is_checked (item);
  }
  return n;
}

static void
show_counts (PalierDuplicatesPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items)), checked = count_checked (self);
  g_autofree char *count = palier_format_count (n);
  g_autofree char *groups = g_strdup_printf (ngettext ("%s group", "%s groups", n), count);
  g_autofree char *ticked = palier_format_count (checked);
  g_autofree char *merge = g_strdup_printf (
      ngettext ("Merge the Sure Group", "Merge the %s Sure Groups", checked), ticked);

  adw_window_title_set_subtitle (self->title, groups);
  gtk_button_set_label (self->merge_all_button, merge);
  gtk_widget_set_visible (self->merge_all_bar, checked > 0);
}

static void
show_list (PalierDuplicatesPage *self, gboolean searched)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->items)) > 0)
  {
    show_counts (self);
    gtk_stack_set_visible_child_name (self->stack, "review");
    return;
  }
  if (searched)
    show_message (self, "palier-done-symbolic", _ ("No Duplicates"),
                  _ ("Nobody seems to be in your base twice."));
  else
    show_message (self, "palier-done-symbolic", _ ("All Reviewed"),
                  _ ("What you merged can be undone; what you told apart is not proposed again."));
}

/* ---- searching */

static void
on_progress_cb (double fraction, gpointer data)
{
  gtk_progress_bar_set_fraction (PALIER_DUPLICATES_PAGE (data)->progress, fraction);
}

static void
fill_list (PalierDuplicatesPage *self, PalierDuplicatesFound *found)
{
  g_list_store_remove_all (self->items);
  for (guint i = 0; i < found->clusters->len; i++)
  {
    g_autoptr (PalierDuplicateItem) item =
        palier_duplicate_item_new (g_ptr_array_index (found->clusters, i));
    g_signal_connect_object (item, "notify::checked", G_CALLBACK (show_counts), self,
                             G_CONNECT_SWAPPED);
    g_list_store_append (self->items, item);
  }
}

static DexFuture *
search_fiber (gpointer data)
{
  PalierDuplicatesPage *self = data;
  g_autoptr (GError) error = NULL;
  PalierDuplicatesFound *found =
      dex_await_boxed (palier_duplicate_service_find (
                           get_service (self), PALIER_DUPLICATES_PROPOSED, self->unsure,
                           on_progress_cb, g_object_ref (self), g_object_unref, self->cancellable),
                       &error);

  g_clear_object (&self->cancellable);
  if (found == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    show_message (self, "edit-find-symbolic", _ ("Search Stopped"), _ ("Nothing was changed."));
    return NULL;
  }
  fill_list (self, found);
  palier_duplicates_found_free (found);
  show_list (self, TRUE);
  return NULL;
}

static void
start (PalierDuplicatesPage *self, const char *title, DexFiberFunc fiber)
{
  if (self->cancellable != NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_progress_bar_set_fraction (self->progress, 0);
  show_message (self, "edit-find-symbolic", title,
                _ ("You can go on working on the other pages meanwhile."));
  palier_shell_spawn (GTK_WIDGET (self), fiber);
}

static void
on_again_cb (PalierDuplicatesPage *self)
{
  start (self, _ ("Searching…"), search_fiber);
}

static void
on_cancel_cb (PalierDuplicatesPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/* ---- the review */

static void
set_ready (PalierDuplicatesPage *self, gboolean ready)
{
  gtk_widget_set_sensitive (self->merge_button, ready && self->plan != NULL);
  gtk_widget_set_sensitive (self->apart_button, ready);
}

static DexFuture *
review_fiber (gpointer data)
{
  PalierDuplicatesPage *self = data;
  PalierDuplicateItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (item == NULL || item == self->shown)
    return NULL;
  g_autoptr (PalierDuplicateItem) held = g_object_ref (item);
  PalierDuplicateCluster *cluster = palier_duplicate_item_get_cluster (item);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  for (guint i = 0; i < cluster->members->len; i++)
    g_array_append_val (ids, g_array_index (cluster->members, PalierDuplicateMember, i).id);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMergePlan) plan =
      dex_await_boxed (palier_duplicate_service_plan (
                           get_service (self), (const PalierId *) (void *) ids->data, ids->len),
                       &error);

  if (gtk_single_selection_get_selected_item (self->selection) != held)
    return NULL;
  g_set_object (&self->shown, held);
  g_clear_pointer (&self->plan, palier_merge_plan_free);
  self->plan = g_steal_pointer (&plan);
  set_ready (self, TRUE);
  if (self->plan == NULL)
    return palier_shell_report (GTK_WIDGET (self), error), NULL;
  palier_duplicate_review_show (self->review, cluster, self->plan);
  return NULL;
}

static void
on_selected_cb (PalierDuplicatesPage *self)
{
  PalierDuplicateItem *item = gtk_single_selection_get_selected_item (self->selection);

  set_ready (self, item != NULL && item == self->shown);
  if (item != NULL && item != self->shown)
    palier_shell_spawn (GTK_WIDGET (self), review_fiber);
}

static void
on_activate_cb (PalierDuplicatesPage *self)
{
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* The row goes, the next one takes its place. */
static void
take_out (PalierDuplicatesPage *self, PalierDuplicateItem *item)
{
  guint position;

  if (g_list_store_find (self->items, item, &position))
    g_list_store_remove (self->items, position);
  show_list (self, FALSE);
}

static DexFuture *
merge_fiber (gpointer data)
{
  PalierDuplicatesPage *self = data;
  g_autoptr (PalierDuplicateItem) item = g_object_ref (self->shown);
  g_autoptr (PalierMergePlan) plan = palier_merge_plan_ref (self->plan);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_duplicate_service_merge (get_service (self), plan), &error);

  set_ready (self, TRUE);
  if (changeset == NULL)
    return palier_shell_report (GTK_WIDGET (self), error), NULL;
  g_autofree char *words =
      g_strdup_printf (_ ("%s: one prospect now"), palier_duplicate_item_get_title (item));
  palier_shell_toast_undo (GTK_WIDGET (self), words, &changeset->id);
  take_out (self, item);
  return NULL;
}

static void
on_merge_cb (PalierDuplicatesPage *self)
{
  if (self->shown == NULL || self->plan == NULL)
    return;
  set_ready (self, FALSE);
  palier_shell_spawn (GTK_WIDGET (self), merge_fiber);
}

static DexFuture *
apart_fiber (gpointer data)
{
  PalierDuplicatesPage *self = data;
  g_autoptr (PalierDuplicateItem) item = g_object_ref (self->shown);
  GArray *members = palier_duplicate_item_get_cluster (item)->members;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < members->len; i++)
    g_array_append_val (ids, g_array_index (members, PalierDuplicateMember, i).id);
  gboolean ok = dex_await (palier_duplicate_service_keep_apart (
                               get_service (self), (const PalierId *) (void *) ids->data, ids->len),
                           &error);
  set_ready (self, TRUE);
  if (!ok)
    return palier_shell_report (GTK_WIDGET (self), error), NULL;
  palier_shell_toast (GTK_WIDGET (self), _ ("Noted: they will not be proposed again"));
  take_out (self, item);
  return NULL;
}

static void
on_apart_cb (PalierDuplicatesPage *self)
{
  if (self->shown == NULL)
    return;
  set_ready (self, FALSE);
  palier_shell_spawn (GTK_WIDGET (self), apart_fiber);
}

/* ---- all that are sure */

/* (transfer full) (element-type PalierDuplicateItem) */
static GPtrArray *
collect_checked (PalierDuplicatesPage *self)
{
  GPtrArray *checked = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->items)); i++)
  {
    PalierDuplicateItem *item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
    if (palier_duplicate_item_is_checked (item))
      g_ptr_array_add (checked, item);
    else
      g_object_unref (item);
  }
  return checked;
}

static void
take_out_all (PalierDuplicatesPage *self, GPtrArray *items)
{
  guint position;

  for (guint i = 0; i < items->len; i++)
    if (g_list_store_find (self->items, g_ptr_array_index (items, i), &position))
      g_list_store_remove (self->items, position);
}

static DexFuture *
merge_all_fiber (gpointer data)
{
  PalierDuplicatesPage *self = data;
  g_autoptr (GPtrArray) checked = collect_checked (self);
  g_autoptr (GPtrArray) clusters =
      g_ptr_array_new_with_free_func ((GDestroyNotify) palier_duplicate_cluster_free);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < checked->len; i++)
    g_ptr_array_add (clusters, palier_duplicate_cluster_ref (palier_duplicate_item_get_cluster (
                                   g_ptr_array_index (checked, i))));
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_duplicate_service_merge_all (get_service (self), clusters, self->cancellable), &error);
  g_clear_object (&self->cancellable);
  if (changeset != NULL)
  {
    g_autofree char *count = palier_format_count (checked->len);
    g_autofree char *words = g_strdup_printf (
        ngettext ("%s group was merged", "%s groups were merged", checked->len), count);
    palier_shell_toast_undo (GTK_WIDGET (self), words, &changeset->id);
    take_out_all (self, checked);
  }
  else if (error != NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  show_list (self, FALSE);
  return NULL;
}

static void
on_merge_all_cb (PalierDuplicatesPage *self)
{
  start (self, _ ("Merging…"), merge_all_fiber);
}

/* ---- set-up */

static void
set_up_list (PalierDuplicatesPage *self)
{
  self->items = g_list_store_new (PALIER_TYPE_DUPLICATE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);
}

/* ---- overrides */

static void
palier_duplicates_page_dispose (GObject *object)
{
  PalierDuplicatesPage *self = PALIER_DUPLICATES_PAGE (object);

  on_cancel_cb (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_DUPLICATES_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->shown);
  g_clear_pointer (&self->unsure, g_array_unref);
  g_clear_pointer (&self->plan, palier_merge_plan_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_duplicates_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, status);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, again_button);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, split);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, list);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, merge_all_bar);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, merge_all_button);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, review);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, apart_button);
  gtk_widget_class_bind_template_child (widget_class, PalierDuplicatesPage, merge_button);
}

static void
palier_duplicates_page_class_init (PalierDuplicatesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_duplicates_page_dispose;
  g_type_ensure (PALIER_TYPE_DUPLICATE_REVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-duplicates-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_merge_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_apart_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_merge_cb);
}

static void
palier_duplicates_page_init (PalierDuplicatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_list (self);
}

/**
 * palier_duplicates_page_new:
 * @session: open
 */
GtkWidget *
palier_duplicates_page_new (PalierSession *session)
{
  PalierDuplicatesPage *self = g_object_new (PALIER_TYPE_DUPLICATES_PAGE, NULL);
  g_autoptr (GtkListItemFactory) factory = palier_duplicate_rows_new (session);

  self->session = g_object_ref (session);
  gtk_list_view_set_factory (self->list, factory);
  return GTK_WIDGET (self);
}

/**
 * palier_duplicates_page_search:
 * @unsure: (nullable) (element-type PalierUnsurePair): what an import asks to look at; referenced
 *
 * Searches the base, unless what was found is still to be reviewed.
 */
void
palier_duplicates_page_search (PalierDuplicatesPage *self, GArray *unsure)
{
  if (unsure != NULL)
  {
    g_clear_pointer (&self->unsure, g_array_unref);
    self->unsure = g_array_ref (unsure);
  }
  if (unsure != NULL || g_list_model_get_n_items (G_LIST_MODEL (self->items)) == 0)
    on_again_cb (self);
}
