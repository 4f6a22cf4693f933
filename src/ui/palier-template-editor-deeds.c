/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Saving, leaving, and what the buttons put into the text. */
#include <glib/gi18n.h>
#include <string.h>

#include "palier-shell.h"
#include "palier-template-editor-private.h"

static PalierTemplateService *
get_service (PalierTemplateEditor *self)
{
  return palier_session_get_templates (self->session);
}

/* ---- what is unsaved */

void
palier_template_editor_set_edited (PalierTemplateEditor *self, gboolean edited)
{
  self->edited = edited;
  adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self), !edited);
  adw_window_title_set_subtitle (self->title, edited ? _ ("Not saved") : "");
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "template.save", edited);
}

void
palier_template_editor_forget_then (PalierTemplateEditor *self)
{
  if (self->then_destroy != NULL)
    self->then_destroy (self->then_data);
  self->then = NULL;
  self->then_destroy = NULL;
}

/* It may end this page, which would forget it. */
static void
do_then (PalierTemplateEditor *self)
{
  PalierTemplateThen then = g_steal_pointer (&self->then);
  GDestroyNotify destroy = g_steal_pointer (&self->then_destroy);
  gpointer data = self->then_data;

  if (then != NULL)
    then (data);
  if (destroy != NULL)
    destroy (data);
}

/* ---- saving */

static void
say_saved (PalierTemplateEditor *self, const PalierChangeset *changeset)
{
  if (changeset != NULL)
    palier_shell_toast_undo (GTK_WIDGET (self), _ ("Template saved"), &changeset->id);
  else
    palier_shell_toast (GTK_WIDGET (self), _ ("Template saved"));
}

static DexFuture *
save_fiber (gpointer data)
{
  PalierTemplateEditor *self = data;
  g_autoptr (PalierTemplate) template = palier_template_editor_read (self);
  g_autoptr (GError) error = NULL;
  DexFuture *saved = palier_template_service_save (get_service (self), template);
  g_autoptr (PalierChangeset) changeset = dex_await_boxed (saved, &error);

  self->saving = FALSE;
  if (error != NULL)
  {
    palier_template_editor_forget_then (self);
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  say_saved (self, changeset);
  palier_template_ref (template);
  palier_template_free (self->template);
  self->template = template;
  palier_template_editor_set_edited (self, FALSE);
  palier_template_editor_show_state (self);
  do_then (self);
  return NULL;
}

static void
save (PalierTemplateEditor *self)
{
  if (self->saving || !self->edited)
    return;
  self->saving = TRUE;
  palier_shell_spawn (GTK_WIDGET (self), save_fiber);
}

static void
on_save_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  save (PALIER_TEMPLATE_EDITOR (widget));
}

static void
on_answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PalierTemplateEditor) self = data;
  const char *answer = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_str_equal (answer, "save"))
    save (self);
  else if (g_str_equal (answer, "discard"))
  {
    palier_template_editor_set_edited (self, FALSE);
    do_then (self);
  }
  else
    palier_template_editor_forget_then (self);
}

/**
 * palier_template_editor_leave:
 * @then: done at once where nothing is unsaved, else once the user has saved or given it up; not
 *   where he stays
 * @destroy: (nullable): of @data, in any case
 */
void
palier_template_editor_leave (PalierTemplateEditor *self, PalierTemplateThen then, gpointer data,
                              GDestroyNotify destroy)
{
  AdwAlertDialog *dialog;

  palier_template_editor_forget_then (self);
  self->then = then;
  self->then_data = data;
  self->then_destroy = destroy;
  if (!self->edited)
  {
    do_then (self);
    return;
  }
  dialog = ADW_ALERT_DIALOG (
      adw_alert_dialog_new (_ ("Save the Changes?"), _ ("What was not saved will be lost.")));
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "discard", _ ("_Discard"),
                                  "save", _ ("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (dialog, "save");
  adw_alert_dialog_choose (dialog, GTK_WIDGET (self), NULL, on_answered_cb, g_object_ref (self));
}

gboolean
palier_template_editor_is_edited (PalierTemplateEditor *self)
{
  return self->edited;
}

static void
show_list (gpointer data)
{
  gtk_widget_activate_action (data, "templates.list", NULL);
}

static void
on_close_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_template_editor_leave (PALIER_TEMPLATE_EDITOR (widget), show_list, widget, NULL);
}

