/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-messages-page.h"

#include <glib/gi18n.h>

#include "palier-composer-page.h"
#include "palier-format.h"
#include "palier-message-factories.h"
#include "palier-message-groups.h"
#include "palier-shell.h"

#define HEADER_PX 64 /* more than a header is high, and less than a row and its header */

struct _PalierMessagesPage
{
  AdwBin parent_instance;

  PalierSession *session;
  GListModel *model;         /* of PalierMessageItem, as the service gives it */
  GtkSortListModel *grouped; /* the same, by group, the newest first */
  guint counting;            /* source, 0 for none: what the buttons say */
  guint to_top;              /* tick callback, 0 for none */
  guint frames;              /* that have been drawn since it was asked for */

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

/* The first frame lays the rows out, and hides the header. */
static gboolean
on_to_top_cb (GtkWidget *page, GdkFrameClock *clock, gpointer data)
{
  PalierMessagesPage *self = data;

  if (self->frames++ == 0)
    return G_SOURCE_CONTINUE;
  self->to_top = 0;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), 0);
  return G_SOURCE_REMOVE;
}

/* A list view holds on to its first row and so hides that row's header when it is filled, and when
 * its size changes. Where nobody has scrolled yet, the header is shown again, after the layout. */
static void
keep_top (PalierMessagesPage *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list));

  if (gtk_adjustment_get_value (adjustment) > HEADER_PX)
    return;
  self->frames = 0;
  if (self->to_top == 0)
    self->to_top = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_to_top_cb, self, NULL);
}

static void
set_up_list (PalierMessagesPage *self)
{
  g_autoptr (GtkListItemFactory) rows = palier_message_row_factory_new ();
  g_autoptr (GtkListItemFactory) headers = palier_message_header_factory_new ();

  gtk_list_view_set_factory (self->list, rows);
  gtk_list_view_set_header_factory (self->list, headers);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->list)), "changed",
                           G_CALLBACK (keep_top), self, G_CONNECT_SWAPPED);
}

static gboolean
on_counting_cb (gpointer data)
{
  PalierMessagesPage *self = data;

  self->counting = 0;
  show_counts (self);
  return G_SOURCE_REMOVE;
}

/* Many messages change their group at once when they are sent: they are counted once. */
static void
on_model_changed_cb (PalierMessagesPage *self)
{
  keep_top (self);
  if (self->counting == 0)
    self->counting = g_idle_add (on_counting_cb, self);
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
open_composer (PalierMessagesPage *self, const PalierId *prospect, PalierMessage *message,
               PalierComposerTrail *trail)
{
  adw_navigation_view_pop_to_tag (self->navigation, "list");
  adw_navigation_view_push (self->navigation,
                            palier_composer_page_new (self->session, prospect, message, trail));
}

/* (transfer full): the list as it stands: of the drafts to one prospect, which are shown together,
 * the first one stands for all */
static PalierComposerTrail *
make_trail (PalierMessagesPage *self, const PalierMessage *from)
{
  PalierComposerTrail *trail = palier_composer_trail_new ();
  g_autoptr (GHashTable) drafted = g_hash_table_new (palier_id_hash, palier_id_equal);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->grouped)), at = 0;

  for (guint i = 0; i < n; i++)
  {
    g_autoptr (PalierMessageItem) item = g_list_model_get_item (G_LIST_MODEL (self->grouped), i);
    PalierMessage *message = palier_message_item_get_message (item);
    gboolean draft = message->state == PALIER_MESSAGE_DRAFT;
    gboolean meant = draft == (from->state == PALIER_MESSAGE_DRAFT)
                     && palier_id_equal (draft ? &message->prospect : &message->id,
                                         draft ? &from->prospect : &from->id);

    if (draft && !g_hash_table_add (drafted, &message->prospect))
      continue;
    if (meant)
      palier_composer_trail_begin (trail, at);
    palier_composer_trail_add_message (trail, message);
    at++;
  }
  return trail;
}

static void
on_activate_cb (PalierMessagesPage *self, guint position)
{
  g_autoptr (PalierMessageItem) item =
      g_list_model_get_item (G_LIST_MODEL (self->grouped), position);
  PalierMessage *message = palier_message_item_get_message (item);

  open_composer (self, &message->prospect, message, make_trail (self, message));
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

  g_clear_handle_id (&self->counting, g_source_remove);
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
  g_autoptr (GtkSorter) groups = GTK_SORTER (gtk_custom_sorter_new (compare_groups, NULL, NULL));

  self->session = g_object_ref (session);
  self->model = palier_message_service_list (palier_session_get_messages (session));
  self->grouped = gtk_sort_list_model_new (
      g_object_ref (self->model), GTK_SORTER (gtk_custom_sorter_new (compare_times, NULL, NULL)));
  gtk_sort_list_model_set_section_sorter (self->grouped, groups);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (gtk_no_selection_new (
                                           g_object_ref (G_LIST_MODEL (self->grouped)))));
  g_signal_connect_object (self->model, "items-changed", G_CALLBACK (on_model_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_counts (self);
  return GTK_WIDGET (self);
}

/**
 * palier_messages_page_write_to:
 * @trail: (transfer full): who comes before and after
 *
 * Opens the composer on @prospect's drafts, or on three new ones.
 */
void
palier_messages_page_write_to (PalierMessagesPage *self, const PalierId *prospect,
                               PalierComposerTrail *trail)
{
  open_composer (self, prospect, NULL, trail);
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
