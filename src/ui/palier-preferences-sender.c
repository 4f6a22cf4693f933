/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mailbox that messages leave from: its rows in the preferences, and their test. */
#include <glib/gi18n.h>

#include "palier-mail-presets.h"
#include "palier-preferences-private.h"
#include "palier-shell.h"

static const char *const securities[] = { "tls", "starttls", "none" };

void
palier_preferences_show_sender (PalierPreferencesDialog *self, const PalierSender *sender)
{
  int preset = palier_mail_preset_of_host (sender->host);

  self->filling = TRUE;
  self->sender_id = sender->id;
  adw_combo_row_set_selected (self->preset, (guint) (preset + 1));
  gtk_editable_set_text (self->from_name, sender->from_name ? sender->from_name : "");
  gtk_editable_set_text (self->from_email, sender->from_email ? sender->from_email : "");
  gtk_editable_set_text (self->host, sender->host ? sender->host : "");
  gtk_spin_button_set_value (self->port, sender->port > 0 ? sender->port : 465);
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
  sender->port = gtk_spin_button_get_value_as_int (self->port);
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

DexFuture *
palier_preferences_keep_sender_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (PalierSender) sender = read_sender (self);
  g_autofree char *password = dup_password (self);
  g_autoptr (GError) error = NULL;

  if (*sender->host
      && !dex_await (
          palier_settings_service_set_sender (palier_preferences_settings (self), sender, password),
          &error))
    palier_preferences_tell_error (self, error);
  return NULL;
}

static gboolean
on_sender_pause_cb (gpointer data)
{
  PalierPreferencesDialog *self = data;

  self->sender_pause = 0;
  palier_shell_spawn (GTK_WIDGET (self), palier_preferences_keep_sender_fiber);
  return G_SOURCE_REMOVE;
}

static void
on_sender_changed_cb (PalierPreferencesDialog *self)
{
  if (self->filling || !self->ready)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->test_result), FALSE);
  g_clear_handle_id (&self->sender_pause, g_source_remove);
  self->sender_pause = g_timeout_add (PALIER_PREFERENCES_PAUSE_MS, on_sender_pause_cb, self);
}

static void
on_preset_cb (PalierPreferencesDialog *self)
{
  guint n, selected = adw_combo_row_get_selected (self->preset);
  const PalierMailPreset *presets = palier_mail_presets (&n);

  if (self->filling || !self->ready || selected == 0 || selected > n)
    return;
  gtk_editable_set_text (self->host, presets[selected - 1].host);
  gtk_spin_button_set_value (self->port, presets[selected - 1].port);
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
      palier_settings_service_test_sender (palier_preferences_settings (self), sender, password),
      &error);

  self->testing = FALSE;
  if (test)
    show_test (self, test);
  else
    palier_preferences_tell_error (self, error);
  return NULL;
}

/* The row stays sensitive, so that it keeps the keyboard. */
static void
on_test_cb (PalierPreferencesDialog *self)
{
  if (self->testing)
    return;
  self->testing = TRUE;
  palier_shell_spawn (GTK_WIDGET (self), test_fiber);
}

void
palier_preferences_fill_presets (PalierPreferencesDialog *self)
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

void
palier_preferences_bind_sender (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, preset);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, from_name);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, from_email);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, host);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, port);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, security);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, user);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, password);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, test_result);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, test_icon);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sender_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_test_cb);
}
