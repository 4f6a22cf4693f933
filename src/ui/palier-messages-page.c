/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-messages-page.h"

#include <glib/gi18n.h>

#include "palier-composer-page.h"
#include "palier-format.h"
#include "palier-message-groups.h"
#include "palier-shell.h"

struct _PalierMessagesPage
{
  AdwBin parent_instance;

  PalierSession *session;
  GListModel *model;         /* of PalierMessageItem, as the service gives it */
  GtkSortListModel *grouped; /* the same, by group, the newest first */
  GtkSorter *groups;
  guint regroup; /* source, 0 for none: messages changed their group */
  guint to_top;  /* source, 0 for none */

  AdwNavigationView *navigation;
  AdwWindowTitle *title;
  GtkWidget *action_bar;
  GtkButton *send_button;
  GtkButton *review_button;
  GtkStack *stack;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (PalierMessagesPage, palier_messages_page, ADW_TYPE_BIN)

/* ---- the list */

static int
compare_groups (gconstpointer a, gconstpointer b, gpointer data)
{
  PalierMessage *one = palier_message_item_get_message ((gpointer) a);
  PalierMessage *two = palier_message_item_get_message ((gpointer) b);

  return (int) palier_message_group (one) - (int) palier_message_group (two);
}

static int
compare_times (gconstpointer a, gconstpointer b, gpointer data)
{
  PalierMessage *one = palier_message_item_get_message ((gpointer) a);
  PalierMessage *two = palier_message_item_get_message ((gpointer) b);

  return (one->created_ms < two->created_ms) - (one->created_ms > two->created_ms);
}

static const char *
state_words (const PalierMessage *message)
{
  if (message->state == PALIER_MESSAGE_APPROVED && message->delivery)
    return palier_words_delivery (message->delivery);
  return message->state == PALIER_MESSAGE_DRAFT ? palier_words_angle (message->angle) : "";
}

static void
show_row (GtkWidget *box, const PalierMessage *message)
{
  GtkWidget *name = g_object_get_data (G_OBJECT (box), "name");
  GtkWidget *subject = g_object_get_data (G_OBJECT (box), "subject");
  GtkWidget *state = g_object_get_data (G_OBJECT (box), "state");

  gtk_label_set_text (GTK_LABEL (name),
                      message->prospect_name ? message->prospect_name : _ ("Unknown"));
  gtk_label_set_text (GTK_LABEL (subject), message->subject ? message->subject : "");
  gtk_label_set_text (GTK_LABEL (state), state_words (message));
}

static GtkWidget *
add_label (GtkWidget *box, GtkWidget *parent, const char *key, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (parent), label);
  g_object_set_data (G_OBJECT (box), key, label);
  return label;
}

static void
on_setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (box), texts);
  add_label (box, texts, "name", NULL);
  gtk_widget_add_css_class (add_label (box, texts, "subject", "dimmed"), "caption");
  gtk_widget_add_css_class (add_label (box, box, "state", "caption"), "dimmed");
  gtk_list_item_set_child (item, box);
}

static void
on_item_changed_cb (GtkListItem *list_item)
{
  PalierMessageItem *item = gtk_list_item_get_item (list_item);

  if (item)
    show_row (gtk_list_item_get_child (list_item), palier_message_item_get_message (item));
}

static void
on_bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_connect_object (gtk_list_item_get_item (list_item), "notify::message",
                           G_CALLBACK (on_item_changed_cb), list_item, G_CONNECT_SWAPPED);
  on_item_changed_cb (list_item);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (list_item), on_item_changed_cb,
                                        list_item);
}

static void
on_header_setup_cb (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
}

static void
on_header_bind_cb (GtkSignalListItemFactory *factory, GtkListHeader *header)
{
  PalierMessageItem *item = gtk_list_header_get_item (header);
  PalierMessageGroup group = palier_message_group (palier_message_item_get_message (item));
  g_autofree char *count = palier_format_count (gtk_list_header_get_n_items (header));
  g_autofree char *text = g_strdup_printf ("%s  %s", palier_message_group_title (group), count);

  gtk_label_set_text (GTK_LABEL (gtk_list_header_get_child (header)), text);
}

