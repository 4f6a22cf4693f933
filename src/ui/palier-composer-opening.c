/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a prospect to the variants that are shown, and on to the next prospect. */
#include "palier-composer-private.h"
#include "palier-shell.h"

/* In a fiber. The message as it is now: lists know less of it, and it may be approved since. */
static void
await_message (PalierComposerPage *self)
{
  g_autoptr (PalierMessage) message = g_steal_pointer (&self->message);

  if (message != NULL)
    self->message = dex_await_boxed (
        palier_message_service_get (palier_composer_messages (self), &message->id), NULL);
}

/* In a fiber. @is_new: (out): there were no drafts yet
 * Returns: (transfer full) (nullable): the drafts there are, or new ones */
static GPtrArray *
await_variants (PalierComposerPage *self, gboolean *is_new, GError **error)
{
  g_autoptr (GPtrArray) list = NULL;

  await_message (self);
  if (self->message && self->message->state != PALIER_MESSAGE_DRAFT)
  {
    list = g_ptr_array_new_with_free_func ((GDestroyNotify) palier_message_free);
    g_ptr_array_add (list, palier_message_ref (self->message));
    return g_steal_pointer (&list);
  }
  list = palier_composer_await_drafts (self, error);
  *is_new = list != NULL && list->len == 0;
  if (!*is_new)
    return g_steal_pointer (&list);
  return dex_await_boxed (palier_message_service_draft (palier_composer_messages (self),
                                                        &self->prospect, PALIER_COMPOSER_VARIANTS),
                          error);
}

/* @name: (nullable): of the prospect */
static void
show_place (PalierComposerPage *self, const char *name)
{
  g_autofree char *place =
      self->trail != NULL ? palier_composer_trail_dup_place (self->trail) : NULL;
  g_autofree char *both =
      name != NULL && place != NULL ? g_strdup_printf ("%s · %s", place, name) : NULL;

  adw_window_title_set_subtitle (self->title, both != NULL   ? both
                                              : name != NULL ? name
                                              : place        ? place
                                                             : "");
  gtk_widget_set_visible (self->steps, self->trail != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.previous",
                                 self->trail != NULL
                                     && palier_composer_trail_leads (self->trail, -1));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "composer.next",
                                 self->trail != NULL
                                     && palier_composer_trail_leads (self->trail, 1));
}

/* The name, and the choices that such a prospect has. */
static void
await_prospect (PalierComposerPage *self, const PalierMessage *message)
{
  g_autoptr (PalierProspect) prospect = dex_await_boxed (
      palier_prospect_service_get (palier_session_get_prospects (self->session), &self->prospect),
      NULL);
  g_autoptr (GPtrArray) templates = dex_await_boxed (
      palier_template_service_list (palier_session_get_templates (self->session)), NULL);
  g_autofree char *name = prospect ? palier_prospect_dup_display_name (prospect) : NULL;

  show_place (self, name);
  if (prospect && templates)
    palier_composer_choices_show (self->choices, templates, prospect, message->channel);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), message->state == PALIER_MESSAGE_DRAFT);
}

/* In a fiber. What the built-in composer has just written stands until the service that is meant to
 * write has. */
static void
await_writer (PalierComposerPage *self, gboolean is_new)
{
  PalierId prospect = self->prospect;
  g_autofree char *writer = dex_await_string (
      palier_ai_service_find_writer (palier_session_get_ai (self->session)), NULL);

  palier_composer_choices_show_writer (self->choices, writer);
  if (is_new && writer != NULL && palier_id_equal (&prospect, &self->prospect))
    palier_composer_write_anew (self);
}

/* @error: (nullable) */
static void
show_trouble (PalierComposerPage *self, const GError *error)
{
  g_autofree char *words = error != NULL ? palier_session_error_message (error) : NULL;

  adw_status_page_set_description (self->trouble, words);
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

/* In a fiber. */
static void
await_open (PalierComposerPage *self)
{
  g_autoptr (GError) error = NULL;
  gboolean is_new = FALSE;
  g_autoptr (GPtrArray) list = await_variants (self, &is_new, &error);

  self->opening = FALSE;
  if (list == NULL || list->len == 0)
  {
    show_place (self, NULL);
    show_trouble (self, error);
    return;
  }
  await_prospect (self, g_ptr_array_index (list, 0));
  palier_composer_show_cards (self, list);
  await_writer (self, is_new);
}

static DexFuture *
open_fiber (gpointer data)
{
  await_open (data);
  return NULL;
}

void
palier_composer_open (PalierComposerPage *self)
{
  self->opening = TRUE;
  palier_shell_spawn (GTK_WIDGET (self), open_fiber);
}

/* ---- to the next prospect */

/* In a fiber. */
static gboolean
await_whom (PalierComposerPage *self, const PalierComposerStop *stop, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) items = NULL;

  g_clear_pointer (&self->message, palier_message_free);
  if (stop->message != NULL)
  {
    self->message = palier_message_ref (stop->message);
    self->prospect = stop->message->prospect;
    return TRUE;
  }
  g_array_append_val (numbers, stop->number);
  items = dex_await_boxed (
      palier_prospect_service_page (palier_session_get_prospects (self->session), numbers, 0, 1),
      error);
  if (items == NULL)
    return FALSE;
  if (items->len == 0)
  {
    g_set_error_literal (error, PALIER_SESSION_ERROR, PALIER_SESSION_ERROR_NOT_FOUND, "prospect");
    return FALSE;
  }
  self->prospect = *palier_prospect_get_id (palier_prospect_item_get_prospect (items->pdata[0]));
  return TRUE;
}

/* In a fiber. What is being written is given up, what was typed is kept. */
static void
await_step (PalierComposerPage *self, int step)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) kept = NULL;

  palier_composer_cancel (self);
  if (self->work != NULL)
    dex_await (dex_ref (self->work), NULL);
  kept = palier_composer_await_kept (self, &error);
  if (kept == NULL)
  {
    palier_shell_report (GTK_WIDGET (self), error);
    self->opening = FALSE;
    return;
  }
  palier_composer_clear_cards (self);
  gtk_widget_set_visible (self->actions, FALSE);
  adw_banner_set_revealed (self->fallback, FALSE);
  gtk_stack_set_visible_child_name (self->stack, "drafting");
  if (await_whom (self, palier_composer_trail_go (self->trail, step), &error))
  {
    await_open (self);
    if (self->chosen != NULL)
      palier_message_card_focus (self->chosen);
    return;
  }
  self->opening = FALSE;
  show_place (self, NULL);
  show_trouble (self, error);
}

static DexFuture *
next_fiber (gpointer data)
{
  await_step (data, 1);
  return NULL;
}

static DexFuture *
previous_fiber (gpointer data)
{
  await_step (data, -1);
  return NULL;
}

static void
on_step_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (widget);

  if (self->opening)
    return;
  self->opening = TRUE;
  palier_shell_spawn (widget, g_str_equal (name, "composer.next") ? next_fiber : previous_fiber);
}

void
palier_composer_install_steps (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "composer.next", NULL, on_step_cb);
  gtk_widget_class_install_action (widget_class, "composer.previous", NULL, on_step_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "composer.next",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "composer.previous",
                                       NULL);
}
