/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-export-bar.h"

#include "palier-format.h"
#include "palier-shell.h"
#include "palier-work-bar.h"

struct _PalierExportBar
{
  AdwBin parent_instance;

  DexFuture *exported; /* (nullable) */
  char *name;          /* of the file */
  PalierWorkBar *bar;
};

G_DEFINE_FINAL_TYPE (PalierExportBar, palier_export_bar, ADW_TYPE_BIN)

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
on_progress_cb (guint64 rows, guint64 of, gpointer data)
{
  PalierExportBar *self = data;

  palier_work_bar_show (self->bar, rows, of, rows == of ? _ ("Completing the file…") : NULL);
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
  palier_work_bar_end (self->bar);
  tell_end (self, rows, error);
  g_signal_emit (self, signals[CHANGED], 0);
  g_application_release (application);
  return NULL;
}

static void
palier_export_bar_finalize (GObject *object)
{
  PalierExportBar *self = PALIER_EXPORT_BAR (object);

  g_free (self->name);
  g_object_unref (self->bar);
  G_OBJECT_CLASS (palier_export_bar_parent_class)->finalize (object);
}

static void
palier_export_bar_class_init (PalierExportBarClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_export_bar_finalize;
  /* Whether it is busy is another than before. */
  signals[CHANGED] = g_signal_new ("changed", PALIER_TYPE_EXPORT_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_export_bar_init (PalierExportBar *self)
{
  self->bar = PALIER_WORK_BAR (g_object_ref_sink (palier_work_bar_new ("prospects")));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->bar));
}

gboolean
palier_export_bar_is_busy (PalierExportBar *self)
{
  return palier_work_bar_is_busy (self->bar);
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

  g_free (self->name);
  self->name = g_filename_display_basename (order->path);
  title = g_strdup_printf (_ ("Exporting to “%s”"), self->name);
  GCancellable *cancellable = palier_work_bar_begin (self->bar, title);
  self->exported = palier_prospect_service_export (palier_session_get_prospects (session), order,
                                                   on_progress_cb, self, cancellable);
  palier_shell_spawn (GTK_WIDGET (self), run_fiber);
  g_signal_emit (self, signals[CHANGED], 0);
}
