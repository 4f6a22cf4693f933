/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "palier-session.h"

G_BEGIN_DECLS

/* Agency, mailbox, relay. What is changed is kept when typing pauses and when the dialog closes. */
#define PALIER_TYPE_PREFERENCES_DIALOG (palier_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PalierPreferencesDialog, palier_preferences_dialog, PALIER,
                      PREFERENCES_DIALOG, AdwPreferencesDialog)

AdwDialog *palier_preferences_dialog_new (PalierSession *session);

G_END_DECLS
