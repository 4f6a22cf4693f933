/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window. It is shown before the base is open, with an empty page; palier_window_set_session()
 * then brings the pages to life, each when it is first looked at. A file that is dropped or opened
 * before that waits in `pending`. */
#include "palier-window-private.h"

#include <glib/gi18n.h>

#include "palier-campaigns-page.h"
#include "palier-dashboard-page.h"
#include "palier-duplicates-page.h"
#include "palier-import-page.h"
#include "palier-messages-page.h"
#include "palier-prospects-page.h"
#include "palier-references-page.h"
#include "palier-templates-page.h"
#include "palier-window-state.h"

G_DEFINE_FINAL_TYPE (PalierWindow, palier_window, ADW_TYPE_APPLICATION_WINDOW)

static const struct
{
  const char *name;
  const char *title;
  const char *icon;
} pages[PALIER_WINDOW_PAGES] = {
  { "prospects", N_ ("Prospects"), "system-users-symbolic" },
  { "import", N_ ("Import"), "document-open-symbolic" },
  { "messages", N_ ("Messages"), "mail-message-new-symbolic" },
  { "campaigns", N_ ("Campaigns"), "palier-campaign-symbolic" },
  { "dashboard", N_ ("Dashboard"), "palier-dashboard-symbolic" },
};

/* Behind another page: it has no row of its own. */
static const struct
{
  const char *name;
  const char *title;
  const char *behind;
} inner_pages[] = {
  { "duplicates", N_ ("Duplicates"), "prospects" },
  { "templates", N_ ("Templates"), "messages" },
  { "references", N_ ("Customer References"), "messages" },
};

static int
page_index (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].name, name) == 0)
      return (int) i;
  return 0;
}

static GtkWidget *
make_page (PalierWindow *self, const char *name)
{
  if (g_str_equal (name, "import"))
    return palier_import_page_new (self->session);
  if (g_str_equal (name, "messages"))
    return palier_messages_page_new (self->session);
  if (g_str_equal (name, "campaigns"))
    return palier_campaigns_page_new (self->session);
  if (g_str_equal (name, "dashboard"))
    return palier_dashboard_page_new (self->session);
  if (g_str_equal (name, "duplicates"))
    return palier_duplicates_page_new (self->session);
  if (g_str_equal (name, "templates"))
    return palier_templates_page_new (self->session);
  if (g_str_equal (name, "references"))
    return palier_references_page_new (self->session);
  return palier_prospects_page_new (self->session);
}

/* Returns: (transfer none): the page of that name, made now if it was never looked at */
GtkWidget *
palier_window_ensure_page (PalierWindow *self, const char *name)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, name);

  if (page == NULL)
  {
    page = make_page (self, name);
    gtk_stack_add_named (self->stack, page, name);
  }
  return page;
}

/* Work that goes on behind another page shows here. */
static GtkWidget *
make_progress (PalierWindow *self, guint i)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_halign (label, GTK_ALIGN_END);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_set_visible (label, FALSE);
  self->progress[i] = label;
  return label;
}

static void
add_page_row (PalierWindow *self, guint i)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *icon = gtk_image_new_from_icon_name (pages[i].icon);
  GtkWidget *label = gtk_label_new (_ (pages[i].title));
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), make_progress (self, i));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ (pages[i].title), -1);
  gtk_list_box_append (self->pages_list, row);
}

static void
import_pending (PalierWindow *self)
{
  g_autoptr (GPtrArray) files = g_steal_pointer (&self->pending);
  const char *shown = gtk_stack_get_visible_child_name (self->stack);

  self->pending = g_ptr_array_new_with_free_func (g_object_unref);
  if (g_strcmp0 (shown, "templates") == 0)
  {
    palier_templates_page_import (PALIER_TEMPLATES_PAGE (gtk_stack_get_visible_child (self->stack)),
                                  (GFile **) files->pdata, files->len);
    return;
  }
  if (g_strcmp0 (shown, "campaigns") == 0)
  {
    palier_campaigns_page_import (PALIER_CAMPAIGNS_PAGE (gtk_stack_get_visible_child (self->stack)),
                                  (GFile **) files->pdata, files->len);
    return;
  }
  palier_window_show_page (self, "import");
  palier_import_page_open (PALIER_IMPORT_PAGE (palier_window_ensure_page (self, "import")),
                           (GFile **) files->pdata, files->len);
}

