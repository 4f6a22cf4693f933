/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "palier-preferences-dialog.h"
#include "palier-profile-rows.h"
#include "palier-writing-page.h"

G_BEGIN_DECLS

/* What is typed is kept after a pause. */
#define PALIER_PREFERENCES_PAUSE_MS 700

struct _PalierPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  PalierSession *session;
  PalierProfileRows *profile;
  PalierId sender_id;
  gboolean filling;
  gboolean testing;
  gboolean ready; /* what is kept has been read: only then may it be written */
  guint profile_pause;
  guint sender_pause;

  AdwPreferencesGroup *agency_group;
  AdwPreferencesGroup *signature_group;
  AdwComboRow *preset;
  GtkEditable *from_name;
  GtkEditable *from_email;
  GtkEditable *host;
  GtkSpinButton *port;
  AdwComboRow *security;
  GtkEditable *user;
  GtkEditable *password;
  AdwActionRow *test_result;
  GtkImage *test_icon;
  AdwActionRow *account;
  PalierWritingPage *writing;
};

PalierSettingsService *palier_preferences_settings (PalierPreferencesDialog *self);
void palier_preferences_tell_error (PalierPreferencesDialog *self, const GError *error);

/* The mailbox: palier-preferences-sender.c */
void palier_preferences_fill_presets (PalierPreferencesDialog *self);
void palier_preferences_show_sender (PalierPreferencesDialog *self, const PalierSender *sender);
DexFuture *palier_preferences_keep_sender_fiber (gpointer dialog);
void palier_preferences_bind_sender (GtkWidgetClass *widget_class);

G_END_DECLS
