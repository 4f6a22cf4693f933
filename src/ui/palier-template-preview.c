/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prospects are a paged list: the one that is shown is asked for by its place. An answer to an
 * older text is dropped. */
#include "palier-template-preview.h"

#include <glib/gi18n.h>

#include "palier-check-line.h"
#include "palier-format.h"
#include "palier-shell.h"

struct _PalierTemplatePreview
{
  AdwBin parent_instance;

  PalierSession *session;
  PalierTemplate *template; /* (nullable) */
  PalierProspectList *list;
  PalierProspectItem *item; /* (nullable): the prospect that is shown */
  guint position;
  guint asked; /* counts the questions */
  char *kind;  /* (nullable): of the prospects in the list */

  GtkEditable *search;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkLabel *name;
  GtkLabel *place;
  GtkWidget *written;
  GtkLabel *subject;
  GtkLabel *body;
  GtkLabel *measure;
  GtkBox *checks;
};

G_DEFINE_FINAL_TYPE (PalierTemplatePreview, palier_template_preview, ADW_TYPE_BIN)

/* ---- what is written */

static void
show_nothing (PalierTemplatePreview *self, const char *words)
{
  gtk_widget_set_visible (self->written, FALSE);
  gtk_label_set_text (self->measure, words);
  palier_check_line_clear (self->checks);
}

static void
show_trial (PalierTemplatePreview *self, const PalierTemplateTrial *trial)
{
  const PalierMessage *message = trial->message;
  g_autofree char *measure = palier_template_trial_dup_measure (trial);

  gtk_widget_set_visible (self->written, TRUE);
  gtk_label_set_text (self->subject, message->subject);
  gtk_widget_set_visible (GTK_WIDGET (self->subject), *message->subject != '\0');
  gtk_label_set_text (self->body, message->body);
  gtk_label_set_text (self->measure, measure);
  palier_check_line_clear (self->checks);
  for (guint i = 0; i < message->checks->len; i++)
  {
    const PalierCheck *check = message->checks->pdata[i];
    g_autofree char *words = palier_words_check (check);
    gtk_box_append (self->checks, palier_check_line_new (check->severity, words));
  }
}

/* What is wrong with the text is said beside it. */
static void
show_trouble (PalierTemplatePreview *self, const GError *error)
{
  g_autofree char *fault = palier_words_template_fault (error);
  g_autofree char *words = palier_session_error_message (error);

  show_nothing (self,
                fault != NULL ? _ ("The preview comes back once the text can be read") : words);
}

static DexFuture *
try_fiber (gpointer data)
{
  PalierTemplatePreview *self = data;
  PalierProspect *prospect =
      self->item != NULL ? palier_prospect_item_get_prospect (self->item) : NULL;
  guint asked = ++self->asked;
  g_autoptr (GError) error = NULL;

  if (prospect == NULL || self->template == NULL)
    return NULL;
  g_autoptr (PalierTemplateTrial) trial = dex_await_boxed (
      palier_template_service_try (palier_session_get_templates (self->session), self->template,
                                   palier_prospect_get_id (prospect)),
      &error);
  if (asked != self->asked || self->session == NULL)
    return NULL;
  if (trial != NULL)
    show_trial (self, trial);
  else
    show_trouble (self, error);
  return NULL;
}

static void
show_prospect (PalierTemplatePreview *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  PalierProspect *prospect =
      self->item != NULL ? palier_prospect_item_get_prospect (self->item) : NULL;
  g_autofree char *name = prospect != NULL ? palier_prospect_dup_display_name (prospect) : NULL;
  g_autofree char *at = palier_format_count (self->position + 1);
  g_autofree char *of = palier_format_count (n);
  /* Translators: the place in a list, such as 3 of 120 */
  g_autofree char *place = g_strdup_printf (_ ("%s of %s"), at, of);

  gtk_label_set_text (self->name, name != NULL ? name : "");
  gtk_label_set_text (self->place, n > 0 ? place : "");
  gtk_widget_set_sensitive (self->previous_button, self->position > 0);
  gtk_widget_set_sensitive (self->next_button, self->position + 1 < n);
  if (n == 0)
    show_nothing (self, palier_prospect_list_is_loading (self->list)
                            ? ""
                            : _ ("There is no such prospect to show the message for"));
  else
    palier_shell_spawn (GTK_WIDGET (self), try_fiber);
}

/* ---- the prospect */

static void
move_to (PalierTemplatePreview *self, guint position)
{
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_func (self->item, show_prospect, self);
  g_clear_object (&self->item);
  self->position = position;
  self->item = g_list_model_get_item (G_LIST_MODEL (self->list), position);
  if (self->item != NULL)
    g_signal_connect_object (self->item, "notify::prospect", G_CALLBACK (show_prospect), self,
                             G_CONNECT_SWAPPED);
  show_prospect (self);
}

static void
on_items_changed_cb (PalierTemplatePreview *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  move_to (self, self->position < n ? self->position : 0);
}

static void
search (PalierTemplatePreview *self)
{
  PalierQuery *query = palier_query_new ();

  query->search = g_strdup (gtk_editable_get_text (self->search));
  query->kind = g_strdup (self->kind);
  query->sort = PALIER_FIELD_FULL_NAME;
  if (self->list == NULL)
  {
    self->list = palier_prospect_service_list (palier_session_get_prospects (self->session), query);
    g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (self->list, "notify::loading", G_CALLBACK (show_prospect), self,
                             G_CONNECT_SWAPPED);
  }
  else
    palier_prospect_list_set_query (self->list, query);
  palier_query_free (query);
}

static void
on_search_cb (PalierTemplatePreview *self)
{
  if (self->list == NULL)
    return;
  self->position = 0;
  search (self);
}

static void
on_previous_cb (PalierTemplatePreview *self)
{
  if (self->position > 0)
    move_to (self, self->position - 1);
}

static void
on_next_cb (PalierTemplatePreview *self)
{
  if (self->list != NULL
      && self->position + 1 < g_list_model_get_n_items (G_LIST_MODEL (self->list)))
    move_to (self, self->position + 1);
}

/* ---- overrides */

static void
palier_template_preview_dispose (GObject *object)
{
  PalierTemplatePreview *self = PALIER_TEMPLATE_PREVIEW (object);

  g_clear_object (&self->item);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  g_clear_pointer (&self->template, palier_template_free);
  g_clear_pointer (&self->kind, g_free);
  G_OBJECT_CLASS (palier_template_preview_parent_class)->dispose (object);
}

static void
palier_template_preview_class_init (PalierTemplatePreviewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_template_preview_dispose;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-template-preview.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, search);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, previous_button);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, next_button);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, name);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, place);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, written);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, subject);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, body);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, measure);
  gtk_widget_class_bind_template_child (widget_class, PalierTemplatePreview, checks);
  gtk_widget_class_bind_template_callback (widget_class, on_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_next_cb);
}

static void
palier_template_preview_init (PalierTemplatePreview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* ---- public */

void
palier_template_preview_set_session (PalierTemplatePreview *self, PalierSession *session)
{
  g_set_object (&self->session, session);
}

/* Shows what @template writes; it is not changed afterwards. */
void
palier_template_preview_show (PalierTemplatePreview *self, PalierTemplate *template)
{
  palier_template_ref (template);
  g_clear_pointer (&self->template, palier_template_free);
  self->template = template;
  if (g_strcmp0 (self->kind, template->kind) == 0)
  {
    palier_shell_spawn (GTK_WIDGET (self), try_fiber);
    return;
  }
  g_set_str (&self->kind, template->kind);
  self->position = 0;
  search (self);
}
