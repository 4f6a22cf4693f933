/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the window's menu, its shortcuts and its pages can ask of it by name. */
#include "palier-about-dialog.h"
#include "palier-account-dialog.h"
#include "palier-import-page.h"
#include "palier-preferences-dialog.h"
#include "palier-prospects-page.h"
#include "palier-shell.h"
#include "palier-undo-job.h"
#include "palier-window-private.h"

/* ---- sync */

static DexFuture *
sync_fiber (gpointer data)
{
  PalierWindow *self = data;
  PalierSyncService *sync = palier_session_get_sync (self->session);
  g_autoptr (GError) error = NULL;

  if (!dex_await (palier_sync_service_sync_now (sync), &error))
    palier_shell_report (GTK_WIDGET (self), error);
  return NULL;
}

static void
on_sync_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  if (PALIER_WINDOW (widget)->session)
    palier_shell_spawn (widget, sync_fiber);
}

/* ---- undo */

/* A text that is being written takes back what was typed, as long as there is something. */
static gboolean
undo_text (PalierWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (!GTK_IS_TEXT_VIEW (focus) || !gtk_text_view_get_editable (GTK_TEXT_VIEW (focus))
      || !gtk_text_buffer_get_can_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus))))
    return FALSE;
  gtk_text_buffer_undo (gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus)));
  return TRUE;
}

/* A review of drafts takes back what was decided last. */
static gboolean
undo_decision (PalierWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && gtk_widget_activate_action (focus, "review.undo", NULL);
}

static void
on_undo_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);

  if (self->session && !undo_text (self) && !undo_decision (self))
    palier_undo_job_start (widget, self->session, &PALIER_ID_NIL);
}

static void
on_undo_changeset_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);
  PalierId changeset;

  if (self->session && palier_id_parse (g_variant_get_string (target, NULL), &changeset))
    palier_undo_job_start (widget, self->session, &changeset);
}

/* ---- pages and dialogs */

static void
on_show_page_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_window_show_page (PALIER_WINDOW (widget), g_variant_get_string (target, NULL));
}

static void
on_search_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);

  if (self->session == NULL)
    return;
  palier_window_show_page (self, "prospects");
  palier_prospects_page_search (
      PALIER_PROSPECTS_PAGE (palier_window_ensure_page (self, "prospects")));
}

static void
on_new_prospect_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);

  if (self->session == NULL)
    return;
  palier_window_show_page (self, "prospects");
  palier_prospects_page_add (PALIER_PROSPECTS_PAGE (palier_window_ensure_page (self, "prospects")));
}

static void
on_find_duplicates_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_window_find_duplicates (PALIER_WINDOW (widget), NULL);
}

static void
on_import_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);

  if (self->session == NULL)
    return;
  palier_window_show_page (self, "import");
  palier_import_page_choose (PALIER_IMPORT_PAGE (palier_window_ensure_page (self, "import")));
}

static void
on_paste_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);

  if (self->session == NULL)
    return;
  palier_window_show_page (self, "import");
  palier_import_page_paste (PALIER_IMPORT_PAGE (palier_window_ensure_page (self, "import")));
}

static void
on_preferences_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);

  if (self->session)
    adw_dialog_present (palier_preferences_dialog_new (self->session), widget);
}

static void
on_account_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierWindow *self = PALIER_WINDOW (widget);

  if (self->session)
    adw_dialog_present (palier_account_dialog_new (self->session), widget);
}

static void
on_about_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  adw_dialog_present (palier_about_dialog_new (), widget);
}

void
palier_window_install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "win.show-page", "s", on_show_page_cb);
  gtk_widget_class_install_action (class, "win.search", NULL, on_search_cb);
  gtk_widget_class_install_action (class, "win.new-prospect", NULL, on_new_prospect_cb);
  gtk_widget_class_install_action (class, "win.find-duplicates", NULL, on_find_duplicates_cb);
  gtk_widget_class_install_action (class, "win.import", NULL, on_import_cb);
  gtk_widget_class_install_action (class, "win.undo", NULL, on_undo_cb);
  gtk_widget_class_install_action (class, "win.undo-changeset", "s", on_undo_changeset_cb);
  gtk_widget_class_install_action (class, "win.sync", NULL, on_sync_cb);
  gtk_widget_class_install_action (class, "win.paste", NULL, on_paste_cb);
  gtk_widget_class_install_action (class, "win.preferences", NULL, on_preferences_cb);
  gtk_widget_class_install_action (class, "win.account", NULL, on_account_cb);
  gtk_widget_class_install_action (class, "win.about", NULL, on_about_cb);
}