static void
set_up_list (PalierMessagesPage *self)
{
  g_autoptr (GtkListItemFactory) rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) headers = gtk_signal_list_item_factory_new ();

  g_signal_connect (rows, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect (rows, "bind", G_CALLBACK (on_bind_cb), NULL);
  g_signal_connect (rows, "unbind", G_CALLBACK (on_unbind_cb), NULL);
  g_signal_connect (headers, "setup", G_CALLBACK (on_header_setup_cb), NULL);
  g_signal_connect (headers, "bind", G_CALLBACK (on_header_bind_cb), NULL);
  gtk_list_view_set_factory (self->list, rows);
  gtk_list_view_set_header_factory (self->list, headers);
}

/* ---- sending all that is approved */

static guint
count_drafts (PalierMessagesPage *self)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (self->model); i++)
  {
    g_autoptr (PalierMessageItem) item = g_list_model_get_item (self->model, i);
    n += palier_message_group (palier_message_item_get_message (item)) == PALIER_GROUP_DRAFT;
  }
  return n;
}

/* Returns: (transfer full) (element-type PalierId) */
static GArray *
approved_ids (PalierMessagesPage *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (PalierId));

  for (guint i = 0; i < g_list_model_get_n_items (self->model); i++)
  {
    g_autoptr (PalierMessageItem) item = g_list_model_get_item (self->model, i);
    PalierMessage *message = palier_message_item_get_message (item);
    if (palier_message_group (message) == PALIER_GROUP_APPROVED)
      g_array_append_val (ids, message->id);
  }
  return ids;
}

static void
show_counts (PalierMessagesPage *self)
{
  guint n = g_list_model_get_n_items (self->model);
  guint n_drafts = count_drafts (self);
  g_autoptr (GArray) approved = approved_ids (self);
  g_autofree char *count = palier_format_count (approved->len);
  g_autofree char *label =
      g_strdup_printf (ngettext ("Send %s Message", "Send %s Messages", approved->len), count);

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "none");
  gtk_button_set_label (self->send_button, label);
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), approved->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->review_button), n_drafts > 0);
  gtk_widget_set_visible (self->action_bar, approved->len > 0 || n_drafts > 0);
}

static gboolean
on_to_top_cb (gpointer data)
{
  PalierMessagesPage *self = data;

  self->to_top = 0;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);
  return G_SOURCE_REMOVE;
}

/* A list view holds on to its first row and so hides that row's header when it is filled. Where
 * nobody has scrolled yet, the header is shown again, after the layout. */
static void
keep_top (PalierMessagesPage *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));

  if (self->to_top == 0 && gtk_adjustment_get_value (adjustment) < 1)
    self->to_top = g_idle_add_full (G_PRIORITY_LOW, on_to_top_cb, self, NULL);
}

static gboolean
on_regroup_cb (gpointer data)
{
  PalierMessagesPage *self = data;

  self->regroup = 0;
  keep_top (self);
  /* The model does not follow a section sorter that changes, only one that is set. */
  gtk_sort_list_model_set_section_sorter (self->grouped, NULL);
  gtk_sort_list_model_set_section_sorter (self->grouped, self->groups);
  show_counts (self);
  return G_SOURCE_REMOVE;
}

/* Many messages change at once when they are sent: they are put in order once. */
static void
on_message_changed_cb (PalierMessagesPage *self)
{
  if (self->regroup == 0)
    self->regroup = g_idle_add (on_regroup_cb, self);
}

static void
on_model_changed_cb (PalierMessagesPage *self, guint position, guint n_removed, guint n_added)
{
  for (guint i = position; i < position + n_added; i++)
  {
    g_autoptr (PalierMessageItem) item = g_list_model_get_item (self->model, i);
    g_signal_connect_object (item, "notify::message", G_CALLBACK (on_message_changed_cb), self,
                             G_CONNECT_SWAPPED);
  }
  keep_top (self);
  show_counts (self);
}

