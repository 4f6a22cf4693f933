/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-writing-key.h"

#include <glib/gi18n.h>

#include "palier-shell.h"

struct _PalierWritingKey
{
  GObject parent_instance;

  AdwEntryRow *row;
  GtkWidget *remove;
  PalierAiService *ai; /* (nullable): not known yet */
  char *service;       /* (nullable): it has no key */
  const char *words;   /* what the service is called */
  gboolean optional;   /* a server may do without */
};

G_DEFINE_FINAL_TYPE (PalierWritingKey, palier_writing_key, G_TYPE_OBJECT)

static void
show_kept (PalierWritingKey *self, gboolean is_kept)
{
  const char *title = is_kept          ? _ ("Key (kept; type to replace it)")
                      : self->optional ? _ ("Key, if the server asks for one")
                                       : _ ("Key");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  gtk_widget_set_visible (self->remove, is_kept);
}

/* A key that is kept is shown as kept, and is not read. */
gboolean
palier_writing_key_show (PalierWritingKey *self, GError **error)
{
  g_autofree char *service = g_strdup (self->service);
  g_autoptr (GError) failure = NULL;

  if (service == NULL)
    return TRUE;
  gboolean is_kept = dex_await_boolean (palier_ai_service_has_key (self->ai, service), &failure);
  if (failure != NULL)
    return g_propagate_error (error, g_steal_pointer (&failure)), FALSE;
  if (g_strcmp0 (service, self->service) == 0)
    show_kept (self, is_kept);
  return TRUE;
}

/* ---- removing */

static void
on_answered_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  DexPromise *answer = data;

  dex_promise_resolve_boolean (
      answer,
      g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result), "remove"));
  dex_unref (answer);
}

/* Nothing could bring it back: it is in no undo. → whether it is to go */
static DexFuture *
ask (PalierWritingKey *self)
{
  g_autofree char *words = g_strdup_printf (
      _ ("%s is not asked any more until you give a key again. Nothing is changed at the service."),
      self->words);
  DexPromise *answer = dex_promise_new ();
  AdwAlertDialog *dialog =
      ADW_ALERT_DIALOG (adw_alert_dialog_new (_ ("Remove the Key From This Computer?"), words));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "remove", _ ("_Remove"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "remove", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_choose (dialog, GTK_WIDGET (self->row), NULL, on_answered_cb, dex_ref (answer));
  return DEX_FUTURE (answer);
}

static DexFuture *
remove_fiber (gpointer data)
{
  PalierWritingKey *self = data;
  g_autofree char *service = g_strdup (self->service);
  g_autoptr (GError) error = NULL;

  if (service == NULL || !dex_await_boolean (ask (self), NULL))
    return NULL;
  if (!dex_await (palier_ai_service_remove_key (self->ai, service), &error)
      || !palier_writing_key_show (self, &error))
    palier_shell_report (GTK_WIDGET (self->row), error);
  return NULL;
}

/* What was typed and not kept yet would come back as the key. */
static void
on_remove_cb (PalierWritingKey *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->row), "");
  dex_future_disown (
      dex_scheduler_spawn (NULL, 0, remove_fiber, g_object_ref (self), g_object_unref));
}

/* ---- overrides */

static void
palier_writing_key_finalize (GObject *object)
{
  PalierWritingKey *self = PALIER_WRITING_KEY (object);

  g_object_unref (self->row);
  g_clear_object (&self->ai);
  g_free (self->service);
  G_OBJECT_CLASS (palier_writing_key_parent_class)->finalize (object);
}

static void
palier_writing_key_class_init (PalierWritingKeyClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_writing_key_finalize;
}

static void
palier_writing_key_init (PalierWritingKey *self)
{
}

/* ---- public */

PalierWritingKey *
palier_writing_key_new (AdwEntryRow *row)
{
  PalierWritingKey *self = g_object_new (PALIER_TYPE_WRITING_KEY, NULL);

  self->row = g_object_ref (row);
  self->remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gtk_widget_set_tooltip_text (self->remove, _ ("Remove the Key"));
  gtk_widget_set_valign (self->remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->remove, "flat");
  adw_entry_row_add_suffix (row, self->remove);
  g_signal_connect_object (self->remove, "clicked", G_CALLBACK (on_remove_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

/* Who keeps it; before it is shown. */
void
palier_writing_key_set_ai (PalierWritingKey *self, PalierAiService *ai)
{
  g_set_object (&self->ai, ai);
}

/**
 * palier_writing_key_choose:
 * @service: (nullable): it has no key
 * @words: what the user knows it by
 * @optional: a server may do without
 */
void
palier_writing_key_choose (PalierWritingKey *self, const char *service, const char *words,
                           gboolean optional)
{
  g_set_str (&self->service, service);
  self->words = words;
  self->optional = optional;
  show_kept (self, FALSE);
}

/* (nullable): NULL: the key stays as it is */
const char *
palier_writing_key_get_typed (PalierWritingKey *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->row));

  return *typed != '\0' ? typed : NULL;
}
