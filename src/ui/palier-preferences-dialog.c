/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-preferences-private.h"

#include <glib/gi18n.h>

#include "palier-shell.h"

#define NARROWEST 320

G_DEFINE_FINAL_TYPE (PalierPreferencesDialog, palier_preferences_dialog,
                     ADW_TYPE_PREFERENCES_DIALOG)

PalierSettingsService *
palier_preferences_settings (PalierPreferencesDialog *self)
{
  return palier_session_get_settings (self->session);
}

void
palier_preferences_tell_error (PalierPreferencesDialog *self, const GError *error)
{
  g_autofree char *words = palier_session_error_message (error);
  AdwToast *toast = adw_toast_new (words);

  adw_toast_set_use_markup (toast, FALSE);
  adw_preferences_dialog_add_toast (ADW_PREFERENCES_DIALOG (self), toast);
}

/* ---- the agency */

static DexFuture *
keep_profile_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (PalierProfile) profile = palier_profile_rows_read (self->profile);
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_settings_service_set_profile (palier_preferences_settings (self), profile),
                  &error))
    palier_preferences_tell_error (self, error);
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
  self->profile_pause = g_timeout_add (PALIER_PREFERENCES_PAUSE_MS, on_profile_pause_cb, self);
}

/* ---- the account */

static void
show_account (PalierPreferencesDialog *self, const PalierSyncStatus *status)
{
  adw_action_row_set_subtitle (self->account, status->relay_url != NULL ? status->relay_url
                                                                        : _ ("This computer only"));
}

/* ---- reading what is kept */

static DexFuture *
read_fiber (gpointer data)
{
  PalierPreferencesDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierProfile) profile = dex_await_boxed (
      palier_settings_service_get_profile (palier_preferences_settings (self)), &error);
  g_autoptr (PalierSender) sender = NULL;

  if (profile)
    sender = dex_await_boxed (
        palier_settings_service_get_sender (palier_preferences_settings (self)), &error);
  g_autoptr (PalierSyncStatus) status = NULL;
  if (error == NULL)
    status = dex_await_boxed (palier_sync_service_status (palier_session_get_sync (self->session)),
                              &error);
  if (error)
  {
    palier_preferences_tell_error (self, error);
    return NULL;
  }
  palier_profile_rows_show (self->profile, profile);
  if (sender)
    palier_preferences_show_sender (self, sender);
  show_account (self, status);
  self->ready = TRUE;
  return NULL;
}

/* ---- overrides */

static void
palier_preferences_dialog_closed (AdwDialog *dialog)
{
  PalierPreferencesDialog *self = PALIER_PREFERENCES_DIALOG (dialog);

  if (self->profile_pause)
    palier_shell_spawn (GTK_WIDGET (self), keep_profile_fiber);
  if (self->sender_pause)
    palier_shell_spawn (GTK_WIDGET (self), palier_preferences_keep_sender_fiber);
  g_clear_handle_id (&self->profile_pause, g_source_remove);
  g_clear_handle_id (&self->sender_pause, g_source_remove);
  palier_writing_page_close (self->writing);
}

/* The rows fit into less than the 360 px that the parent's template asks for, and a window of that
 * width has a border. */
static void
allow_narrow (GtkWidget *widget)
{
  int width, height;

  gtk_widget_get_size_request (widget, &width, &height);
  if (width > NARROWEST)
    gtk_widget_set_size_request (widget, NARROWEST, height);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    allow_narrow (child);
}

/* The parent puts the pages into the dialog as late as this. */
static void
palier_preferences_dialog_map (GtkWidget *widget)
{
  allow_narrow (widget);
  GTK_WIDGET_CLASS (palier_preferences_dialog_parent_class)->map (widget);
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
palier_preferences_dialog_class_init (PalierPreferencesDialogClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_preferences_dialog_dispose;
  widget_class->map = palier_preferences_dialog_map;
  ADW_DIALOG_CLASS (class)->closed = palier_preferences_dialog_closed;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/fr/immo_ai/Palier/ui/palier-preferences-dialog.ui");
  palier_preferences_bind_sender (widget_class);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, agency_group);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, signature_group);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, account);
  gtk_widget_class_bind_template_child (widget_class, PalierPreferencesDialog, writing);
}

static void
palier_preferences_dialog_init (PalierPreferencesDialog *self)
{
  g_type_ensure (PALIER_TYPE_WRITING_PAGE);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->profile = palier_profile_rows_new (self->agency_group, self->signature_group);
  g_signal_connect_object (self->profile, "changed", G_CALLBACK (on_profile_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->filling = TRUE;
  palier_preferences_fill_presets (self);
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
  palier_writing_page_set_session (self->writing, session);
  return ADW_DIALOG (self);
}