static DexFuture *
send_fiber (gpointer data)
{
  PalierMessagesPage *self = data;
  g_autoptr (GArray) ids = approved_ids (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *count = palier_format_count (ids->len);
  g_autofree char *words = g_strdup_printf (
      ngettext ("%s message is on its way", "%s messages are on their way", ids->len), count);

  if (ids->len == 0)
    return NULL;
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), FALSE);
  if (dex_await (palier_message_service_send (palier_session_get_messages (self->session),
                                              (const PalierId *) (void *) ids->data, ids->len, 0),
                 &error))
    palier_shell_toast (GTK_WIDGET (self), words);
  else
    palier_shell_report (GTK_WIDGET (self), error);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), TRUE);
  return NULL;
}

static void
on_send_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_shell_spawn (widget, send_fiber);
}

/* ---- the composer */

static void
open_composer (PalierMessagesPage *self, const PalierId *prospect, PalierMessage *message)
{
  adw_navigation_view_pop_to_tag (self->navigation, "list");
  adw_navigation_view_push (self->navigation,
                            palier_composer_page_new (self->session, prospect, message));
}

static void
on_activate_cb (PalierMessagesPage *self, guint position)
{
  g_autoptr (PalierMessageItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->grouped), position);
  PalierMessage *message = palier_message_item_get_message (item);

  open_composer (self, &message->prospect, message);
}

static void
on_review_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_messages_page_review (PALIER_MESSAGES_PAGE (widget), NULL);
}

/* ---- overrides */

static void
palier_messages_page_dispose (GObject *object)
{
  PalierMessagesPage *self = PALIER_MESSAGES_PAGE (object);

  g_clear_handle_id (&self->regroup, g_source_remove);
  g_clear_handle_id (&self->to_top, g_source_remove);
  g_clear_object (&self->groups);
  g_clear_object (&self->grouped);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_messages_page_parent_class)->dispose (object);
}

static void
palier_messages_page_class_init (PalierMessagesPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_messages_page_dispose;
  gtk_widget_class_install_action (widget_class, "messages.send", NULL, on_send_cb);
  gtk_widget_class_install_action (widget_class, "messages.review", NULL, on_review_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "messages.review",
                                       NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-messages-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierMessagesPage, navigation);
  gtk_widget_class_bind_template_child (widget_class, PalierMessagesPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierMessagesPage, action_bar);
  gtk_widget_class_bind_template_child (widget_class, PalierMessagesPage, send_button);
  gtk_widget_class_bind_template_child (widget_class, PalierMessagesPage, review_button);
  gtk_widget_class_bind_template_child (widget_class, PalierMessagesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierMessagesPage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
}

static void
palier_messages_page_init (PalierMessagesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_up_list (self);
}

/**
 * palier_messages_page_new:
 * @session: open
 */
GtkWidget *
palier_messages_page_new (PalierSession *session)
{
  PalierMessagesPage *self = g_object_new (PALIER_TYPE_MESSAGES_PAGE, NULL);

  self->session = g_object_ref (session);
  self->groups = GTK_SORTER (gtk_custom_sorter_new (compare_groups, NULL, NULL));
  self->model = palier_message_service_list (palier_session_get_messages (session));
  self->grouped = gtk_sort_list_model_new (
      g_object_ref (self->model), GTK_SORTER (gtk_custom_sorter_new (compare_times, NULL, NULL)));
  gtk_sort_list_model_set_section_sorter (self->grouped, self->groups);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (gtk_no_selection_new (
                                           g_object_ref (G_LIST_MODEL (self->grouped)))));
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (on_model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_model_changed_cb (self, 0, 0, g_list_model_get_n_items (self->model));
  return GTK_WIDGET (self);
}

/**
 * palier_messages_page_write_to:
 *
 * Opens the composer on @prospect's drafts, or on three new ones.
 */
void
palier_messages_page_write_to (PalierMessagesPage *self, const PalierId *prospect)
{
  open_composer (self, prospect, NULL);
}

/**
 * palier_messages_page_review:
 * @made_by: (nullable): the changeset that made the drafts; all drafts where it is none
 *
 * Opens the review. Returns: (transfer none)
 */
PalierReviewPage *
palier_messages_page_review (PalierMessagesPage *self, const PalierId *made_by)
{
  AdwNavigationPage *page = palier_review_page_new (self->session, made_by);

  adw_navigation_view_pop_to_tag (self->navigation, "list");
  adw_navigation_view_push (self->navigation, page);
  return PALIER_REVIEW_PAGE (page);
}
