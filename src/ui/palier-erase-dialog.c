/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one deed that cannot be undone: it is asked for in a dialog that says what goes and what
 * stays. */
#include "palier-erase-dialog.h"

#include <glib/gi18n.h>

#include "palier-shell.h"

typedef struct
{
  GtkWidget *parent;
  PalierSession *session;
  PalierId id;
  char *name;
} Erasure;

static void
erasure_free (gpointer data)
{
  Erasure *self = data;

  g_object_unref (self->parent);
  g_object_unref (self->session);
  g_free (self->name);
  g_free (self);
}

static DexFuture *
erase_fiber (gpointer data)
{
  Erasure *self = data;
  PalierProspectService *prospects = palier_session_get_prospects (self->session);
  g_autofree char *words = g_strdup_printf (_ ("%s was erased for ever"), self->name);
  g_autoptr (GError) error = NULL;

  dex_await_uint (palier_prospect_service_erase (prospects, &self->id), &error);
  if (error != NULL)
    palier_shell_report (self->parent, error);
  else
    palier_shell_toast (self->parent, words);
  return NULL;
}

static void
on_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  if (g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result), "erase"))
    dex_future_disown (dex_scheduler_spawn (NULL, 0, erase_fiber, data, erasure_free));
  else
    erasure_free (data);
}

/**
 * palier_erase_dialog_present:
 * @name: as the prospect is shown
 *
 * Asks whether everything about a prospect is to be erased, and does it.
 */
void
palier_erase_dialog_present (GtkWidget *parent, PalierSession *session, const PalierId *id,
                             const char *name)
{
  Erasure *erasure = g_new (Erasure, 1);
  g_autofree char *heading = g_strdup_printf (_ ("Erase %s for Ever?"), name);
  AdwDialog *dialog = adw_alert_dialog_new (
      heading,
      _ ("Their details, messages, notes, consents and history are erased from this computer now, "
         "and from the relay and your other devices with the next synchronization. This cannot be "
         "undone.\n\nOnly an encoded trace of their addresses is kept, so that no later import "
         "brings them back into your campaigns."));

  *erasure = (Erasure) { g_object_ref (parent), g_object_ref (session), *id, g_strdup (name) };
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "erase",
                                  _ ("_Erase for Ever"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "erase",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), parent, NULL, on_chosen_cb, erasure);
}
