/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page asks, the base answers: search, filters and the header that was clicked make a query,
 * and the list follows. Nothing is sorted or filtered here. */
#include "palier-prospects-page-private.h"

#include <glib/gi18n.h>

#include "palier-columns-dialog.h"
#include "palier-export-dialog.h"
#include "palier-format.h"
#include "palier-shell.h"

G_DEFINE_FINAL_TYPE (PalierProspectsPage, palier_prospects_page, ADW_TYPE_BIN)

static void on_selected_cb (PalierProspectsPage *self);

static void
show_wanted (PalierProspectsPage *self)
{
  guint position =
      self->wanted != 0 ? palier_prospect_list_find (self->list, self->wanted) : G_MAXUINT;

  if (position == G_MAXUINT)
    return;
  self->wanted = 0;
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->pane));
  gtk_column_view_scroll_to (self->view, position, NULL,
                             GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

static void
on_list_changed_cb (PalierProspectsPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  gboolean loading = palier_prospect_list_is_loading (self->list);
  g_autofree char *count = palier_format_count (n);
  g_autofree char *subtitle = g_strdup_printf (ngettext ("%s prospect", "%s prospects", n), count);

  if (n > 0 || loading)
    gtk_stack_set_visible_child_name (self->stack, "list");
  else
    gtk_stack_set_visible_child_name (
        self->stack, palier_prospects_page_is_filtered (self) ? "nothing-found" : "none");
  gtk_widget_set_visible (self->tools,
                          n > 0 || loading || palier_prospects_page_is_filtered (self));
  gtk_widget_set_visible (GTK_WIDGET (self->filters),
                          n > 0 || loading || palier_prospects_page_is_filtered (self));
  adw_window_title_set_subtitle (
      self->title, n > 0 || (palier_prospects_page_is_filtered (self) && !loading) ? subtitle : "");
  show_wanted (self);
  /* Whoever is gone is selected no more, and nobody says so. */
  on_selected_cb (self);
}

/* (transfer full) (element-type gint64): the row numbers of the selection */
static GArray *
get_selected (PalierProspectsPage *self)
{
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  GtkBitsetIter iter;
  guint position;

  if (gtk_bitset_iter_init_first (&iter, selected, &position))
    do
    {
      gint64 n = palier_prospect_list_get_number (self->list, position);
      g_array_append_val (numbers, n);
    } while (gtk_bitset_iter_next (&iter, &position));
  return numbers;
}

/* (transfer full) (nullable): whom the pane shows: the one that is selected, if one alone is */
static PalierProspectItem *
get_only_item (PalierProspectsPage *self)
{
  g_autoptr (GtkBitset) selected =
      gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));

  if (gtk_bitset_get_size (selected) != 1)
    return NULL;
  return g_list_model_get_item (G_LIST_MODEL (self->selection), gtk_bitset_get_minimum (selected));
}

static void
on_selected_cb (PalierProspectsPage *self)
{
  g_autoptr (PalierProspectItem) item = get_only_item (self);
  g_autoptr (GArray) numbers = get_selected (self);

  gint64 shown = item != NULL ? g_array_index (numbers, gint64, 0) : 0;

  palier_bulk_bar_set_numbers (self->bulk, numbers);
  if (shown == self->shown)
    return;
  self->shown = shown;
  palier_prospect_pane_set_item (self->pane, item);
  if (item != NULL)
    gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->pane));
  if (item == NULL)
    adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  else if (!adw_overlay_split_view_get_collapsed (self->split))
    adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

static void
show_pane (PalierProspectsPage *self)
{
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->pane));
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

/* Enter is pressed on the row that has the keyboard, which need not be selected. */
static void
on_activate_cb (PalierProspectsPage *self, guint position)
{
  gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, TRUE);
  show_pane (self);
}

/* On a narrow window the pane covers the list, so that only a click or Enter shows it: moving
 * through the rows by the arrow keys must not. */
static void
on_click_cb (PalierProspectsPage *self, int n_press, double x, double y)
{
  g_autoptr (PalierProspectItem) item = get_only_item (self);

  if (item != NULL)
    show_pane (self);
}

static void
on_close_pane_cb (PalierProspectsPage *self)
{
  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* (transfer full): the list as it stands */
static PalierComposerTrail *
make_trail (PalierProspectsPage *self)
{
  PalierComposerTrail *trail = palier_composer_trail_new ();
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  for (guint i = 0; i < n; i++)
  {
    gint64 number = palier_prospect_list_get_number (self->list, i);
    if (number == self->shown)
      palier_composer_trail_begin (trail, i);
    palier_composer_trail_add_prospect (trail, number);
  }
  return trail;
}

static void
on_write_cb (PalierProspectsPage *self, const PalierId *prospect)
{
  palier_shell_write_to (GTK_WIDGET (self), prospect, make_trail (self));
}

static void
on_stop_search_cb (PalierProspectsPage *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
on_clear_action_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_prospects_page_clear (PALIER_PROSPECTS_PAGE (widget));
}

static void
on_export_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierProspectsPage *self = PALIER_PROSPECTS_PAGE (widget);
  g_autoptr (PalierQuery) query = palier_prospects_page_make_query (self);

  palier_export_dialog_present (self->exporting, self->session, query, NULL,
                                g_list_model_get_n_items (G_LIST_MODEL (self->list)));
}

static void
on_export_selection_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierProspectsPage *self = PALIER_PROSPECTS_PAGE (widget);
  g_autoptr (GArray) numbers = get_selected (self);

  palier_export_dialog_present (self->exporting, self->session, NULL, numbers, numbers->len);
}

