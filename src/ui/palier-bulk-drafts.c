/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-bulk-drafts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palier-format.h"
#include "palier-shell.h"

typedef struct
{
  GtkWidget *widget;
  PalierSession *session;
  GArray *numbers;
  GHashTable *reasons; /* words → how many were left out for it */
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->session);
  g_array_unref (self->numbers);
  g_hash_table_unref (self->reasons);
  g_free (self);
}

static void
on_taken (GPtrArray *messages, GPtrArray *left, guint done, guint total, gpointer data)
{
  Job *self = data;

  for (guint i = 0; i < left->len; i++)
  {
    const char *words = ((PalierDraftLeft *) left->pdata[i])->words;
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->reasons, words));
    g_hash_table_insert (self->reasons, g_strdup (words), GUINT_TO_POINTER (n + 1));
  }
  palier_shell_set_progress (self->widget, "messages", (double) done / total);
}

static char *
dup_reasons (const Job *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList) reasons =
      g_list_sort (g_hash_table_get_keys (self->reasons), (GCompareFunc) g_utf8_collate);

  for (GList *l = reasons; l != NULL; l = l->next)
  {
    guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->reasons, l->data));
    g_autofree char *count = palier_format_count (n);
    g_autofree char *who = g_strdup_printf (ngettext ("%s prospect", "%s prospects", n), count);
    /* Translators: how many prospects got no draft, and why */
    g_string_append_printf (text, _ ("%s: %s"), who, (char *) l->data);
    if (l->next != NULL)
      g_string_append (text, "\n\n");
  }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
on_answer_cb (AdwAlertDialog *dialog, const char *response, GtkWidget *widget)
{
  if (g_str_equal (response, "review"))
    palier_shell_show_page (widget, "messages");
}

/* Whom nothing was written to, and why, has to be read: it is no matter for a toast. */
static void
tell_left (Job *self, const char *heading, gboolean any)
{
  g_autofree char *reasons = dup_reasons (self);
  AdwDialog *dialog = adw_alert_dialog_new (heading, reasons);

  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("Close"));
  if (any)
  {
    adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "review", _ ("Review the Drafts"));
    adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "review",
                                              ADW_RESPONSE_SUGGESTED);
    adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "review");
  }
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer_cb), self->widget, 0);
  adw_dialog_present (dialog, self->widget);
}

static DexFuture *
job_fiber (gpointer data)
{
  Job *self = data;
  PalierDraftOrder order = { .n_variants = 1, .taken = on_taken, .data = self };
  g_autoptr (GError) error = NULL;
  gint64 n =
      dex_await_int64 (palier_message_service_draft_many (
                           palier_session_get_messages (self->session), self->numbers, &order),
                       &error);
  g_autofree char *count = palier_format_count ((guint) n);
  g_autofree char *words =
      g_strdup_printf (ngettext ("%s draft written", "%s drafts written", (gulong) n), count);

  palier_shell_set_progress (self->widget, "messages", -1);
  if (error != NULL)
    palier_shell_report (self->widget, error);
  else if (gtk_widget_get_root (self->widget) == NULL)
    return NULL; /* the window was closed */
  else if (g_hash_table_size (self->reasons) > 0)
    tell_left (self, n > 0 ? words : _ ("No Draft Could Be Written"), n > 0);
  else
    palier_shell_toast_page (self->widget, words, _ ("Review"), "messages");
  return NULL;
}

/**
 * palier_bulk_drafts_write:
 * @widget: in whose window it is told how it goes
 * @numbers: (element-type gint64): of prospects; not to be changed afterwards
 *
 * A draft for each, and then where to review them.
 */
void
palier_bulk_drafts_write (GtkWidget *widget, PalierSession *session, GArray *numbers)
{
  Job *self = g_new0 (Job, 1);

  self->widget = g_object_ref (widget);
  self->session = g_object_ref (session);
  self->numbers = g_array_ref (numbers);
  self->reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, job_fiber, self, job_free));
}
