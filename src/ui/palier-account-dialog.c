/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-dialog.h"

#include <glib/gi18n.h>

#include "palier-account-home.h"
#include "palier-account-listings.h"
#include "palier-account-steps.h"
#include "palier-format.h"
#include "palier-shell.h"

struct _PalierAccountDialog
{
  AdwDialog parent_instance;

  PalierSession *session;

  AdwToastOverlay *toasts;
  AdwNavigationView *navigation;
  AdwNavigationPage *welcome;
  GtkLabel *coming;
  GtkWidget *waiting;
  GtkLabel *waiting_words;
  GtkEditable *relay;
};

G_DEFINE_FINAL_TYPE (PalierAccountDialog, palier_account_dialog, ADW_TYPE_DIALOG)

static PalierAccountDialog *
find_dialog (GtkWidget *page)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (page, PALIER_TYPE_ACCOUNT_DIALOG);
  return PALIER_ACCOUNT_DIALOG (dialog);
}

/* ---- where it begins */

static void
show_coming (PalierAccountDialog *self, guint64 prospects)
{
  g_autofree char *count = palier_format_count (prospects);
  g_autofree char *words =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                    "%s prospect of this computer will join the account, with all "
                                    "that belongs to it.",
                                    "%s prospects of this computer will join the account, with all "
                                    "that belongs to them.",
                                    (gulong) prospects),
                       count);

  gtk_label_set_text (self->coming, words);
  gtk_widget_set_visible (GTK_WIDGET (self->coming), prospects > 0);
}

/* Messages that wait here would leave from nowhere once another relay is asked. */
static void
show_waiting (PalierAccountDialog *self, guint n)
{
  g_autofree char *count = palier_format_count (n);
  g_autofree char *words = g_strdup_printf (
      g_dngettext (
          GETTEXT_PACKAGE,
          "%s message still waits to leave from this computer. Let it leave, or take it "
          "back, before you create an account or sign in: so it is neither lost nor sent "
          "twice.",
          "%s messages still wait to leave from this computer. Let them leave, or take them "
          "back, before you create an account or sign in: so none is lost or sent twice.",
          n),
      count);

  gtk_label_set_text (self->waiting_words, words);
  gtk_widget_set_visible (self->waiting, n > 0);
}

static void
show_start (PalierAccountDialog *self, const PalierSyncStatus *status,
            const PalierDashboard *dashboard)
{
  AdwNavigationPage *page = self->welcome;

  if (status->relay_url != NULL)
  {
    gtk_editable_set_text (self->relay, status->relay_url);
    page = palier_account_home_new (self->session);
  }
  show_coming (self, dashboard->funnel[PALIER_STAGE_PROSPECT]);
  show_waiting (self, status->relay_url == NULL ? status->n_pending : 0);
  adw_navigation_view_replace (self->navigation, &page, 1);
}

static DexFuture *
start_fiber (gpointer data)
{
  PalierAccountDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierDashboard) dashboard = NULL;
  g_autoptr (PalierSyncStatus) status = dex_await_boxed (
      palier_sync_service_status (palier_session_get_sync (self->session)), &error);

  if (status != NULL)
    dashboard = dex_await_boxed (
        palier_stats_service_dashboard (palier_session_get_stats (self->session), 0, G_MAXINT64),
        &error);
  if (dashboard != NULL)
    show_start (self, status, dashboard);
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

/* ---- actions */

static AdwNavigationPage *
make_page (PalierAccountDialog *self, const char *name, const char *words)
{
  const PalierAccountStep *step = palier_account_step_find (name);

  if (step != NULL)
    return ADW_NAVIGATION_PAGE (palier_account_form_new (self->session, step, words));
  return palier_account_list_new (self->session, palier_account_listing_find (name));
}

static void
on_go_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  PalierAccountDialog *self = PALIER_ACCOUNT_DIALOG (widget);

  adw_navigation_view_push (self->navigation,
                            make_page (self, g_variant_get_string (target, NULL), NULL));
}

static void
on_restart_cb (GtkWidget *widget, const char *action, GVariant *target)
{
  palier_shell_spawn (widget, start_fiber);
}

static void
on_close_cb (PalierAccountDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* ---- overrides */

static void
palier_account_dialog_dispose (GObject *object)
{
  PalierAccountDialog *self = PALIER_ACCOUNT_DIALOG (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_ACCOUNT_DIALOG);
  G_OBJECT_CLASS (palier_account_dialog_parent_class)->dispose (object);
}

static void
palier_account_dialog_class_init (PalierAccountDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_account_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-account-dialog.ui");
  gtk_widget_class_install_action (widget_class, "account.go", "s", on_go_cb);
  gtk_widget_class_install_action (widget_class, "account.restart", NULL, on_restart_cb);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountDialog, welcome);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountDialog, coming);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountDialog, waiting);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountDialog, waiting_words);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountDialog, relay);
  gtk_widget_class_bind_template_callback (widget_class, on_close_cb);
}

static void
palier_account_dialog_init (PalierAccountDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_editable_set_text (self->relay, PALIER_RELAY_URL);
}

/**
 * palier_account_dialog_new:
 * @session: open
 */
AdwDialog *
palier_account_dialog_new (PalierSession *session)
{
  PalierAccountDialog *self = g_object_new (PALIER_TYPE_ACCOUNT_DIALOG, NULL);

  self->session = g_object_ref (session);
  palier_shell_spawn (GTK_WIDGET (self), start_fiber);
  return ADW_DIALOG (self);
}

/* ---- for its pages */

/* The address of the relay that an account is to be at. */
const char *
palier_account_dialog_get_relay (GtkWidget *page)
{
  return gtk_editable_get_text (find_dialog (page)->relay);
}

/* @words: (nullable): said instead of the step's own */
PalierAccountForm *
palier_account_dialog_make_step (GtkWidget *page, const char *name, const char *words)
{
  return palier_account_form_new (find_dialog (page)->session, palier_account_step_find (name),
                                  words);
}

void
palier_account_dialog_push (GtkWidget *page, AdwNavigationPage *next)
{
  adw_navigation_view_push (find_dialog (page)->navigation, next);
}

void
palier_account_dialog_go (GtkWidget *page, const char *name, const char *words)
{
  palier_account_dialog_push (
      page, ADW_NAVIGATION_PAGE (palier_account_dialog_make_step (page, name, words)));
}

void
palier_account_dialog_back (GtkWidget *page)
{
  adw_navigation_view_pop (find_dialog (page)->navigation);
}

void
palier_account_dialog_restart (GtkWidget *page)
{
  palier_shell_spawn (GTK_WIDGET (find_dialog (page)), start_fiber);
}

void
palier_account_dialog_tell (GtkWidget *page, const char *words)
{
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (find_dialog (page)->toasts, toast);
}
