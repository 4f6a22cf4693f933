/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-account-home.h"

#include <glib/gi18n.h>

#include "palier-account-dialog.h"
#include "palier-account-plan.h"
#include "palier-account-roles.h"
#include "palier-shell.h"

struct _PalierAccountHome
{
  AdwNavigationPage parent_instance;

  PalierSession *session;

  GtkWidget *spinner;
  AdwBanner *banner;
  AdwActionRow *email;
  AdwActionRow *agency;
  AdwActionRow *role;
  AdwActionRow *relay;
  AdwActionRow *sync;
  PalierAccountPlan *plan;
  GtkWidget *guard_group;
  AdwActionRow *factor;
  GtkWidget *agency_group;
  GtkWidget *hand_over;
};

G_DEFINE_FINAL_TYPE (PalierAccountHome, palier_account_home, ADW_TYPE_NAVIGATION_PAGE)

/* ---- what the relay says */

static void
show_agency (PalierAccountHome *self, const char *name, const char *siret)
{
  PalierField field = PALIER_FIELD_SIRET;
  g_autofree char *number = palier_words_value (field, siret);
  g_autofree char *label = g_strdup_printf ("%s %s", palier_words_field (field), number);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->agency),
                                 name != NULL && *name != '\0' ? name : _ ("Agency"));
  adw_action_row_set_subtitle (self->agency, label);
}

static void
show_factor (PalierAccountHome *self, const PalierAccountInfo *info)
{
  g_autofree char *words =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "On; %u recovery code left",
                                    "On; %u recovery codes left", info->recovery_codes),
                       info->recovery_codes);

  adw_action_row_set_subtitle (self->factor, info->second_factor ? words : _ ("Off"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->factor), "s",
                                    info->second_factor ? "end-factor" : "factor");
}

/* @relay: (nullable): NULL: it did not say */
static void
show_relay (PalierAccountHome *self, const char *url, const PalierRelayInfo *relay)
{
  g_autofree char *version =
      relay != NULL ? g_strdup_printf (_ ("%s, version %s"), url, relay->version) : g_strdup (url);
  g_autofree char *advice =
      g_strdup_printf ("%s\n%s", version, _ ("It recommends a newer version of Palier"));

  adw_action_row_set_subtitle (self->relay, relay != NULL && relay->advised ? advice : version);
}

static void
show_known (PalierAccountHome *self, gboolean known)
{
  gtk_widget_set_visible (GTK_WIDGET (self->email), known);
  gtk_widget_set_visible (GTK_WIDGET (self->agency), known);
  gtk_widget_set_visible (GTK_WIDGET (self->role), known);
  gtk_widget_set_visible (self->guard_group, known);
  gtk_widget_set_visible (self->agency_group, known);
}

static void
show_info (PalierAccountHome *self, const PalierAccountInfo *info, const PalierProfile *profile,
           const PalierRelayInfo *relay)
{
  adw_banner_set_revealed (self->banner, FALSE);
  adw_action_row_set_subtitle (self->email, info->email);
  adw_action_row_set_subtitle (self->role, palier_account_role_words (info->role));
  show_relay (self, info->url, relay);
  show_agency (self, profile != NULL ? palier_profile_get_key (profile, "agency_name") : NULL,
               info->siret);
  show_factor (self, info);
  gtk_widget_set_visible (self->hand_over, g_str_equal (info->role, "owner"));
  show_known (self, TRUE);
}

/* A relay that does not answer is asked again; one that has forgotten this device wants a new
 * sign-in. */
static void
show_trouble (PalierAccountHome *self, const GError *error)
{
  gboolean forgotten = palier_session_error_is_signed_out (error);
  g_autofree char *words = palier_session_error_message (error);
  g_autofree char *url =
      palier_sync_service_dup_relay_url (palier_session_get_sync (self->session));

  adw_banner_set_title (
      self->banner,
      forgotten ? _ ("This computer is not signed in any more. What waits is kept.") : words);
  adw_banner_set_button_label (self->banner, forgotten ? _ ("Sign In Again") : _ ("Try Again"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->banner),
                                  forgotten ? "account.go" : "account.restart");
  if (forgotten)
    gtk_actionable_set_action_target (GTK_ACTIONABLE (self->banner), "s", "sign-in");
  adw_banner_set_revealed (self->banner, TRUE);
  if (url != NULL)
    adw_action_row_set_subtitle (self->relay, url);
  show_known (self, FALSE);
}

