/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-list.h"

#include <glib/gi18n.h>

#include "palier-account-dialog.h"
#include "palier-shell.h"

struct _PalierAccountList
{
  AdwNavigationPage parent_instance;

  PalierSession *session;
  const PalierAccountListing *listing;
  GPtrArray *rows;     /* (element-type GtkWidget): of the group, in order */
  gboolean may_change; /* what is listed */

  GtkWidget *spinner;
  AdwBanner *banner;
  AdwPreferencesGroup *group;
  GtkButton *add;
};

G_DEFINE_FINAL_TYPE (PalierAccountList, palier_account_list, ADW_TYPE_NAVIGATION_PAGE)

/* One deed on one row, which may first be asked for. */
typedef struct
{
  PalierAccountList *list;
  PalierAccountDeed deed;
  char *id;
  char *value;    /* (nullable) */
  char *question; /* (nullable), as the next two */
  char *words;
  char *answer;
} Deed;

static void
deed_free (gpointer data)
{
  Deed *deed = data;

  g_object_unref (deed->list);
  g_free (deed->id);
  g_free (deed->value);
  g_free (deed->question);
  g_free (deed->words);
  g_free (deed->answer);
  g_free (deed);
}

/* ---- reading */

static void
show_words (PalierAccountList *self)
{
  const PalierAccountListing *listing = self->listing;
  g_autofree char *words =
      self->may_change ? g_strdup (_ (listing->words))
                       : g_strdup_printf ("%s\n%s", _ (listing->words), _ (listing->owners));

  adw_preferences_group_set_description (self->group, words);
  /* Where a row is to be chosen, the button is for when there is none. */
  gtk_widget_set_visible (GTK_WIDGET (self->add),
                          listing->add != NULL && self->may_change
                              && (listing->done == NULL || self->rows->len == 0));
}

static void
show_all (PalierAccountList *self, GPtrArray *all)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < all->len; i++)
  {
    GtkWidget *row = self->listing->make_row (self, g_ptr_array_index (all, i));
    if (row == NULL)
      continue;
    adw_preferences_group_add (self->group, row);
    g_ptr_array_add (self->rows, row);
  }
  show_words (self);
}

/* Returns: FALSE with @error */
static gboolean
await_role (PalierAccountList *self, GError **error)
{
  PalierAccountService *service = palier_session_get_account (self->session);

  if (self->listing->owners == NULL)
    return TRUE;
  g_autoptr (PalierAccountInfo) info =
      dex_await_boxed (palier_account_service_describe (service), error);
  self->may_change = info != NULL && g_str_equal (info->role, "owner");
  return info != NULL;
}

static void
await_all (PalierAccountList *self)
{
  g_autoptr (GError) error = NULL;
  PalierAccountService *service = palier_session_get_account (self->session);
  g_autoptr (GPtrArray) all =
      await_role (self, &error) ? dex_await_boxed (self->listing->read (service), &error) : NULL;

  gtk_widget_set_visible (self->spinner, FALSE);
  if (all != NULL)
    show_all (self, all);
  else
  {
    g_autofree char *words = palier_session_error_message (error);
    adw_banner_set_title (self->banner, words);
  }
  adw_banner_set_revealed (self->banner, all == NULL);
}

static DexFuture *
read_fiber (gpointer data)
{
  await_all (data);
  return NULL;
}

static void
read_again (PalierAccountList *self)
{
  gtk_widget_set_visible (self->spinner, TRUE);
  palier_shell_spawn (GTK_WIDGET (self), read_fiber);
}

/* ---- deeds */

/* Whatever came of it, what is shown is what the relay says next; after the last deed, the page
 * before. */
static DexFuture *
deed_fiber (gpointer data)
{
  Deed *deed = data;
  PalierAccountList *self = deed->list;
  g_autoptr (GError) error = NULL;

  gboolean good = dex_await (
      deed->deed (palier_session_get_account (self->session), deed->id, deed->value), &error);
  if (!good)
  {
    g_autofree char *words = palier_session_error_message (error);
    palier_account_dialog_tell (GTK_WIDGET (self), words);
  }
  if (good && self->listing->done != NULL)
  {
    palier_account_dialog_tell (GTK_WIDGET (self), _ (self->listing->done));
    palier_account_dialog_back (GTK_WIDGET (self));
  }
  else
    await_all (self);
  return NULL;
}

