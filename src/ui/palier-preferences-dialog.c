/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-preferences-dialog.h"

#include <glib/gi18n.h>

#include "palier-mail-presets.h"
#include "palier-profile-rows.h"
#include "palier-shell.h"

#define PAUSE_MS 700

struct _PalierPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  PalierSession *session;
  PalierProfileRows *profile;
  PalierId sender_id;
  gboolean filling;
  gboolean ready; /* what is kept has been read: only then may it be written */
  guint profile_pause;
  guint sender_pause;

  AdwPreferencesGroup *agency_group;
  AdwPreferencesGroup *signature_group;
  AdwComboRow *preset;
  GtkEditable *from_name;
  GtkEditable *from_email;
  GtkEditable *host;
  AdwSpinRow *port;
  AdwComboRow *security;
  GtkEditable *user;
  GtkEditable *password;
  GtkWidget *test_row;
  AdwActionRow *test_result;
  GtkImage *test_icon;
  GtkCheckButton *local;
  GtkCheckButton *cloud;
  GtkEditable *relay_url;
  GtkEditable *relay_email;
  GtkEditable *relay_password;
  GtkEditable *relay_factor;
};

G_DEFINE_FINAL_TYPE (PalierPreferencesDialog, palier_preferences_dialog,
                     ADW_TYPE_PREFERENCES_DIALOG)

static const char *const securities[] = { "tls", "starttls", "none" };

static PalierSettingsService *
settings (PalierPreferencesDialog *self)
{
  return palier_session_get_settings (self->session);
}

static void
tell (PalierPreferencesDialog *self, const char *words)
{
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_use_markup (toast, FALSE);
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), toast);
}

static void
tell_error (PalierPreferencesDialog *self, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  tell (self, words);
}

/* ---- the mailbox */

static void
show_sender (PalierPreferencesDialog *self, const PalierSender *sender)
{
  int preset = palier_mail_preset_of_host (sender->host);

  self->filling = TRUE;
  self->sender_id = sender->id;
  adw_combo_row_set_selected (self->preset, (guint) (preset + 1));
  gtk_editable_set_text (self->from_name, sender->from_name ? sender->from_name : "");
  gtk_editable_set_text (self->from_email, sender->from_email ? sender->from_email : "");
  gtk_editable_set_text (self->host, sender->host ? sender->host : "");
  adw_spin_row_set_value (self->port, sender->port > 0 ? sender->port : 465);
  for (guint i = 0; i < G_N_ELEMENTS (securities); i++)
    if (g_strcmp0 (securities[i], sender->security) == 0)
      adw_combo_row_set_selected (self->security, i);
  gtk_editable_set_text (self->user, sender->user ? sender->user : "");
  self->filling = FALSE;
}

static PalierSender *
read_sender (PalierPreferencesDialog *self)
{
  PalierSender *sender = palier_sender_new ();

  sender->id = self->sender_id;
  sender->host = g_strdup (gtk_editable_get_text (self->host));
  sender->port = (int) adw_spin_row_get_value (self->port);
  sender->security = g_strdup (securities[adw_combo_row_get_selected (self->security)]);
  sender->user = g_strdup (gtk_editable_get_text (self->user));
  sender->from_name = g_strdup (gtk_editable_get_text (self->from_name));
  sender->from_email = g_strdup (gtk_editable_get_text (self->from_email));
  sender->allow_plain_loopback = adw_combo_row_get_selected (self->security) == 2;
  return sender;
}

/* Returns: (transfer full) (nullable): NULL: the one that is kept */
static char *
dup_password (PalierPreferencesDialog *self)
{
  const char *password = gtk_editable_get_text (self->password);
  return *password ? g_strdup (password) : NULL;
}

static DexFuture *
keep_sender_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (PalierSender) sender = read_sender (self);
  g_autofree char *password = dup_password (self);
  g_autoptr (GError) error = NULL;

  if (*sender->host
      && !dex_await (palier_settings_service_set_sender (settings (self), sender, password),
                     &error))
    tell_error (self, error);
  return NULL;
}

