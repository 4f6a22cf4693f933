/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-deeds.h"

#include <glib/gi18n.h>

#include "palier-import-files.h"
#include "palier-shell.h"

typedef struct
{
  GtkWidget *widget;
  PalierSession *session;
  char *id;         /* (nullable) */
  GPtrArray *files; /* (nullable) (element-type GFile) */
} Deed;

static void
deed_free (gpointer data)
{
  Deed *self = data;

  g_object_unref (self->widget);
  g_object_unref (self->session);
  g_free (self->id);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_free (self);
}

static Deed *
deed_new (GtkWidget *widget, PalierSession *session, const char *id)
{
  Deed *self = g_new0 (Deed, 1);

  self->widget = g_object_ref (widget);
  self->session = g_object_ref (session);
  self->id = g_strdup (id);
  return self;
}

static void
spawn (Deed *deed, DexFiberFunc fiber)
{
  dex_future_disown (dex_scheduler_spawn (NULL, 0, fiber, deed, deed_free));
}

static PalierTemplateService *
get_service (const Deed *deed)
{
  return palier_session_get_templates (deed->session);
}

static void
open_template (const Deed *deed, const PalierTemplate *template)
{
  g_autofree char *id = palier_template_dup_id (template);

  gtk_widget_activate_action (deed->widget, "templates.open", "s", id);
}

/* ---- one template */

static DexFuture *
duplicate_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierTemplate) copy = dex_await_boxed (
      palier_template_service_duplicate (get_service (deed), deed->id, NULL), &error);

  if (copy != NULL)
    open_template (deed, copy);
  else
    palier_shell_report (deed->widget, error);
  return NULL;
}

void
palier_template_duplicate (GtkWidget *widget, PalierSession *session, const char *id)
{
  spawn (deed_new (widget, session, id), duplicate_fiber);
}

static DexFuture *
remove_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierChangeset) changeset =
      dex_await_boxed (palier_template_service_remove (get_service (deed), deed->id), &error);

  if (changeset == NULL)
  {
    palier_shell_report (deed->widget, error);
    return NULL;
  }
  gtk_widget_activate_action (deed->widget, "templates.list", NULL);
  palier_shell_toast_undo (deed->widget, _ ("Template removed"), &changeset->id);
  return NULL;
}

void
palier_template_remove (GtkWidget *widget, PalierSession *session, const char *id)
{
  spawn (deed_new (widget, session, id), remove_fiber);
}

/* ---- files */

/* A name that files can have. */
static char *
dup_file_name (const PalierTemplate *template)
{
  g_autofree char *name = g_strdup (template->name);

  g_strdelimit (name, "/\\:*?\"<>|", '-');
  return g_strconcat (name, ".txt", NULL);
}

static DexFuture *
export_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierTemplate) template =
      dex_await_boxed (palier_template_service_find (get_service (deed), deed->id), &error);
  g_autofree char *name = template != NULL ? dup_file_name (template) : NULL;
  g_autoptr (GFile) file =
      name != NULL
          ? dex_await_object (
                palier_import_files_save (deed->widget, _ ("Export the Template"), name), NULL)
          : NULL;

  if (error == NULL && file == NULL)
    return NULL;
  if (file != NULL
      && dex_await (
          palier_template_service_export (get_service (deed), deed->id, g_file_peek_path (file)),
          &error))
    palier_shell_toast (deed->widget, _ ("Template exported"));
  else
    palier_shell_report (deed->widget, error);
  return NULL;
}

void
palier_template_export (GtkWidget *widget, PalierSession *session, const char *id)
{
  spawn (deed_new (widget, session, id), export_fiber);
}

static void
on_answered_cb (GObject *dialog, GAsyncResult *result, gpointer data)
{
  DexPromise *promise = data;

  dex_promise_resolve_boolean (
      promise,
      g_str_equal (adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (dialog), result), "replace"));
  dex_unref (promise);
}

/* → whether the one of the same name is to be changed */
static DexFuture *
ask_to_replace (const Deed *deed, const char *name)
{
  g_autofree char *heading = g_strdup_printf (_ ("Replace “%s”?"), name);
  DexPromise *promise = dex_promise_new ();
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (adw_alert_dialog_new (
      heading, _ ("You have a template of that name. The change can be undone.")));

  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "replace", _ ("_Replace"), NULL);
  adw_alert_dialog_choose (dialog, deed->widget, NULL, on_answered_cb, dex_ref (promise));
  return DEX_FUTURE (promise);
}

/* Returns: (transfer full) (nullable): the template; NULL where the user changed his mind, or with
 * @error */
static PalierTemplate *
await_import (const Deed *deed, GFile *file, GError **error)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GError) local = NULL;
  PalierTemplate *template =
      dex_await_boxed (palier_template_service_import (get_service (deed), path, FALSE), &local);

  if (template != NULL)
    return template;
  if (!g_error_matches (local, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_TEMPLATE_TWICE))
    return g_propagate_error (error, g_steal_pointer (&local)), NULL;
  if (!dex_await_boolean (ask_to_replace (deed, local->message), NULL))
    return NULL;
  return dex_await_boxed (palier_template_service_import (get_service (deed), path, TRUE), error);
}

/* What one file has wrong is said, and the others go on; the last that came is shown. */
static DexFuture *
import_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (PalierTemplate) last = NULL;

  for (guint i = 0; i < deed->files->len; i++)
  {
    g_autoptr (GError) error = NULL;
    PalierTemplate *template = await_import (deed, deed->files->pdata[i], &error);
    if (error != NULL)
      palier_shell_report (deed->widget, error);
    if (template == NULL)
      continue;
    g_clear_pointer (&last, palier_template_free);
    last = template;
  }
  if (last != NULL)
    open_template (deed, last);
  return NULL;
}

/* @files: (array length=n_files) */
void
palier_template_import (GtkWidget *widget, PalierSession *session, GFile *const *files,
                        guint n_files)
{
  Deed *deed = deed_new (widget, session, NULL);

  deed->files = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_files; i++)
    if (g_file_peek_path (files[i]) != NULL)
      g_ptr_array_add (deed->files, g_object_ref (files[i]));
  spawn (deed, import_fiber);
}

static DexFuture *
choose_fiber (gpointer data)
{
  Deed *deed = data;
  g_autoptr (GtkFileFilter) texts = gtk_file_filter_new ();
  g_autoptr (GListModel) files = NULL;

  gtk_file_filter_set_name (texts, _ ("Templates"));
  gtk_file_filter_add_suffix (texts, "txt");
  files = dex_await_object (
      palier_import_files_choose (deed->widget, _ ("Choose Templates"), texts), NULL);
  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
  {
    g_autoptr (GFile) file = g_list_model_get_item (files, i);
    palier_template_import (deed->widget, deed->session, &file, 1);
  }
  return NULL;
}

void
palier_template_choose_files (GtkWidget *widget, PalierSession *session)
{
  spawn (deed_new (widget, session, NULL), choose_fiber);
}