/* @deed: (transfer full) */
static void
run (Deed *deed)
{
  gtk_widget_set_visible (deed->list->spinner, TRUE);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, deed_fiber, deed, deed_free));
}

static Deed *
deed_new (PalierAccountList *self, PalierAccountDeed function, const char *id, const char *value)
{
  Deed *deed = g_new0 (Deed, 1);

  *deed = (Deed) { g_object_ref (self), function, g_strdup (id), g_strdup (value) };
  return deed;
}

static void
on_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Deed *deed = data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "end"))
    run (deed);
  else
    deed_free (deed);
}

static void
on_asked_cb (GtkWidget *widget, Deed *asked)
{
  AdwDialog *dialog = adw_alert_dialog_new (asked->question, asked->words);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "end",
                                  asked->answer, NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "end",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), widget, NULL, on_chosen_cb,
                           deed_new (asked->list, asked->deed, asked->id, NULL));
}

static void
on_widget_gone_cb (gpointer data, GClosure *closure)
{
  deed_free (data);
}

/* @asked: (transfer full): what @signal of @widget asks for */
static void
connect (GtkWidget *widget, const char *signal, Deed *asked, const char *question,
         const char *words, const char *answer)
{
  asked->question = g_strdup (question);
  asked->words = g_strdup (words);
  asked->answer = g_strdup (answer);
  g_signal_connect_data (widget, signal, G_CALLBACK (on_asked_cb), asked, on_widget_gone_cb, 0);
}

/* ---- overrides */

static void
palier_account_list_showing (AdwNavigationPage *page)
{
  read_again (PALIER_ACCOUNT_LIST (page));
}

static void
palier_account_list_dispose (GObject *object)
{
  PalierAccountList *self = PALIER_ACCOUNT_LIST (object);

  g_clear_object (&self->session);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_ACCOUNT_LIST);
  G_OBJECT_CLASS (palier_account_list_parent_class)->dispose (object);
}

static void
palier_account_list_class_init (PalierAccountListClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_account_list_dispose;
  ADW_NAVIGATION_PAGE_CLASS (class)->showing = palier_account_list_showing;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-account-list.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierAccountList, spinner);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountList, banner);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountList, group);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountList, add);
  gtk_widget_class_bind_template_callback (widget_class, read_again);
}

static void
palier_account_list_init (PalierAccountList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
}

/* ---- public */

AdwNavigationPage *
palier_account_list_new (PalierSession *session, const PalierAccountListing *listing)
{
  PalierAccountList *self = g_object_new (PALIER_TYPE_ACCOUNT_LIST, NULL);

  self->session = g_object_ref (session);
  self->listing = listing;
  self->may_change = listing->owners == NULL;
  adw_preferences_group_set_description (self->group, _ (listing->words));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), _ (listing->title));
  if (listing->add != NULL)
  {
    gtk_button_set_label (self->add, _ (listing->add));
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->add), "s", listing->add_page);
  }
  return ADW_NAVIGATION_PAGE (self);
}

/* Whether this account may change what is listed, as far as the relay has said. */
gboolean
palier_account_list_may_change (PalierAccountList *self)
{
  return self->may_change;
}

/* Does @deed and reads the list again; what the relay refuses is said. */
void
palier_account_list_run (PalierAccountList *self, PalierAccountDeed deed, const char *id,
                         const char *value)
{
  run (deed_new (self, deed, id, value));
}

/**
 * palier_account_list_make_end:
 * @question: what is asked before the deed, and the button's name
 * @words: what comes of it
 * @answer: that does it
 *
 * Returns: (transfer full): a button for the end of a row
 */
GtkWidget *
palier_account_list_make_end (PalierAccountList *self, PalierAccountDeed deed, const char *id,
                              const char *question, const char *words, const char *answer)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, question);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, question,
                                  -1);
  connect (button, "clicked", deed_new (self, deed, id, NULL), question, words, answer);
  return button;
}

/* The same for a whole row. */
void
palier_account_list_ask_at_row (PalierAccountList *self, GtkWidget *row, PalierAccountDeed deed,
                                const char *id, const char *question, const char *words,
                                const char *answer)
{
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  connect (row, "activated", deed_new (self, deed, id, NULL), question, words, answer);
}
