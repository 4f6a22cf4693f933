/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-work-bar.h"

#include "palier-format.h"
#include "palier-shell.h"

#define SHOWN_AFTER_MS 400

struct _PalierWorkBar
{
  AdwBin parent_instance;

  const char *page;      /* whose work it is */
  GCancellable *running; /* (nullable) */
  gint64 started_us;     /* monotonic */
  guint reveal;          /* source id */

  GtkRevealer *revealer;
  GtkLabel *title;
  GtkProgressBar *progress;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (PalierWorkBar, palier_work_bar, ADW_TYPE_BIN)

static gboolean
reveal_cb (gpointer data)
{
  PalierWorkBar *self = data;

  self->reveal = 0;
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  return G_SOURCE_REMOVE;
}

static char *
dup_words (PalierWorkBar *self, guint64 done, guint64 of)
{
  g_autofree char *count = palier_format_count (done);
  g_autofree char *all = palier_format_count (of);
  g_autofree char *left = palier_format_time_left (g_get_monotonic_time () - self->started_us,
                                                   (double) done / (double) of);
  /* Translators: prospects done, prospects in all */
  g_autofree char *text = g_strdup_printf (_ ("%s of %s prospects"), count, all);

  return left != NULL ? g_strdup_printf ("%s · %s", text, left) : g_steal_pointer (&text);
}

static void
on_cancel_cb (PalierWorkBar *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
}

static void
palier_work_bar_dispose (GObject *object)
{
  PalierWorkBar *self = PALIER_WORK_BAR (object);

  on_cancel_cb (self);
  g_clear_handle_id (&self->reveal, g_source_remove);
  G_OBJECT_CLASS (palier_work_bar_parent_class)->dispose (object);
}

static void
palier_work_bar_finalize (GObject *object)
{
  g_clear_object (&PALIER_WORK_BAR (object)->running);
  G_OBJECT_CLASS (palier_work_bar_parent_class)->finalize (object);
}

static void
palier_work_bar_class_init (PalierWorkBarClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_work_bar_dispose;
  G_OBJECT_CLASS (class)->finalize = palier_work_bar_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-work-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierWorkBar, revealer);
  gtk_widget_class_bind_template_child (widget_class, PalierWorkBar, title);
  gtk_widget_class_bind_template_child (widget_class, PalierWorkBar, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierWorkBar, words);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_cb);
}

static void
palier_work_bar_init (PalierWorkBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_work_bar_new:
 * @page: (not owned): whose work it is, as for palier_shell_set_progress()
 */
GtkWidget *
palier_work_bar_new (const char *page)
{
  PalierWorkBar *self = g_object_new (PALIER_TYPE_WORK_BAR, NULL);

  self->page = page;
  return GTK_WIDGET (self);
}

gboolean
palier_work_bar_is_busy (PalierWorkBar *self)
{
  return self->running != NULL;
}

/**
 * palier_work_bar_begin:
 *
 * It must not be busy. What takes no time to speak of is not shown.
 *
 * Returns: (transfer none): what its button cancels
 */
GCancellable *
palier_work_bar_begin (PalierWorkBar *self, const char *title)
{
  g_assert (self->running == NULL);
  gtk_label_set_text (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title, -1);
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_text (self->words, "");
  self->started_us = g_get_monotonic_time ();
  self->reveal = g_timeout_add (SHOWN_AFTER_MS, reveal_cb, self);
  self->running = g_cancellable_new ();
  return self->running;
}

/**
 * palier_work_bar_show:
 * @done: prospects, of @of
 * @words: (nullable): what is said instead of them
 *
 * What is read once the work is given up may still be told: it is not shown.
 */
void
palier_work_bar_show (PalierWorkBar *self, guint64 done, guint64 of, const char *words)
{
  double fraction = (double) done / (double) of;
  g_autofree char *counted = words == NULL ? dup_words (self, done, of) : NULL;

  if (g_cancellable_is_cancelled (self->running))
    return;
  gtk_progress_bar_set_fraction (self->progress, fraction);
  gtk_label_set_text (self->words, words != NULL ? words : counted);
  if (gtk_revealer_get_reveal_child (self->revealer))
    palier_shell_set_progress (GTK_WIDGET (self), self->page, fraction);
}

void
palier_work_bar_end (PalierWorkBar *self)
{
  g_clear_handle_id (&self->reveal, g_source_remove);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
  palier_shell_set_progress (GTK_WIDGET (self), self->page, -1);
  g_clear_object (&self->running);
}