static void
on_row_activated_cb (PalierWindow *self, GtkListBoxRow *row)
{
  palier_window_show_page (self, pages[gtk_list_box_row_get_index (row)].name);
}

/* ---- files that are dropped */

static GdkDragAction
on_drag_enter_cb (PalierWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->drop_hint), TRUE);
  gtk_revealer_set_reveal_child (self->drop_hint, TRUE);
  return GDK_ACTION_COPY;
}

static void
on_drag_leave_cb (PalierWindow *self)
{
  gtk_revealer_set_reveal_child (self->drop_hint, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->drop_hint), FALSE);
}

static gboolean
on_drop_cb (PalierWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  /* A drop is no leave. */
  on_drag_leave_cb (self);
  for (GSList *l = files; l; l = l->next)
    g_ptr_array_add (self->pending, g_object_ref (l->data));
  if (self->session && files)
    import_pending (self);
  return files != NULL;
}

static void
accept_files (PalierWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop_cb), self);
  g_signal_connect_swapped (target, "enter", G_CALLBACK (on_drag_enter_cb), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (on_drag_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* ---- overrides */

static void
close_window (gpointer window)
{
  gtk_window_close (window);
}

/* What is unsaved is asked for first. */
static gboolean
is_held (PalierWindow *self)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->stack, "templates");

  if (page == NULL
      || !palier_templates_page_hold (PALIER_TEMPLATES_PAGE (page), close_window,
                                      g_object_ref (self), g_object_unref))
    return FALSE;
  palier_window_show_page (self, "templates");
  return TRUE;
}

static gboolean
palier_window_close_request (GtkWindow *window)
{
  if (is_held (PALIER_WINDOW (window)))
    return TRUE;
  palier_window_state_save (window, PALIER_WINDOW (window)->page);
  return GTK_WINDOW_CLASS (palier_window_parent_class)->close_request (window);
}

static void
palier_window_dispose (GObject *object)
{
  PalierWindow *self = PALIER_WINDOW (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->pending, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_WINDOW);
  G_OBJECT_CLASS (palier_window_parent_class)->dispose (object);
}

static void
palier_window_finalize (GObject *object)
{
  g_free (PALIER_WINDOW (object)->page);
  G_OBJECT_CLASS (palier_window_parent_class)->finalize (object);
}

static void
palier_window_class_init (PalierWindowClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  object_class->dispose = palier_window_dispose;
  object_class->finalize = palier_window_finalize;
  GTK_WINDOW_CLASS (class)->close_request = palier_window_close_request;
  g_type_ensure (PALIER_TYPE_SYNC_INDICATOR);
  palier_window_install_actions (widget_class);
  /* A binding, not an accelerator of the application: text that is edited takes the key first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste",
                                       NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, split);
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, pages_list);
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, PalierWindow, sync);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
palier_window_init (PalierWindow *self)
{
  self->pending = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    add_page_row (self, i);
  accept_files (self);
  palier_sync_indicator_say (self->sync, _ ("Opening…"));
}

/* ---- public */

PalierWindow *
palier_window_new (GtkApplication *application)
{
  PalierWindow *self = g_object_new (PALIER_TYPE_WINDOW, "application", application, NULL);

  self->page = palier_window_state_restore (GTK_WINDOW (self));
  palier_window_show_page (self, self->page);
  return self;
}

/**
 * palier_window_set_session:
 * @session: open
 *
 * Shows the page that was asked for, and the file that waits.
 */
void
palier_window_set_session (PalierWindow *self, PalierSession *session)
{
  g_set_object (&self->session, session);
  palier_sync_indicator_follow (self->sync, palier_session_get_sync (session));
  if (self->pending->len > 0)
    import_pending (self);
  else
    palier_window_show_page (self, self->page);
}

/**
 * palier_window_show_trouble:
 *
 * Shows instead of the pages why the base cannot be opened, and a way to try again.
 */
void
palier_window_show_trouble (PalierWindow *self, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);

  adw_status_page_set_description (self->trouble, words);
  adw_navigation_page_set_title (self->content_page, "Palier");
  gtk_stack_set_visible_child_name (self->stack, "trouble");
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  palier_sync_indicator_say (self->sync, _ ("Not open"));
}

