/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-shell.h"

#include "palier-window.h"

/* Returns: (transfer none) (nullable) */
static PalierWindow *
find_window (GtkWidget *widget)
{
  GtkWidget *window = gtk_widget_get_ancestor (widget, PALIER_TYPE_WINDOW);
  GtkRoot *root = gtk_widget_get_root (widget);

  /* A dialog that floats as a window of its own leads to the window it belongs to. */
  if (window == NULL && GTK_IS_WINDOW (root))
    window = GTK_WIDGET (gtk_window_get_transient_for (GTK_WINDOW (root)));
  return PALIER_IS_WINDOW (window) ? PALIER_WINDOW (window) : NULL;
}

static void
toast_for (GtkWidget *widget, const char *text, guint seconds)
{
  PalierWindow *window = find_window (widget);
  AdwToast *toast;

  if (window == NULL)
    return;
  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_timeout (toast, seconds);
  palier_window_add_toast (window, toast);
}

/* … with a button that does @action to @target. */
static void
toast_with_action (GtkWidget *widget, const char *text, const char *label, const char *action,
                   const char *target)
{
  PalierWindow *window = find_window (widget);
  AdwToast *toast;

  if (window == NULL)
    return;
  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, label);
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target (toast, "s", target);
  adw_toast_set_timeout (toast, 10);
  palier_window_add_toast (window, toast);
}

void
palier_shell_toast (GtkWidget *widget, const char *text)
{
  toast_for (widget, text, 5);
}

/**
 * palier_shell_toast_undo:
 * @changeset: what the toast's button takes back
 */
void
palier_shell_toast_undo (GtkWidget *widget, const char *text, const PalierId *changeset)
{
  char id[PALIER_ID_TEXT_SIZE];

  toast_with_action (widget, text, _ ("Undo"), "win.undo-changeset",
                     palier_id_format (changeset, id));
}

/**
 * palier_shell_toast_page:
 * @label: of the button that leads to @page
 */
void
palier_shell_toast_page (GtkWidget *widget, const char *text, const char *label, const char *page)
{
  toast_with_action (widget, text, label, "win.show-page", page);
}

/**
 * palier_shell_report:
 * @error: what went wrong; a cancelled one is not worth a word
 *
 * Says what happened, what was kept and what to do. A failure that may need thought stays on the
 * page as a dialog, one that only has to be known passes as a toast.
 */
void
palier_shell_report (GtkWidget *widget, const GError *error)
{
  PalierFailure failure = palier_session_error_failure (error);
  g_autofree char *words = palier_session_error_message (error);
  AdwDialog *dialog;

  if (failure == PALIER_FAILURE_CANCELLED || find_window (widget) == NULL)
    return;
  if (failure == PALIER_FAILURE_NETWORK || g_utf8_strlen (words, -1) < 70)
  {
    toast_for (widget, words, 10); /* what went wrong takes longer to read */
    return;
  }
  dialog = adw_alert_dialog_new (_ ("This Did Not Work"), words);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (dialog), "close", _ ("Close"));
  adw_dialog_present (dialog, GTK_WIDGET (find_window (widget)));
}

/**
 * palier_shell_show_page:
 * @name: prospects, import, messages, campaigns or dashboard
 */
void
palier_shell_show_page (GtkWidget *widget, const char *name)
{
  PalierWindow *window = find_window (widget);

  if (window)
    palier_window_show_page (window, name);
}

/**
 * palier_shell_set_progress:
 * @page: whose work it is
 * @fraction: 0 to 1; negative: it has ended
 */
void
palier_shell_set_progress (GtkWidget *widget, const char *page, double fraction)
{
  PalierWindow *window = find_window (widget);

  if (window)
    palier_window_set_progress (window, page, fraction);
}

/* @trail: (transfer full): who comes before and after */
void
palier_shell_write_to (GtkWidget *widget, const PalierId *prospect, PalierComposerTrail *trail)
{
  PalierWindow *window = find_window (widget);

  if (window)
    palier_window_write_to (window, prospect, trail);
  else
    palier_composer_trail_free (trail);
}

/**
 * palier_shell_review:
 * @made_by: the changeset that made the drafts
 * @notice: (nullable): what else became of it
 * @details: (nullable): who is meant, and why
 */
void
palier_shell_review (GtkWidget *widget, const PalierId *made_by, const char *notice,
                     const char *details)
{
  PalierWindow *window = find_window (widget);
  PalierReviewPage *page = window ? palier_window_review (window, made_by) : NULL;

  if (page && notice != NULL)
    palier_review_page_tell (page, notice, details);
}

/* @unsure: (nullable) (element-type PalierUnsurePair) */
void
palier_shell_find_duplicates (GtkWidget *widget, GArray *unsure)
{
  PalierWindow *window = find_window (widget);

  if (window)
    palier_window_find_duplicates (window, unsure);
}

/**
 * palier_shell_spawn:
 * @fiber: its data is @widget, kept alive until it ends
 *
 * Runs @fiber on the main thread, between frames.
 */
void
palier_shell_spawn (GtkWidget *widget, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, g_object_ref (widget), g_object_unref));
}
