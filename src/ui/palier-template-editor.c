/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed is looked at after a pause: the template is read from the rows, checked, and given
 * to the preview. It is kept only when the user says so, and asked for before it would be lost. */
#include "palier-template-editor-private.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-check-line.h"
#include "palier-shell.h"
#include "palier-template-preview.h"

#define PAUSE_MS 200

G_DEFINE_FINAL_TYPE (PalierTemplateEditor, palier_template_editor, ADW_TYPE_NAVIGATION_PAGE)

gboolean
palier_template_editor_is_kept (PalierTemplateEditor *self)
{
  return !palier_id_is_nil (&self->template->id);
}

static gboolean
ships (PalierTemplateEditor *self)
{
  return self->template->key != NULL;
}

static PalierTemplateService *
get_service (PalierTemplateEditor *self)
{
  return palier_session_get_templates (self->session);
}

/* ---- from the rows */

static gboolean
has_subjects (const PalierTemplate *template)
{
  return strcmp (template->channel, "email") == 0 || strcmp (template->channel, "letter") == 0;
}

/* A line each; empty lines are none. */
static char **
dup_subjects (PalierTemplateEditor *self)
{
  g_autofree char *text = palier_template_text_dup (self->subjects);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (gsize i = 0; lines[i] != NULL; i++)
    if (*g_strstrip (lines[i]) != '\0')
    {
      g_strv_builder_add (builder, lines[i]);
      n++;
    }
  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/* (transfer full): what stands in the page */
PalierTemplate *
palier_template_editor_read (PalierTemplateEditor *self)
{
  PalierTemplate *template = palier_template_new ();

  template->id = self->template->id;
  template->key = g_strdup (self->template->key);
  template->created_ms = self->template->created_ms;
  template->updated_ms = self->template->updated_ms;
  palier_template_form_read (self->form, template);
  palier_template_variables_read (self->variables, template);
  if (has_subjects (template))
    template->subjects = dup_subjects (self);
  template->body = palier_template_text_dup (self->body);
  return template;
}

/* ---- checks and preview */

/* Where in the page a finding is, in words: (transfer full) */
static char *
dup_place (const PalierTemplate *template, guint line)
{
  guint body_line = palier_template_service_body_line (template);
  guint n = template->subjects != NULL ? g_strv_length (template->subjects) : 0;

  if (line >= body_line)
    /* Translators: of the text of a template */
    return g_strdup_printf (_ ("Line %u: "), line - body_line + 1);
  if (line > 0 && line + 1 >= body_line - n)
    return g_strdup_printf (_ ("Subject %u: "), line + 1 + n - body_line + 1);
  return g_strdup ("");
}

static void
add_finding (PalierTemplateEditor *self, const PalierTemplate *template,
             const PalierTemplateFinding *finding)
{
  gboolean above = strcmp (finding->code, "header") == 0;
  g_autofree char *place = dup_place (template, finding->line);
  g_autofree char *said = palier_words_finding (finding);
  g_autofree char *words = g_strconcat (
      above ? "" : place,
      above ? _ ("A variable needs a key of small letters, digits and _ that no other has") : said,
      NULL);

  gtk_box_append (self->findings, palier_check_line_new (finding->severity, words));
}

/* Without a name it could not be read as a file; that is said by itself. */
static void
show_findings (PalierTemplateEditor *self, PalierTemplate *template)
{
  gboolean nameless = *template->name == '\0';

  if (nameless)
    g_set_str (&template->name, "-");
  g_autoptr (GPtrArray) findings = palier_template_service_lint (template);
  palier_check_line_clear (self->findings);
  if (nameless)
    gtk_box_append (self->findings,
                    palier_check_line_new (PALIER_SEVERITY_ERROR, _ ("Give the template a name")));
  for (guint i = 0; i < findings->len; i++)
    add_finding (self, template, findings->pdata[i]);
  if (findings->len == 0 && !nameless)
    gtk_box_append (self->findings,
                    palier_check_line_new (PALIER_SEVERITY_NOTE, _ ("Nothing to mend")));
}

static void
look_at (PalierTemplateEditor *self)
{
  g_autoptr (PalierTemplate) template = palier_template_editor_read (self);
  gboolean subjects = has_subjects (template);

  gtk_widget_set_visible (self->subject_box, subjects);
  palier_template_text_set_variables (self->subjects, template->variables);
  palier_template_text_set_variables (self->body, template->variables);
  palier_template_keys_set_variables (self->facts, template->variables);
  palier_template_keys_set_variables (self->conditions, template->variables);
  show_findings (self, template);
  palier_template_preview_show (PALIER_TEMPLATE_PREVIEW (self->preview_side), template);
}

static gboolean
on_pause_cb (gpointer data)
{
  PalierTemplateEditor *self = data;

  self->pause = 0;
  look_at (self);
  return G_SOURCE_REMOVE;
}

/* ---- what is unsaved */

static void
on_edited_cb (PalierTemplateEditor *self)
{
  palier_template_editor_set_edited (self, TRUE);
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, on_pause_cb, self);
}

/* ---- to the rows */

static DexFuture *
metrics_fiber (gpointer data)
{
  PalierTemplateEditor *self = data;
  g_autofree char *id = palier_template_dup_id (self->template);
  g_autoptr (PalierDashboard) dashboard = dex_await_boxed (
      palier_stats_service_template (palier_session_get_stats (self->session), id ? id : ""), NULL);
  g_autofree char *words =
      dashboard != NULL ? palier_dashboard_dup_template_words (dashboard) : g_strdup ("");

  if (self->session != NULL)
    gtk_label_set_text (self->metrics, words);
  return NULL;
}

