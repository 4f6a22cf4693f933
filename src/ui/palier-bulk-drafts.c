/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-bulk-drafts.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "palier-bulk-offer.h"
#include "palier-format.h"
#include "palier-shell.h"

typedef struct
{
  PalierWorkBar *bar;
  PalierSession *session;
  GArray *numbers;
  GCancellable *cancellable; /* (nullable): not begun yet */
  GHashTable *reasons;       /* words → how many were left out for it */
  guint n_left;
  GHashTable *fallbacks; /* code → how many the composer wrote in the service's place for it */
  guint n_composed;
  PalierId changeset; /* of what was written */
} Job;

static void
job_free (gpointer data)
{
  Job *self = data;

  g_object_unref (self->bar);
  g_object_unref (self->session);
  g_array_unref (self->numbers);
  g_clear_object (&self->cancellable);
  g_hash_table_unref (self->reasons);
  g_hash_table_unref (self->fallbacks);
  g_free (self);
}

static void
count_one (GHashTable *counts, const char *key)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

  g_hash_table_insert (counts, g_strdup (key), GUINT_TO_POINTER (n + 1));
}

static void
on_taken (GPtrArray *messages, GPtrArray *left, guint done, guint total, gpointer data)
{
  Job *self = data;

  for (guint i = 0; i < left->len; i++)
    count_one (self->reasons, ((PalierDraftLeft *) left->pdata[i])->words);
  self->n_left += left->len;
  for (guint i = 0; i < messages->len; i++)
  {
    const PalierMessageWriter *writer = ((PalierMessage *) messages->pdata[i])->writer;
    if (writer == NULL || writer->fallback == NULL)
      continue;
    count_one (self->fallbacks, writer->fallback);
    self->n_composed++;
  }
  palier_work_bar_show (self->bar, done, total, NULL);
}

static void
add_reason (GString *text, guint n, const char *words)
{
  g_autofree char *count = palier_format_count (n);
  g_autofree char *who = g_strdup_printf (ngettext ("%s prospect", "%s prospects", n), count);

  if (text->len > 0)
    g_string_append (text, "\n\n");
  /* Translators: how many prospects got no draft, and why */
  g_string_append_printf (text, _ ("%s: %s"), who, words);
}

/* Who was left out, and whom the composer wrote to in the service's place. */
static char *
dup_reasons (const Job *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GList) reasons =
      g_list_sort (g_hash_table_get_keys (self->reasons), (GCompareFunc) g_utf8_collate);
  g_autoptr (GList) codes =
      g_list_sort (g_hash_table_get_keys (self->fallbacks), (GCompareFunc) g_strcmp0);

  for (GList *l = reasons; l != NULL; l = l->next)
    add_reason (text, GPOINTER_TO_UINT (g_hash_table_lookup (self->reasons, l->data)), l->data);
  for (GList *l = codes; l != NULL; l = l->next)
  {
    g_autofree char *words = palier_words_fallback (l->data);
    add_reason (text, GPOINTER_TO_UINT (g_hash_table_lookup (self->fallbacks, l->data)), words);
  }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* (nullable): what of it is to be known at once */
static char *
dup_notice (const Job *self)
{
  g_autofree char *left = palier_format_count (self->n_left);
  g_autofree char *composed = palier_format_count (self->n_composed);

  if (self->n_left > 0 && self->n_composed > 0)
    /* Translators: how many got no draft; how many drafts the service did not write */
    return g_strdup_printf (_ ("Left out: %s; written by the built-in composer instead: %s"), left,
                            composed);
  if (self->n_composed > 0)
    return g_strdup_printf (
        ngettext ("The built-in composer wrote %s draft in the service’s place",
                  "The built-in composer wrote %s drafts in the service’s place", self->n_composed),
        composed);
  if (self->n_left > 0)
    return g_strdup_printf (
        ngettext ("%s prospect was left out", "%s prospects were left out", self->n_left), left);
  return NULL;
}

