/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed is kept after a pause and before every action, so that the text that is tested,
 * approved or sent is the one on the screen. The bar at the foot acts on the chosen variant. */
#include "palier-composer-private.h"

#include <glib/gi18n.h>

#include "palier-message-deeds.h"
#include "palier-shell.h"

G_DEFINE_FINAL_TYPE (PalierComposerPage, palier_composer_page, ADW_TYPE_NAVIGATION_PAGE)

/* ---- the chosen variant */

static DexFuture *
verdict_fiber (gpointer data)
{
  PalierComposerDeed *deed = data;
  PalierComposerPage *self = deed->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (PalierMessageVerdict) verdict = dex_await_boxed (
      palier_message_service_verdict (palier_composer_messages (self),
                                      &palier_message_card_get_message (deed->card)->id),
      &error);

  if (deed->card == self->chosen)
    palier_message_show_verdict (verdict, error, self->verdict_icon, self->verdict);
  return NULL;
}

void
palier_composer_show_actions (PalierComposerPage *self)
{
  PalierMessage *message = palier_message_card_get_message (self->chosen);
  gboolean draft = message->state == PALIER_MESSAGE_DRAFT;
  gboolean approved = message->state == PALIER_MESSAGE_APPROVED;

  gtk_widget_set_visible (self->actions, TRUE);
  gtk_widget_set_visible (self->approve_button, draft);
  gtk_widget_set_visible (self->test_button, draft);
  gtk_widget_set_visible (self->send_button, approved && message->delivery == NULL);
  gtk_widget_set_visible (self->withdraw_button, approved);
}

static void
on_chosen_cb (PalierMessageCard *card, PalierComposerPage *self)
{
  self->chosen = card;
  palier_composer_show_actions (self);
  palier_composer_spawn (self, card, verdict_fiber);
}

/* ---- the variants */

static PalierMessageCard *
append_card (PalierComposerPage *self, PalierMessage *message, PalierMessageCard *group)
{
  GtkWidget *card = palier_message_card_new (message, group);

  g_signal_connect_object (card, "edited", G_CALLBACK (palier_composer_on_edited_cb), self, 0);
  g_signal_connect_object (card, "chosen", G_CALLBACK (on_chosen_cb), self, 0);
  palier_message_offer_wordings (PALIER_MESSAGE_CARD (card), palier_composer_messages (self));
  palier_message_name_template (PALIER_MESSAGE_CARD (card),
                                palier_session_get_templates (self->session));
  gtk_widget_set_hexpand (card, TRUE);
  gtk_box_append (self->cards, card);
  return PALIER_MESSAGE_CARD (card);
}

void
palier_composer_clear_cards (PalierComposerPage *self)
{
  GtkWidget *card;

  self->chosen = NULL;
  while ((card = gtk_widget_get_first_child (GTK_WIDGET (self->cards))))
    gtk_box_remove (self->cards, card);
}

/* The newest PALIER_COMPOSER_VARIANTS of @list, in the order in which they were written. */
void
palier_composer_show_cards (PalierComposerPage *self, GPtrArray *list)
{
  PalierMessageCard *first = NULL;
  guint n = MIN (list->len, PALIER_COMPOSER_VARIANTS);

  palier_composer_clear_cards (self);
  for (guint i = 0; i < n; i++)
  {
    PalierMessageCard *card = append_card (self, g_ptr_array_index (list, i), first);
    if (first == NULL)
      first = card;
  }
  gtk_stack_set_visible_child_name (self->stack, "cards");
  if (n == 1)
    palier_message_card_set_alone (first);
  if (first)
    palier_message_card_choose (first);
}

/* Returns: (transfer full): the last PALIER_COMPOSER_VARIANTS drafts that there are, in the order
 * in which they were written */
GPtrArray *
palier_composer_await_drafts (PalierComposerPage *self, GError **error)
{
  GPtrArray *list = dex_await_boxed (
      palier_message_service_find (palier_composer_messages (self), &self->prospect, "draft"),
      error);

  if (list == NULL)
    return NULL;
  if (list->len > PALIER_COMPOSER_VARIANTS)
    g_ptr_array_remove_range (list, PALIER_COMPOSER_VARIANTS, list->len - PALIER_COMPOSER_VARIANTS);
  for (guint i = 0; i + 1 < list->len; i++)
    g_ptr_array_insert (list, (int) i, g_ptr_array_steal_index (list, list->len - 1));
  return list;
}

