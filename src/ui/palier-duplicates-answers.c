/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is answered: the review follows the row that is selected, and an answer about another row is
 * dropped. */
#include <glib/gi18n.h>

#include "palier-duplicates-page-private.h"
#include "palier-format.h"
#include "palier-shell.h"

/* ---- one group */

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
  g_autoptr (PalierMergePlan) plan = dex_await_boxed (
      palier_duplicate_service_plan (palier_duplicates_page_get_service (self),
                                     (const PalierId *) (void *) ids->data, ids->len),
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

void
palier_duplicates_page_on_selected (PalierDuplicatesPage *self)
{
  PalierDuplicateItem *item = gtk_single_selection_get_selected_item (self->selection);

  set_ready (self, item != NULL && item == self->shown);
  if (item != NULL && item != self->shown)
    palier_shell_spawn (GTK_WIDGET (self), review_fiber);
}

/* The row goes, the next one takes its place. */
static void
take_out (PalierDuplicatesPage *self, PalierDuplicateItem *item)
{
  guint position;

  if (g_list_store_find (self->items, item, &position))
    g_list_store_remove (self->items, position);
  palier_duplicates_page_show_list (self, FALSE);
}

static DexFuture *
merge_fiber (gpointer data)
{
  PalierDuplicatesPage *self = data;
  g_autoptr (PalierDuplicateItem) item = g_object_ref (self->shown);
  g_autoptr (PalierMergePlan) plan = palier_merge_plan_ref (self->plan);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (
      palier_duplicate_service_merge (palier_duplicates_page_get_service (self), plan), &error);

  set_ready (self, TRUE);
  if (changeset == NULL)
    return palier_shell_report (GTK_WIDGET (self), error), NULL;
  g_autofree char *words =
      g_strdup_printf (_ ("%s: one prospect now"), palier_duplicate_item_get_title (item));
  palier_shell_toast_undo (GTK_WIDGET (self), words, &changeset->id);
  take_out (self, item);
  return NULL;
}

void
palier_duplicates_page_on_merge (PalierDuplicatesPage *self)
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
  gboolean ok = dex_await (
      palier_duplicate_service_keep_apart (palier_duplicates_page_get_service (self),
                                           (const PalierId *) (void *) ids->data, ids->len),
      &error);
  set_ready (self, TRUE);
  if (!ok)
    return palier_shell_report (GTK_WIDGET (self), error), NULL;
  palier_shell_toast (GTK_WIDGET (self), _ ("Noted: they will not be proposed again"));
  take_out (self, item);
  return NULL;
}

void
palier_duplicates_page_on_apart (PalierDuplicatesPage *self)
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

/* Leaves those that were not ticked. */
static void
take_out_checked (PalierDuplicatesPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  g_autoptr (GPtrArray) rest = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
  {
    PalierDuplicateItem *item = g_list_model_get_item (G_LIST_MODEL (self->items), i);
    if (palier_duplicate_item_is_checked (item))
      g_object_unref (item);
    else
      g_ptr_array_add (rest, item);
  }
  g_list_store_splice (self->items, 0, n, rest->pdata, rest->len);
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
      palier_duplicate_service_merge_all (palier_duplicates_page_get_service (self), clusters,
                                          palier_duplicates_page_on_progress, g_object_ref (self),
                                          g_object_unref, self->cancellable),
      &error);
  g_clear_object (&self->cancellable);
  if (changeset != NULL)
  {
    g_autofree char *count = palier_format_count (checked->len);
    g_autofree char *words = g_strdup_printf (
        ngettext ("%s group was merged", "%s groups were merged", checked->len), count);
    palier_shell_toast_undo (GTK_WIDGET (self), words, &changeset->id);
    take_out_checked (self);
  }
  else if (error != NULL)
    palier_shell_report (GTK_WIDGET (self), error);
  palier_duplicates_page_show_list (self, FALSE);
  return NULL;
}

void
palier_duplicates_page_on_merge_all (PalierDuplicatesPage *self)
{
  palier_duplicates_page_start (self, _ ("Merging…"), merge_all_fiber);
}