/* One export at a time. */
static void
on_exporting_changed_cb (PalierProspectsPage *self)
{
  gboolean busy = palier_export_bar_is_busy (self->exporting);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prospects.export", !busy);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "prospects.export-selection", !busy);
}

static void
on_columns_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  adw_dialog_present (palier_columns_dialog_new (PALIER_PROSPECTS_PAGE (widget)->columns), widget);
}

static void
on_open_cb (PalierProspectsPage *self, gint64 n)
{
  palier_prospects_page_open (self, n);
}

static gboolean
on_write_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return gtk_widget_activate_action (GTK_WIDGET (PALIER_PROSPECTS_PAGE (widget)->pane),
                                     "prospect.write", NULL);
}

static gboolean
on_delete_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  return gtk_widget_activate_action (GTK_WIDGET (PALIER_PROSPECTS_PAGE (widget)->pane),
                                     "prospect.delete", NULL);
}

/* Wherever the keyboard is on the page, but in a text, which has it first. */
static gboolean
on_select_all_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  PalierProspectsPage *self = PALIER_PROSPECTS_PAGE (widget);

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (self->selection));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  return TRUE;
}

/* A page that changes its layout takes the list off the screen for a frame, and with it the
 * keyboard: it goes back to where it was. */
static void
on_view_unmap_cb (PalierProspectsPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->view));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  self->had_keyboard = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view));
}

static void
on_view_map_cb (PalierProspectsPage *self)
{
  if (self->had_keyboard)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
watch_clicks (PalierProspectsPage *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect_swapped (click, "released", G_CALLBACK (on_click_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), GTK_EVENT_CONTROLLER (click));
}

static void
set_session (PalierProspectsPage *self, PalierSession *session)
{
  g_autoptr (PalierQuery) query = palier_prospects_page_make_query (self);

  self->session = g_object_ref (session);
  self->list = palier_prospect_service_list (palier_session_get_prospects (session), query);
  self->selection = gtk_multi_selection_new (g_object_ref (G_LIST_MODEL (self->list)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (on_list_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed",
                           G_CALLBACK (palier_prospects_page_ask), self, G_CONNECT_SWAPPED);
  palier_prospect_pane_set_session (self->pane, session);
  palier_new_prospect_set_session (self->form, session);
  palier_filter_bar_set_session (self->filters, session);
  palier_bulk_bar_set_session (self->bulk, session);
  on_list_changed_cb (self);
}

static void
palier_prospects_page_dispose (GObject *object)
{
  PalierProspectsPage *self = PALIER_PROSPECTS_PAGE (object);

  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_PROSPECTS_PAGE);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_prospects_page_parent_class)->dispose (object);
}

static void
palier_prospects_page_class_init (PalierProspectsPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_prospects_page_dispose;
  g_type_ensure (PALIER_TYPE_PROSPECT_COLUMNS);
  g_type_ensure (PALIER_TYPE_PROSPECT_PANE);
  g_type_ensure (PALIER_TYPE_NEW_PROSPECT);
  g_type_ensure (PALIER_TYPE_FILTER_BAR);
  g_type_ensure (PALIER_TYPE_BULK_BAR);
  g_type_ensure (PALIER_TYPE_EXPORT_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-prospects-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, view);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, columns);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_a, GDK_CONTROL_MASK, on_select_all_key_cb,
                                NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_m, GDK_CONTROL_MASK, on_write_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, GDK_CONTROL_MASK, on_delete_key_cb,
                                NULL);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, split);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, side);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, pane);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, form);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, tools);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, search);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, kind);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, band);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, filters);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, bulk);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, exporting);
  gtk_widget_class_bind_template_child (widget_class, PalierProspectsPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_view_unmap_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_exporting_changed_cb);
  palier_prospects_page_bind_filters (widget_class);
  gtk_widget_class_install_action (widget_class, "prospects.export", NULL, on_export_cb);
  gtk_widget_class_install_action (widget_class, "prospects.export-selection", NULL,
                                   on_export_selection_cb);
  gtk_widget_class_install_action (widget_class, "prospects.columns", NULL, on_columns_cb);
  gtk_widget_class_install_action (widget_class, "prospects.clear", NULL, on_clear_action_cb);
}

static void
palier_prospects_page_init (PalierProspectsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->pane, "write", G_CALLBACK (on_write_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pane, "close", G_CALLBACK (on_close_pane_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "close", G_CALLBACK (on_close_pane_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->form, "open", G_CALLBACK (on_open_cb), self, G_CONNECT_SWAPPED);
  watch_clicks (self);
}

/**
 * palier_prospects_page_new:
 * @session: open
 */
GtkWidget *
palier_prospects_page_new (PalierSession *session)
{
  PalierProspectsPage *self = g_object_new (PALIER_TYPE_PROSPECTS_PAGE, NULL);

  set_session (self, session);
  return GTK_WIDGET (self);
}

/* Puts the keyboard into the search. */
void
palier_prospects_page_search (PalierProspectsPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  gtk_editable_select_region (self->search, 0, -1);
}

/* Shows the form of a new prospect. */
void
palier_prospects_page_add (PalierProspectsPage *self)
{
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->selection));
  gtk_stack_set_visible_child (self->side, GTK_WIDGET (self->form));
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
  palier_new_prospect_start (self->form);
}

/**
 * palier_prospects_page_open:
 * @n: row number of a prospect
 *
 * Shows it, now or once it is in the list; search and filters that may hide it are cleared.
 */
void
palier_prospects_page_open (PalierProspectsPage *self, gint64 n)
{
  self->wanted = n;
  if (palier_prospect_list_find (self->list, n) == G_MAXUINT
      && palier_prospects_page_is_filtered (self))
    palier_prospects_page_clear (self);
  show_wanted (self);
}
