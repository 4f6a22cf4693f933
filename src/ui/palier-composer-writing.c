/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The variants written anew, as the menus say, by the service that is preferred: they grow in the
 * place of those that there are, which stand until the new ones are whole. */
#include <glib/gi18n.h>

#include "palier-composer-private.h"
#include "palier-message-deeds.h"
#include "palier-shell.h"

/**
 * palier_composer_await_kept:
 *
 * In a fiber. Returns: (transfer full) (nullable) (element-type PalierId): the variants shown, once
 *   what was typed into them is stored: it comes back by undoing
 */
GArray *
palier_composer_await_kept (PalierComposerPage *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (PalierId));
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
  {
    PalierMessageCard *one = PALIER_MESSAGE_CARD (card);
    if (!palier_message_keep (one, palier_composer_messages (self), error))
      return NULL;
    g_array_append_val (ids, palier_message_card_get_message (one)->id);
  }
  return g_steal_pointer (&ids);
}

static void
on_grown (guint index, const char *subject, const char *body, gpointer data)
{
  PalierComposerPage *self = data;
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (guint i = 0; card != NULL && i < index; i++)
    card = gtk_widget_get_next_sibling (card);
  if (card != NULL && (*subject != '\0' || *body != '\0'))
    palier_message_card_preview (PALIER_MESSAGE_CARD (card), subject, body);
}

static void
show_running (PalierComposerPage *self, gboolean running)
{
  gtk_widget_set_visible (self->writing, running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), !running);
  gtk_widget_set_sensitive (self->actions, !running);
}

/* What a card showed of a text on its way goes again. */
static void
end_previews (PalierComposerPage *self)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));

  for (; card != NULL; card = gtk_widget_get_next_sibling (card))
    palier_message_card_end_preview (PALIER_MESSAGE_CARD (card));
}

static PalierWritten *
await_written (PalierComposerPage *self, GArray *ids, GError **error)
{
  PalierWriteOrder order = { .replaces = ids, .grown = on_grown, .data = self };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  PalierWritten *written;

  palier_composer_choices_get (self->choices, &order);
  order.cancellable = cancellable;
  g_set_object (&self->running, cancellable);
  show_running (self, TRUE);
  written = dex_await_boxed (
      palier_message_service_write (palier_composer_messages (self), &self->prospect, &order),
      error);
  show_running (self, FALSE);
  g_clear_object (&self->running);
  return written;
}

static DexFuture *
write_fiber (gpointer data)
{
  PalierComposerPage *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = palier_composer_await_kept (self, &error);
  g_autoptr (PalierWritten) written = ids != NULL ? await_written (self, ids, &error) : NULL;

  if (written == NULL)
  {
    end_previews (self);
    palier_composer_choices_revert (self->choices);
    palier_shell_report (GTK_WIDGET (self), error);
    return NULL;
  }
  palier_composer_show_cards (self, written->messages);
  palier_composer_choices_keep (self->choices);
  adw_banner_set_title (self->fallback, written->words != NULL ? written->words : "");
  adw_banner_set_revealed (self->fallback, written->words != NULL);
  palier_shell_toast_undo (GTK_WIDGET (self), _ ("Written anew"), &written->changeset->id);
  return NULL;
}

void
palier_composer_write_anew (PalierComposerPage *self)
{
  if (self->running != NULL)
    return;
  dex_clear (&self->work);
  self->work = dex_scheduler_spawn (NULL, 0, write_fiber, g_object_ref (self), g_object_unref);
}

/* What is being written is given up; what there was before stands. */
void
palier_composer_cancel (PalierComposerPage *self)
{
  g_cancellable_cancel (self->running);
}