static void
on_answer_cb (AdwAlertDialog *dialog, const char *response, PalierWorkBar *bar)
{
  const PalierId *changeset = g_object_get_data (G_OBJECT (dialog), "changeset");

  if (g_str_equal (response, "review"))
    palier_shell_review (GTK_WIDGET (bar), changeset, NULL, NULL);
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
  g_object_set_data_full (G_OBJECT (dialog), "changeset",
                          g_memdup2 (&self->changeset, sizeof (PalierId)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer_cb), self->bar, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self->bar));
}

/* Whoever still looks at the page is led to what was written; whoever left is told of it. */
static void
tell_written (Job *self, guint n)
{
  GtkWidget *widget = GTK_WIDGET (self->bar);
  g_autofree char *count = palier_format_count (n);
  g_autofree char *words =
      g_strdup_printf (ngettext ("%s draft written", "%s drafts written", n), count);

  if (gtk_widget_get_mapped (widget) && !g_cancellable_is_cancelled (self->cancellable))
  {
    g_autofree char *reasons = dup_reasons (self);
    g_autofree char *notice = dup_notice (self);
    palier_shell_review (widget, &self->changeset, notice, reasons);
    palier_shell_toast_undo (widget, words, &self->changeset);
  }
  else if (self->n_left + self->n_composed > 0 && !g_cancellable_is_cancelled (self->cancellable))
    tell_left (self, words, TRUE);
  else if (gtk_widget_get_mapped (widget))
    palier_shell_toast_undo (widget, words, &self->changeset);
  else
    palier_shell_toast_page (widget, words, _ ("Review"), "messages");
}

/* @writer: (nullable): a service; else the composer */
static void
await_drafts (Job *self, const char *writer)
{
  g_autofree char *count = palier_format_count (self->numbers->len);
  g_autofree char *title = g_strdup_printf (
      ngettext ("Drafting for %s prospect", "Drafting for %s prospects", self->numbers->len),
      count);
  g_autoptr (GError) error = NULL;

  self->cancellable = g_object_ref (palier_work_bar_begin (self->bar, title));
  PalierDraftOrder order = { .n_variants = 1,
                             .writer = writer,
                             .taken = on_taken,
                             .data = self,
                             .cancellable = self->cancellable };
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_message_service_draft_many (
                           palier_session_get_messages (self->session), self->numbers, &order),
                       &error);

  palier_work_bar_end (self->bar);
  if (changeset != NULL)
    self->changeset = changeset->id;
  if (gtk_widget_get_root (GTK_WIDGET (self->bar)) == NULL)
    return; /* the window was closed */
  if (error != NULL)
    palier_shell_report (GTK_WIDGET (self->bar), error);
  else if (changeset != NULL)
    tell_written (self, changeset->n_records);
  else if (self->n_left > 0)
    tell_left (self, _ ("No Draft Could Be Written"), FALSE);
}

/* One run at a time. */
static gboolean
is_busy (Job *self)
{
  gboolean busy = palier_work_bar_is_busy (self->bar);

  if (busy)
    palier_shell_toast (GTK_WIDGET (self->bar), _ ("Drafts are being written already"));
  return busy;
}

static DexFuture *
job_fiber (gpointer data)
{
  Job *self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *writer = NULL;

  if (is_busy (self))
    return NULL;
  writer = palier_bulk_offer_await (GTK_WIDGET (self->bar), self->session, self->numbers, &error);
  if (error != NULL)
    palier_shell_report (GTK_WIDGET (self->bar), error);
  else if (writer != NULL && !is_busy (self))
    await_drafts (self, g_str_equal (writer, PALIER_WRITER_COMPOSER) ? NULL : writer);
  return NULL;
}

/**
 * palier_bulk_drafts_write:
 * @bar: tells how it goes; one run at a time
 * @numbers: (element-type gint64): of prospects; not to be changed afterwards
 *
 * A draft for each, once it is known who writes, and then their review.
 */
void
palier_bulk_drafts_write (PalierWorkBar *bar, PalierSession *session, GArray *numbers)
{
  Job *self = g_new0 (Job, 1);

  self->bar = g_object_ref (bar);
  self->session = g_object_ref (session);
  self->numbers = g_array_ref (numbers);
  self->reasons = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->fallbacks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  dex_future_disown (dex_scheduler_spawn (NULL, 0, job_fiber, self, job_free));
}