/**
 * palier_window_import:
 * @files: (array length=n)
 *
 * Leads @files to the Import page, now or once the base is open.
 */
void
palier_window_import (PalierWindow *self, GFile **files, guint n)
{
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (self->pending, g_object_ref (files[i]));
  if (self->session && n > 0)
    import_pending (self);
}

/**
 * palier_window_set_progress:
 * @page: as for palier_window_show_page()
 * @fraction: 0 to 1; negative: nothing is under way any more
 */
void
palier_window_set_progress (PalierWindow *self, const char *page, double fraction)
{
  GtkWidget *label = self->progress[page_index (page)];
  /* Translators: how far work is */
  g_autofree char *text = g_strdup_printf (_ ("%d %%"), (int) (CLAMP (fraction, 0, 1) * 100));

  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_visible (label, fraction >= 0);
}

static void
show_inner_page (PalierWindow *self, guint i)
{
  if (self->session == NULL)
    return;
  palier_window_show_page (self, inner_pages[i].behind);
  adw_navigation_page_set_title (self->content_page, _ (inner_pages[i].title));
  gtk_stack_set_visible_child (self->stack, palier_window_ensure_page (self, inner_pages[i].name));
}

/**
 * palier_window_show_page:
 * @name: prospects, import, messages, campaigns or dashboard, or duplicates, templates or
 * references, which are behind one of these; another means prospects
 */
void
palier_window_show_page (PalierWindow *self, const char *name)
{
  int i = page_index (name);

  for (guint inner = 0; inner < G_N_ELEMENTS (inner_pages); inner++)
    if (g_strcmp0 (inner_pages[inner].name, name) == 0)
    {
      show_inner_page (self, inner);
      return;
    }

  if (g_strcmp0 (self->page, pages[i].name) != 0)
  {
    g_free (self->page);
    self->page = g_strdup (pages[i].name);
  }
  gtk_list_box_select_row (self->pages_list, gtk_list_box_get_row_at_index (self->pages_list, i));
  adw_navigation_page_set_title (self->content_page, _ (pages[i].title));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  if (self->session)
    gtk_stack_set_visible_child (self->stack, palier_window_ensure_page (self, pages[i].name));
}

/* What has just happened is said at once; what is still shown comes back after it. */
void
palier_window_add_toast (PalierWindow *self, AdwToast *toast)
{
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/**
 * palier_window_write_to:
 * @trail: (transfer full): who comes before and after
 *
 * Drafts messages to @prospect and opens them in the composer.
 */
void
palier_window_write_to (PalierWindow *self, const PalierId *prospect, PalierComposerTrail *trail)
{
  g_assert (self->session != NULL);
  palier_window_show_page (self, "messages");
  palier_messages_page_write_to (
      PALIER_MESSAGES_PAGE (palier_window_ensure_page (self, "messages")), prospect, trail);
}

/**
 * palier_window_review:
 * @made_by: the changeset that made the drafts
 *
 * Returns: (transfer none) (nullable): the review of these
 */
PalierReviewPage *
palier_window_review (PalierWindow *self, const PalierId *made_by)
{
  if (self->session == NULL)
    return NULL;
  palier_window_show_page (self, "messages");
  return palier_messages_page_review (
      PALIER_MESSAGES_PAGE (palier_window_ensure_page (self, "messages")), made_by);
}

/**
 * palier_window_find_duplicates:
 * @unsure: (nullable) (element-type PalierUnsurePair): what an import was unsure of
 *
 * Leads to the page of duplicates.
 */
void
palier_window_find_duplicates (PalierWindow *self, GArray *unsure)
{
  if (self->session == NULL)
    return;
  palier_window_show_page (self, "duplicates");
  palier_duplicates_page_search (
      PALIER_DUPLICATES_PAGE (palier_window_ensure_page (self, "duplicates")), unsure);
}