static gboolean
on_sender_pause_cb (gpointer data)
{
  PalierPreferencesDialog *self = data;

  self->sender_pause = 0;
  palier_shell_spawn (GTK_WIDGET (self), keep_sender_fiber);
  return G_SOURCE_REMOVE;
}

static void
on_sender_changed_cb (PalierPreferencesDialog *self)
{
  if (self->filling || !self->ready)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->test_result), FALSE);
  g_clear_handle_id (&self->sender_pause, g_source_remove);
  self->sender_pause = g_timeout_add (PAUSE_MS, on_sender_pause_cb, self);
}

static void
on_preset_cb (PalierPreferencesDialog *self)
{
  guint n, selected = adw_combo_row_get_selected (self->preset);
  const PalierMailPreset *presets = palier_mail_presets (&n);

  if (self->filling || !self->ready || selected == 0 || selected > n)
    return;
  gtk_editable_set_text (self->host, presets[selected - 1].host);
  adw_spin_row_set_value (self->port, presets[selected - 1].port);
  adw_combo_row_set_selected (self->security,
                              g_str_equal (presets[selected - 1].security, "tls") ? 0 : 1);
}

static void
show_test (PalierPreferencesDialog *self, const PalierSenderTest *test)
{
  gtk_image_set_from_icon_name (self->test_icon,
                                test->ok ? "palier-done-symbolic" : "dialog-warning-symbolic");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->test_result), test->words);
  adw_action_row_set_subtitle (self->test_result, test->detail ? test->detail : "");
  gtk_widget_set_visible (GTK_WIDGET (self->test_result), TRUE);
}

static DexFuture *
test_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (PalierSender) sender = read_sender (self);
  g_autofree char *password = dup_password (self);
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierSenderTest) test = dex_await_boxed (
      palier_settings_service_test_sender (settings (self), sender, password), &error);

  gtk_widget_set_sensitive (self->test_row, TRUE);
  if (test)
    show_test (self, test);
  else
    tell_error (self, error);
  return NULL;
}

static void
on_test_cb (PalierPreferencesDialog *self)
{
  gtk_widget_set_sensitive (self->test_row, FALSE);
  palier_shell_spawn (GTK_WIDGET (self), test_fiber);
}

/* ---- the agency */

static DexFuture *
keep_profile_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (PalierProfile) profile = palier_profile_rows_read (self->profile);
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_settings_service_set_profile (settings (self), profile), &error))
    tell_error (self, error);
  return NULL;
}

static gboolean
on_profile_pause_cb (gpointer data)
{
  PalierPreferencesDialog *self = data;

  self->profile_pause = 0;
  palier_shell_spawn (GTK_WIDGET (self), keep_profile_fiber);
  return G_SOURCE_REMOVE;
}

static void
on_profile_changed_cb (PalierPreferencesDialog *self)
{
  if (!self->ready)
    return;
  g_clear_handle_id (&self->profile_pause, g_source_remove);
  self->profile_pause = g_timeout_add (PAUSE_MS, on_profile_pause_cb, self);
}

/* ---- the relay */

static DexFuture *
use_local_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_account_service_logout (palier_session_get_account (self->session)),
                  &error))
    tell_error (self, error);
  return NULL;
}

static void
on_local_cb (PalierPreferencesDialog *self)
{
  if (!self->filling && self->ready && gtk_check_button_get_active (self->local))
    palier_shell_spawn (GTK_WIDGET (self), use_local_fiber);
}

static DexFuture *
login_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  const char *factor = gtk_editable_get_text (self->relay_factor);
  g_autoptr (GError) error = NULL;

  if (dex_await (palier_account_service_login (palier_session_get_account (self->session),
                                               gtk_editable_get_text (self->relay_url),
                                               gtk_editable_get_text (self->relay_email),
                                               gtk_editable_get_text (self->relay_password),
                                               *factor ? factor : NULL),
                 &error))
  {
    gtk_editable_set_text (self->relay_password, "");
    gtk_editable_set_text (self->relay_factor, "");
    tell (self, _ ("Signed in"));
  }
  else
    tell_error (self, error);
  return NULL;
}

