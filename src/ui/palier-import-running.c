/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-import-running.h"

#include <glib/gi18n.h>

#include "palier-format.h"

struct _PalierImportRunning
{
  AdwBin parent_instance;

  gint64 started_us; /* monotonic */
  guint64 n_rows;    /* of the file; 0: not known */

  GtkProgressBar *progress;
  GtkLabel *words;
};

G_DEFINE_FINAL_TYPE (PalierImportRunning, palier_import_running, ADW_TYPE_BIN)

static char *
dup_rows (PalierImportRunning *self, guint64 rows)
{
  g_autofree char *count = palier_format_count (rows);
  g_autofree char *of = palier_format_count (self->n_rows);

  if (self->n_rows < rows)
    return g_strdup_printf (ngettext ("%s row", "%s rows", (gulong) rows), count);
  /* Translators: rows done, rows in all */
  return g_strdup_printf (_ ("%s of %s rows"), count, of);
}

static void
palier_import_running_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_IMPORT_RUNNING);
  G_OBJECT_CLASS (palier_import_running_parent_class)->dispose (object);
}

static void
palier_import_running_class_init (PalierImportRunningClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_import_running_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-import-running.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierImportRunning, progress);
  gtk_widget_class_bind_template_child (widget_class, PalierImportRunning, words);
}

static void
palier_import_running_init (PalierImportRunning *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_import_running_start:
 * @n_rows: of the whole file, 0 where it was not counted
 */
void
palier_import_running_start (PalierImportRunning *self, guint64 n_rows)
{
  self->started_us = g_get_monotonic_time ();
  self->n_rows = n_rows;
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_label_set_text (self->words, "");
}

static void
show_preparation (PalierImportRunning *self, double fraction)
{
  self->started_us = g_get_monotonic_time ();
  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_label_set_text (self->words, _ ("Making your base ready to be compared…"));
}

/* @rows: 0 while the base is made ready; @fraction is of that then */
void
palier_import_running_show (PalierImportRunning *self, guint64 rows, double fraction)
{
  if (rows == 0)
    return show_preparation (self, fraction);
  g_autofree char *count = dup_rows (self, rows);
  g_autofree char *left =
      palier_format_time_left (g_get_monotonic_time () - self->started_us, fraction);
  g_autofree char *text = left ? g_strdup_printf ("%s · %s", count, left) : g_strdup (count);

  gtk_progress_bar_set_fraction (self->progress, CLAMP (fraction, 0, 1));
  gtk_label_set_text (self->words, text);
}