/* "template.export" is the page's "templates.export" of this one. */
static void
on_page_deed_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  g_autofree char *id = palier_template_dup_id (PALIER_TEMPLATE_EDITOR (widget)->template);
  g_autofree char *action = g_strconcat ("templates", strchr (name, '.'), NULL);

  gtk_widget_activate_action (widget, action, "s", id);
}

/* ---- inserting */

static PalierTemplateText *
get_text (PalierTemplateEditor *self)
{
  GtkWidget *subjects = GTK_WIDGET (self->subjects);

  return g_object_get_data (G_OBJECT (self), "last-text") == subjects
                 && gtk_widget_is_visible (subjects)
             ? self->subjects
             : self->body;
}

static void
on_text_entered_cb (PalierTemplateText *text, GParamSpec *property, PalierTemplateEditor *self)
{
  if (gtk_widget_has_focus (GTK_WIDGET (text)))
    g_object_set_data (G_OBJECT (self), "last-text", text);
}

static void
on_fact_cb (PalierTemplateEditor *self, const char *key)
{
  g_autofree char *mark = g_strdup_printf ("{{%s}}", key);

  palier_template_text_insert (get_text (self), mark, "");
}

static void
on_condition_cb (PalierTemplateEditor *self, const char *key)
{
  g_autofree char *mark = g_strdup_printf ("{{?%s}}", key);

  palier_template_text_insert (get_text (self), mark, "{{/}}");
}

static void
on_otherwise_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_template_text_insert (get_text (PALIER_TEMPLATE_EDITOR (widget)), "{{:}}", "");
}

static void
on_wordings_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  palier_template_text_insert (get_text (PALIER_TEMPLATE_EDITOR (widget)), "{{#}}", "{{|}}{{/}}");
}

void
palier_template_editor_connect_menus (PalierTemplateEditor *self)
{
  self->facts = palier_template_keys_new (FALSE);
  self->conditions = palier_template_keys_new (TRUE);
  gtk_menu_button_set_popover (self->fact_button, GTK_WIDGET (self->facts));
  gtk_menu_button_set_popover (self->condition_button, GTK_WIDGET (self->conditions));
  g_signal_connect_object (self->facts, "chosen", G_CALLBACK (on_fact_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conditions, "chosen", G_CALLBACK (on_condition_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->subjects, "notify::has-focus", G_CALLBACK (on_text_entered_cb),
                           self, 0);
  g_signal_connect_object (self->body, "notify::has-focus", G_CALLBACK (on_text_entered_cb), self,
                           0);
}

void
palier_template_editor_install_actions (GtkWidgetClass *class)
{
  gtk_widget_class_install_action (class, "template.save", NULL, on_save_cb);
  gtk_widget_class_install_action (class, "template.close", NULL, on_close_cb);
  gtk_widget_class_install_action (class, "template.duplicate", NULL, on_page_deed_cb);
  gtk_widget_class_install_action (class, "template.export", NULL, on_page_deed_cb);
  gtk_widget_class_install_action (class, "template.remove", NULL, on_page_deed_cb);
  gtk_widget_class_install_action (class, "template.insert-otherwise", NULL, on_otherwise_cb);
  gtk_widget_class_install_action (class, "template.insert-wordings", NULL, on_wordings_cb);
  gtk_widget_class_add_binding_action (class, GDK_KEY_s, GDK_CONTROL_MASK, "template.save", NULL);
  gtk_widget_class_add_binding_action (class, GDK_KEY_Left, GDK_ALT_MASK, "template.close", NULL);
}