static void
on_login_cb (PalierPreferencesDialog *self)
{
  palier_shell_spawn (GTK_WIDGET (self), login_fiber);
}

static void
show_relay (PalierPreferencesDialog *self)
{
  g_autofree char *url =
      palier_sync_service_dup_relay_url (palier_session_get_sync (self->session));

  self->filling = TRUE;
  gtk_check_button_set_active (url ? self->cloud : self->local, TRUE);
  gtk_editable_set_text (self->relay_url, url ? url : "");
  self->filling = FALSE;
}

/* ---- reading what is kept */

static DexFuture *
read_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProfile) profile =
      dex_await_boxed (palier_settings_service_get_profile (settings (self)), &error);
  g_autoptr (PalierSender) sender = NULL;

  if (profile)
    sender = dex_await_boxed (palier_settings_service_get_sender (settings (self)), &error);
  if (error)
  {
    tell_error (self, error);
    return NULL;
  }
  palier_profile_rows_show (self->profile, profile);
  if (sender)
    show_sender (self, sender);
  show_relay (self);
  self->ready = TRUE;
  return NULL;
}

static void
fill_presets (PalierPreferencesDialog *self)
{
  GtkStringList *names = gtk_string_list_new (NULL);
  guint n;
  const PalierMailPreset *presets = palier_mail_presets (&n);

  gtk_string_list_append (names, _ ("Other"));
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, presets[i].name);
  adw_combo_row_set_model (self->preset, G_LIST_MODEL (names));
  g_object_unref (names);
}

/* ---- overrides */

static void
palier_preferences_dialog_closed (AdwDialog *dialog)
{
  PalierPreferencesDialog *self = PALIER_PREFERENCES_DIALOG (dialog);

  if (self->profile_pause)
    palier_shell_spawn (GTK_WIDGET (self), keep_profile_fiber);
  if (self->sender_pause)
    palier_shell_spawn (GTK_WIDGET (self), keep_sender_fiber);
  g_clear_handle_id (&self->profile_pause, g_source_remove);
  g_clear_handle_id (&self->sender_pause, g_source_remove);
}

static void
palier_preferences_dialog_dispose (GObject *object)
{
  PalierPreferencesDialog *self = PALIER_PREFERENCES_DIALOG (object);

  g_clear_handle_id (&self->profile_pause, g_source_remove);
  g_clear_handle_id (&self->sender_pause, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_PREFERENCES_DIALOG);
  g_clear_object (&self->profile);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_preferences_dialog_parent_class)->dispose (object);
}

static void
bind_sender (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, preset);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, from_name);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, from_email);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, host);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, port);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, security);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, user);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, password);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, test_row);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, test_result);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, test_icon);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sender_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_cb);
}

static void
palier_preferences_dialog_class_init (PalierPreferencesDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_preferences_dialog_dispose;
  ADW_DIALOG_CLASS (class)->closed = palier_preferences_dialog_closed;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/fr/immo_ai/Palier/ui/palier-preferences-dialog.ui");
  bind_sender (widget_class);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, agency_group);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, signature_group);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, local);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, cloud);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, relay_url);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, relay_email);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, relay_password);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, relay_factor);
  gtk_widget_class_bind_template_callback (widget_class, on_local_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_login_cb);
}

static void
palier_preferences_dialog_init (PalierPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->profile = palier_profile_rows_new (self->agency_group, self->signature_group);
  g_signal_connect_object (self->profile, "changed", G_CALLBACK (on_profile_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->filling = TRUE;
  fill_presets (self);
  self->filling = FALSE;
}

/**
 * palier_preferences_dialog_new:
 * @session: open
 */
AdwDialog *
palier_preferences_dialog_new (PalierSession *session)
{
  PalierPreferencesDialog *self = g_object_new (PALIER_TYPE_PREFERENCES_DIALOG, NULL);

  self->session = g_object_ref (session);
  palier_shell_spawn (GTK_WIDGET (self), read_fiber);
  return ADW_DIALOG (self);
}