static DexFuture *
read_fiber (gpointer data)
{
  PalierAccountHome *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProfile) profile = dex_await_boxed (
      palier_settings_service_get_profile (palier_session_get_settings (self->session)), NULL);
  PalierAccountService *account = palier_session_get_account (self->session);
  g_autoptr (PalierAccountInfo) info =
      dex_await_boxed (palier_account_service_describe (account), &error);
  g_autoptr (PalierUsageInfo) usage =
      info != NULL ? dex_await_boxed (palier_account_service_usage (account), NULL) : NULL;

  g_autoptr (PalierRelayInfo) relay =
      info != NULL ? dex_await_boxed (palier_account_service_relay (account, NULL), NULL) : NULL;

  palier_account_plan_show (self->plan, usage);
  gtk_widget_set_visible (self->spinner, FALSE);
  if (info != NULL)
    show_info (self, info, profile, relay);
  else
    show_trouble (self, error);
  return NULL;
}

static void
on_sync_changed_cb (PalierAccountHome *self)
{
  PalierSyncService *sync = palier_session_get_sync (self->session);
  const char *words = palier_sync_service_get_words (sync);
  const char *detail = palier_sync_service_get_detail (sync);
  g_autofree char *both = detail != NULL ? g_strdup_printf ("%s\n%s", words, detail) : NULL;

  adw_action_row_set_subtitle (self->sync, both != NULL ? both : words);
}

/* ---- signing out */

static DexFuture *
sign_out_fiber (gpointer data)
{
  PalierAccountHome *self = data;
  g_autoptr (GError) error = NULL;

  if (dex_await (palier_account_service_logout (palier_session_get_account (self->session)),
                 &error))
  {
    palier_account_dialog_tell (GTK_WIDGET (self), _ ("Signed out"));
    palier_account_dialog_restart (GTK_WIDGET (self));
  }
  else
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PalierAccountHome) self = data;

  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "sign-out"))
    palier_shell_spawn (GTK_WIDGET (self), sign_out_fiber);
}

static void
on_sign_out_cb (PalierAccountHome *self)
{
  AdwDialog *dialog = adw_alert_dialog_new (
      _ ("Sign Out?"),
      _ ("What lets this computer in is wiped from its keyring, and the relay forgets this device. "
         "Your prospects and messages stay on this computer; what your other devices do does not "
         "come here any more, until you sign in again."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "sign-out",
                                  _ ("_Sign Out"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "sign-out",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, on_chosen_cb,
                           g_object_ref (self));
}

/* ---- overrides */

/* Each time it comes to the front: a page behind it may have changed the account. */
static void
palier_account_home_showing (AdwNavigationPage *page)
{
  PalierAccountHome *self = PALIER_ACCOUNT_HOME (page);

  gtk_widget_set_visible (self->spinner, TRUE);
  palier_shell_spawn (GTK_WIDGET (self), read_fiber);
}

static void
palier_account_home_dispose (GObject *object)
{
  PalierAccountHome *self = PALIER_ACCOUNT_HOME (object);

  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_ACCOUNT_HOME);
  G_OBJECT_CLASS (palier_account_home_parent_class)->dispose (object);
}

static void
palier_account_home_class_init (PalierAccountHomeClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (PALIER_TYPE_ACCOUNT_PLAN);
  G_OBJECT_CLASS (class)->dispose = palier_account_home_dispose;
  ADW_NAVIGATION_PAGE_CLASS (class)->showing = palier_account_home_showing;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-account-home.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, spinner);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, banner);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, email);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, agency);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, role);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, relay);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, sync);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, plan);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, guard_group);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, factor);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, agency_group);
  gtk_widget_class_bind_template_child (widget_class, PalierAccountHome, hand_over);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_out_cb);
}

static void
palier_account_home_init (PalierAccountHome *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
palier_account_home_new (PalierSession *session)
{
  PalierAccountHome *self = g_object_new (PALIER_TYPE_ACCOUNT_HOME, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (palier_session_get_sync (session), "notify",
                           G_CALLBACK (on_sync_changed_cb), self, G_CONNECT_SWAPPED);
  on_sync_changed_cb (self);
  return ADW_NAVIGATION_PAGE (self);
}