void
palier_template_editor_show_state (PalierTemplateEditor *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean own = !ships (self);
  const char *name = *self->template->name != '\0' ? self->template->name : _ ("New Template");

  adw_window_title_set_title (self->title, name);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), name);
  adw_banner_set_revealed (self->banner, !own);
  gtk_widget_set_visible (self->save_button, own);
  gtk_widget_set_visible (self->insert_box, own);
  gtk_widget_set_sensitive (GTK_WIDGET (self->head_group), own);
  gtk_widget_set_sensitive (GTK_WIDGET (self->use_group), own);
  gtk_widget_set_sensitive (GTK_WIDGET (self->variables_group), own);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->subjects), own);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->body), own);
  gtk_widget_action_set_enabled (widget, "template.duplicate",
                                 !own || palier_template_editor_is_kept (self));
  gtk_widget_action_set_enabled (widget, "template.export",
                                 !own || palier_template_editor_is_kept (self));
  gtk_widget_action_set_enabled (widget, "template.remove", palier_template_editor_is_kept (self));
}

/* @template: (transfer none): as it is kept */
static void
show_template (PalierTemplateEditor *self, PalierTemplate *template)
{
  g_autofree char *subjects =
      template->subjects != NULL ? g_strjoinv ("\n", template->subjects) : g_strdup ("");

  palier_template_ref (template);
  g_clear_pointer (&self->template, palier_template_free);
  self->template = template;
  palier_template_form_show (self->form, template);
  palier_template_variables_show (self->variables, template);
  palier_template_text_show (self->subjects, subjects);
  palier_template_text_show (self->body, template->body);
  palier_template_editor_set_edited (self, FALSE);
  palier_template_editor_show_state (self);
  look_at (self);
  palier_shell_spawn (GTK_WIDGET (self), metrics_fiber);
}

/* Another device, or an undo, has changed it: what is being written here stays. */
static DexFuture *
refresh_fiber (gpointer data)
{
  PalierTemplateEditor *self = data;
  g_autofree char *id = palier_template_dup_id (self->template);
  g_autoptr (PalierTemplate) now =
      dex_await_boxed (palier_template_service_find (get_service (self), id), NULL);

  if (now != NULL && self->session != NULL && !self->edited && !self->saving && self->pause == 0
      && now->updated_ms != self->template->updated_ms)
    show_template (self, now);
  return NULL;
}

static void
on_session_changed_cb (PalierTemplateEditor *self)
{
  if (palier_template_editor_is_kept (self) && !self->edited && !self->saving)
    palier_shell_spawn (GTK_WIDGET (self), refresh_fiber);
}

/* ---- narrow windows: one side at a time */

static void
show_sides (PalierTemplateEditor *self)
{
  gboolean narrow = gtk_widget_get_visible (self->narrow_bar);
  gboolean preview = gtk_toggle_button_get_active (self->preview_button);

  gtk_widget_set_visible (self->text_side, !narrow || !preview);
  gtk_widget_set_visible (self->preview_side, !narrow || preview);
}

static void
on_narrow_cb (PalierTemplateEditor *self)
{
  gtk_toggle_button_set_active (self->preview_button, FALSE);
}

static void
on_wide_cb (PalierTemplateEditor *self)
{
  gtk_widget_set_visible (self->text_side, TRUE);
  gtk_widget_set_visible (self->preview_side, TRUE);
}

/* ---- overrides */

static void
palier_template_editor_dispose (GObject *object)
{
  PalierTemplateEditor *self = PALIER_TEMPLATE_EDITOR (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  palier_template_editor_forget_then (self);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_TEMPLATE_EDITOR);
  g_clear_object (&self->form);
  g_clear_object (&self->variables);
  g_clear_object (&self->session);
  g_clear_pointer (&self->template, palier_template_free);
  G_OBJECT_CLASS (palier_template_editor_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *class)
{
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, title);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, banner);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, save_button);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, narrow_bar);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, preview_button);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, text_side);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, preview_side);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, narrow);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, head_group);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, use_group);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, variables_group);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, insert_box);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, fact_button);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, condition_button);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, subject_box);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, subjects);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, body);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, findings);
  gtk_widget_class_bind_template_child (class, PalierTemplateEditor, metrics);
  gtk_widget_class_bind_template_callback (class, on_edited_cb);
  gtk_widget_class_bind_template_callback (class, show_sides);
}

static void
palier_template_editor_class_init (PalierTemplateEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_template_editor_dispose;
  g_type_ensure (PALIER_TYPE_TEMPLATE_TEXT);
  g_type_ensure (PALIER_TYPE_TEMPLATE_PREVIEW);
  palier_template_editor_install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-template-editor.ui");
  bind_children (widget_class);
}

static void
connect_parts (PalierTemplateEditor *self)
{
  g_signal_connect_object (self->form, "changed", G_CALLBACK (on_edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->variables, "changed", G_CALLBACK (on_edited_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->narrow, "apply", G_CALLBACK (on_narrow_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->narrow, "unapply", G_CALLBACK (on_wide_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
palier_template_editor_init (PalierTemplateEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->form = palier_template_form_new (self->head_group, self->use_group);
  self->variables = palier_template_variables_new (self->variables_group);
  palier_template_editor_connect_menus (self);
  connect_parts (self);
}

/* @template: kept, one that ships, or a new one */
PalierTemplateEditor *
palier_template_editor_new (PalierSession *session, PalierTemplate *template)
{
  PalierTemplateEditor *self = g_object_new (PALIER_TYPE_TEMPLATE_EDITOR, NULL);

  self->session = g_object_ref (session);
  palier_template_preview_set_session (PALIER_TEMPLATE_PREVIEW (self->preview_side), session);
  g_signal_connect_object (session, "changed", G_CALLBACK (on_session_changed_cb), self,
                           G_CONNECT_SWAPPED);
  show_template (self, template);
  return self;
}
