/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export-bar.h"

#include "palier-format.h"
#include "palier-shell.h"

#define SHOWN_AFTER_MS 400

struct _PalierExportBar
{
  AdwBin parent_instance;

  GCancellable *running; /* (nullable) */
  DexFuture *exported;   /* (nullable) */
  char *name;            /* of the file */
  gint64 started_us;     /* monotonic */
  guint reveal;          /* source id */

  GtkRevealer *revealer;
  GtkLabel *title;
  GtkProgressBar *progress;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (PalierExportBar, palier_export_bar, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static gboolean
reveal_cb (gpointer data)
{
  PalierExportBar *self = data;

  self->reveal = 0;
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  return G_SOURCE_REMOVE;
}

static char *
dup_words (PalierExportBar *self, guint64 rows, guint64 of)
{
  g_autofree char *count = palier_format_count (rows);
  g_autofree char *all = palier_format_count (of);
  g_autofree char *left = palier_format_time_left (g_get_monotonic_time () - self->started_us,
                                                   (double) rows / (double) of);
  /* Translators: prospects done, prospects in all */
  g_autofree char *done = g_strdup_printf (_ ("%s of %s prospects"), count, all);

  if (rows == of)
    return g_strdup (_ ("Completing the file…"));
  return left != NULL ? g_strdup_printf ("%s · %s", done, left) : g_steal_pointer (&done);
}

/* What is read once the bar is given up may still be told. */
static void
on_progress_cb (guint64 rows, guint64 of, gpointer data)
{
  PalierExportBar *self = data;

  if (g_cancellable_is_cancelled (self->running))
    return;
  g_autofree char *words = dup_words (self, rows, of);
  double fraction = (double) rows / (double) of;
  gtk_progress_bar_set_fraction (self->progress, fraction);
  gtk_label_set_text (self->words, words);
  if (gtk_revealer_get_reveal_child (self->revealer))
    palier_shell_set_progress (GTK_WIDGET (self), "prospects", fraction);
}

static void
tell_end (PalierExportBar *self, gint64 rows, const GError *error)
{
  g_autofree char *count = palier_format_count ((guint64) MAX (rows, 0));
  /* Translators: how many, and the name of the file */
  g_autofree char *words =
      g_strdup_printf (ngettext ("%s prospect exported to “%s”", "%s prospects exported to “%s”",
                                 (gulong) MAX (rows, 0)),
                       count, self->name);

  if (error == NULL)
    palier_shell_toast (GTK_WIDGET (self), words);
  else if (palier_session_error_failure (error) == PALIER_FAILURE_CANCELLED)
    palier_shell_toast (GTK_WIDGET (self), _ ("Export cancelled, no file was written"));
  else
    palier_shell_report (GTK_WIDGET (self), error);
}

/* A window that is closed meanwhile takes the bar off the screen: the application waits for what
 * was written to be cleared away. */
static DexFuture *
run_fiber (gpointer data)
{
  PalierExportBar *self = data;
  GApplication *application = g_application_get_default ();
  g_autoptr (GError) error = NULL;

  g_application_hold (application);
  gint64 rows = dex_await_int64 (g_steal_pointer (&self->exported), &error);
  g_clear_handle_id (&self->reveal, g_source_remove);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  palier_shell_set_progress (GTK_WIDGET (self), "prospects", -1);
  tell_end (self, rows, error);
  g_clear_object (&self->running);
  g_signal_emit (self, signals[CHANGED], 0);
  g_application_release (application);
  return NULL;
}

static void
on_cancel_cb (PalierExportBar *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
}

static void
palier_export_bar_dispose (GObject *object)
{
  PalierExportBar *self = PALIER_EXPORT_BAR (object);

  on_cancel_cb (self);
  g_clear_handle_id (&self->reveal, g_source_remove);
  G_OBJECT_CLASS (palier_export_bar_parent_class)->dispose (object);
}

static void
palier_export_bar_finalize (GObject *object)
{
  g_free (PALIER_EXPORT_BAR (object)->name);
  G_OBJECT_CLASS (palier_export_bar_parent_class)->finalize (object);
}

static void
palier_export_bar_class_init (PalierExportBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_export_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_export_bar_finalize;
  /* Whether it is busy is another than before. */
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_EXPORT_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-export-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierExportBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PalierExportBar, title);
  gtk_widget_class_bind_template_child (widget_class, PalierExportBar, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierExportBar, words);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
}

static void
palier_export_bar_init (PalierExportBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

gboolean
palier_export_bar_is_busy (PalierExportBar *self)
{
  return self->running != NULL;
}

/**
 * palier_export_bar_start:
 * @order: copied
 *
 * It must not be busy.
 */
void
palier_export_bar_start (PalierExportBar *self, PalierSession *session,
                         const PalierExportOrder *order)
{
  g_autofree char *title = NULL;

  g_assert (self->running == NULL);
  g_free (self->name);
  self->name = g_filename_display_basename (order->path);
  title = g_strdup_printf (_ ("Exporting to “%s”"), self->name);
  gtk_label_set_text (self->title, title);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_text (self->words, "");
  self->started_us = g_get_monotonic_time ();
  self->reveal = g_timeout_add (SHOWN_AFTER_MS, reveal_cb, self);
  self->running = g_cancellable_new ();
  self->exported = palier_prospect_service_export (palier_session_get_prospects (session), order,
                                                   on_progress_cb, self, self->running);
  palier_shell_spawn (GTK_WIDGET (self), run_fiber);
  g_signal_emit (self, signals[CHANGED], 0);
}
