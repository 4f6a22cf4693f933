/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found stays in the list until it is merged, told apart, or searched for anew. */
#include <glib/gi18n.h>

#include "palier-duplicate-rows.h"
#include "palier-duplicates-page-private.h"
#include "palier-format.h"
#include "palier-shell.h"

G_DEFINE_FINAL_TYPE (PalierDuplicatesPage, palier_duplicates_page, ADW_TYPE_BIN)

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

void
palier_duplicates_page_show_list (PalierDuplicatesPage *self, gboolean searched)
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

void
palier_duplicates_page_on_progress (double fraction, gpointer data)
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
                           palier_duplicates_page_get_service (self), PALIER_DUPLICATES_PROPOSED,
                           self->unsure, palier_duplicates_page_on_progress, g_object_ref (self),
                           g_object_unref, self->cancellable),
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
  palier_duplicates_page_show_list (self, TRUE);
  return NULL;
}

void
palier_duplicates_page_start (PalierDuplicatesPage *self, const char *title, DexFiberFunc fiber)
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
  palier_duplicates_page_start (self, _ ("Searching…"), search_fiber);
}

static void
on_cancel_cb (PalierDuplicatesPage *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
on_activate_cb (PalierDuplicatesPage *self)
{
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* ---- set-up */

static void
set_up_list (PalierDuplicatesPage *self)
{
  self->items = g_list_store_new (PALIER_TYPE_DUPLICATE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "notify::selected-item",
                           G_CALLBACK (palier_duplicates_page_on_selected), self,
                           G_CONNECT_SWAPPED);
}

/* ---- overrides */

static void
palier_duplicates_page_dispose (GObject *object)
{
  PalierDuplicatesPage *self = PALIER_DUPLICATES_PAGE (object);

  on_cancel_cb (self);
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
  gtk_widget_class_bind_template_callback_full (widget_class, "on_merge_all_cb",
                                                G_CALLBACK (palier_duplicates_page_on_merge_all));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_apart_cb",
                                                G_CALLBACK (palier_duplicates_page_on_apart));
  gtk_widget_class_bind_template_callback_full (widget_class, "on_merge_cb",
                                                G_CALLBACK (palier_duplicates_page_on_merge));
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