/* ---- what is written or undone meanwhile */

static gboolean
shows (PalierComposerPage *self, GPtrArray *list)
{
  GtkWidget *card = gtk_widget_get_first_child (GTK_WIDGET (self->cards));
  guint i = 0;

  for (; card != NULL && i < list->len; card = gtk_widget_get_next_sibling (card), i++)
    if (!palier_id_equal (&palier_message_card_get_message (PALIER_MESSAGE_CARD (card))->id,
                          &((PalierMessage *) g_ptr_array_index (list, i))->id))
      return FALSE;
  return card == NULL && i == list->len;
}

/* A draft that is approved stays on the page: only where a draft came or went there is something
 * else to show. */
static DexFuture *
follow_fiber (gpointer data)
{
  PalierComposerPage *self = data;
  PalierId prospect = self->prospect;
  g_autoptr (GPtrArray) list = palier_composer_await_drafts (self, NULL);
  gboolean approved =
      self->chosen != NULL
      && palier_message_card_get_message (self->chosen)->state != PALIER_MESSAGE_DRAFT;

  if (list != NULL && list->len > 0 && self->chosen != NULL && !approved
      && palier_id_equal (&prospect, &self->prospect) && !shows (self, list))
    palier_composer_show_cards (self, list);
  return NULL;
}

static void
on_messages_changed_cb (PalierComposerPage *self)
{
  if (self->message == NULL || self->message->state == PALIER_MESSAGE_DRAFT)
    palier_shell_spawn (GTK_WIDGET (self), follow_fiber);
}

/* ---- overrides */

/* Who goes away is not written for any more, and loses nothing of what he typed. */
static void
palier_composer_page_unroot (GtkWidget *widget)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (widget);

  palier_composer_cancel (self);
  palier_composer_keep_edited (self);
  GTK_WIDGET_CLASS (palier_composer_page_parent_class)->unroot (widget);
}

static void
palier_composer_page_dispose (GObject *object)
{
  PalierComposerPage *self = PALIER_COMPOSER_PAGE (object);

  self->chosen = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_COMPOSER_PAGE);
  dex_clear (&self->work);
  g_clear_pointer (&self->message, palier_message_free);
  g_clear_pointer (&self->trail, palier_composer_trail_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (palier_composer_page_parent_class)->dispose (object);
}

static void
palier_composer_page_class_init (PalierComposerPageClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = palier_composer_page_dispose;
  widget_class->unroot = palier_composer_page_unroot;
  g_type_ensure (PALIER_TYPE_COMPOSER_CHOICES);
  palier_composer_install_actions (widget_class);
  palier_composer_install_steps (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-composer-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, title);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, steps);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, fallback);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, choices);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, writing);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, cards);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, actions);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, test_button);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, withdraw_button);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, approve_button);
  gtk_widget_class_bind_template_child (widget_class, PalierComposerPage, send_button);
  gtk_widget_class_bind_template_callback (widget_class, palier_composer_write_anew);
}

static void
palier_composer_page_init (PalierComposerPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * palier_composer_page_new:
 * @prospect: to whom
 * @message: (nullable): one that exists; a draft is shown with its other variants, any other alone;
 *   NULL: the prospect's drafts, or new ones
 * @trail: (nullable) (transfer full): who comes before and after
 */
AdwNavigationPage *
palier_composer_page_new (PalierSession *session, const PalierId *prospect, PalierMessage *message,
                          PalierComposerTrail *trail)
{
  PalierComposerPage *self = g_object_new (PALIER_TYPE_COMPOSER_PAGE, NULL);

  self->session = g_object_ref (session);
  self->prospect = *prospect;
  self->message = message ? palier_message_ref (message) : NULL;
  self->trail = trail;
  g_signal_connect_object (palier_composer_messages (self), "changed",
                           G_CALLBACK (on_messages_changed_cb), self, G_CONNECT_SWAPPED);
  palier_composer_open (self);
  return ADW_NAVIGATION_PAGE (self);
}
