/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text belongs to the user while he types: a new value from the base brings checks and figures,
 * and replaces the text only where it was not touched since. */
#include "palier-message-card.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "palier-check-line.h"
#include "palier-message-marks.h"
#include "palier-message-paragraph.h"
#include "palier-spelling.h"
#include "palier-words.h"

#define PAUSE_MS 500

struct _PalierMessageCard
{
  GtkBox parent_instance;

  PalierMessage *message;
  guint pause; /* source of the end of typing, 0 for none */
  gboolean filling;
  gboolean previewing;     /* the text is none of the user's */
  GCancellable *rewording; /* (nullable): a paragraph is on its way, … */
  int first, last, cursor; /* … where it stands, and where the cursor was */

  char *template; /* (nullable): the name of the one that it was written by */

  GtkCheckButton *choice;
  GtkLabel *heading;
  GtkLabel *origin;
  GtkLabel *figures;
  GtkEntry *subject;
  GtkWidget *overlay;
  GtkWidget *reword;
  GtkTextView *body;
  GtkTextBuffer *buffer;
  GPtrArray *marks; /* (element-type GtkTextTag): those of facts and checks */
  GtkBox *checks;
  GtkWidget *facts_expander;
  GtkBox *facts;
};

enum
{
  EDITED,
  CHOSEN,
  REWORD,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierMessageCard, palier_message_card, GTK_TYPE_BOX)

static void
mark_text (PalierMessageCard *self)
{
  g_autofree char *subject = palier_message_card_dup_subject (self);
  g_autofree char *body = palier_message_card_dup_body (self);

  palier_message_marks_show_subject (self->message, subject, self->subject);
  palier_message_marks_show_body (self->message, body, self->body, self->marks);
}

static gboolean
on_query_tooltip_cb (PalierMessageCard *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  return palier_message_marks_query (self->body, x, y, keyboard, tooltip);
}

/* ---- what stands under the text */

static void
show_checks (PalierMessageCard *self)
{
  GPtrArray *checks = self->message->checks;

  palier_check_line_clear (self->checks);
  for (guint i = 0; checks && i < checks->len; i++)
  {
    const PalierCheck *check = g_ptr_array_index (checks, i);
    g_autofree char *words = palier_words_check (check);
    gtk_box_append (self->checks, palier_check_line_new (check->severity, words));
  }
  if (checks == NULL || checks->len == 0)
    gtk_box_append (self->checks,
                    palier_check_line_new_with ("palier-done-symbolic",
                                                _ ("Nothing to mend in this text"), "success"));
}

static void
show_facts (PalierMessageCard *self)
{
  GPtrArray *facts = self->message->facts;

  palier_check_line_clear (self->facts);
  gtk_widget_set_visible (self->facts_expander, facts && facts->len > 0);
  for (guint i = 0; facts && i < facts->len; i++)
  {
    g_autofree char *words = palier_message_fact_dup_words (g_ptr_array_index (facts, i));
    gtk_box_append (self->facts, palier_check_line_new_with ("palier-fact-symbolic", words, NULL));
  }
}

/* Who wrote it first, and what that cost. (transfer full) */
static char *
dup_writer (const PalierMessageWriter *writer)
{
  if (writer == NULL || writer->model == NULL)
    return g_strdup (_ ("Written on this computer, without a network"));
  /* Translators: the service, its model, what it cost */
  return g_strdup_printf (_ ("Written by %s, %s · %.2f cents"),
                          palier_words_writer (writer->provider), writer->model,
                          (double) writer->cost_micro_eur / 10000);
}

static void
show_origin (PalierMessageCard *self)
{
  g_autofree char *writer = dup_writer (self->message->writer);
  /* Translators: the name of a template */
  g_autofree char *template =
      self->template != NULL ? g_strdup_printf (_ ("Template: %s"), self->template) : NULL;
  g_autofree char *text = g_strjoin ("\n", writer, template, NULL);

  gtk_label_set_text (self->origin, text);
}

/* A text of no angle is called by what it was written by. */
static void
show_heading (PalierMessageCard *self)
{
  const char *words = self->message->angle != NULL ? palier_words_angle (self->message->angle)
                      : self->template != NULL     ? self->template
                                                   : _ ("Draft");

  gtk_check_button_set_label (self->choice, words);
  gtk_label_set_text (self->heading, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
show_figures (PalierMessageCard *self)
{
  PalierMessage *message = self->message;
  long subject = g_utf8_strlen (message->subject ? message->subject : "", -1);
  /* Translators: how personal a text is, how long it takes to read, length of its subject */
  g_autofree char *text =
      g_strdup_printf (_ ("Personal: %d of 100 · read in %d s · subject: %ld characters"),
                       message->personalization, message->reading_s, subject);

  gtk_label_set_text (self->figures, text);
}

static void
show_text (PalierMessageCard *self, const char *subject, const char *body)
{
  GtkTextIter start;

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->subject), subject ? subject : "");
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, body ? body : "", -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  self->filling = FALSE;
}

/* ---- paragraphs */

static gboolean
has_lines (PalierMessageCard *self)
{
  return g_strcmp0 (self->message->channel, "sms") == 0;
}

static void
on_reword_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierMessageCard *self = PALIER_MESSAGE_CARD (widget);

  if (self->rewording != NULL)
    g_cancellable_cancel (self->rewording);
  else if (gtk_text_view_get_editable (self->body))
    g_signal_emit (self, signals[REWORD], 0,
                   palier_message_paragraph_count (self->buffer, has_lines (self)));
}

/* The button stands beside the paragraph that it is for. */
static gboolean
on_place_cb (PalierMessageCard *self, GtkWidget *child, GdkRectangle *place)
{
  GtkTextIter start, end;
  GdkRectangle line;
  int x, y, size;

  palier_message_paragraph_find (self->buffer, has_lines (self), &start, &end);
  gtk_text_view_get_iter_location (self->body, &start, &line);
  gtk_text_view_buffer_to_window_coords (self->body, GTK_TEXT_WINDOW_WIDGET, line.x, line.y, &x,
                                         &y);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &size, NULL, NULL);
  y += (line.height - size) / 2;
  y = CLAMP (y, 1, MAX (gtk_widget_get_height (self->overlay) - size - 1, 1));
  *place = (GdkRectangle) { gtk_widget_get_width (self->overlay) - size - 1, y, size, size };
  return TRUE;
}

static void
on_moved_cb (PalierMessageCard *self)
{
  gtk_widget_queue_allocate (self->overlay);
}

/* ---- typing */

static gboolean
on_pause_cb (gpointer data)
{
  PalierMessageCard *self = data;

  self->pause = 0;
  if (palier_message_card_is_edited (self))
    g_signal_emit (self, signals[EDITED], 0);
  return G_SOURCE_REMOVE;
}

static void
on_typed_cb (PalierMessageCard *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->pause, g_source_remove);
  self->pause = g_timeout_add (PAUSE_MS, on_pause_cb, self);
}

static void
on_choice_cb (PalierMessageCard *self)
{
  if (!gtk_check_button_get_active (self->choice))
  {
    gtk_widget_remove_css_class (GTK_WIDGET (self), "chosen");
    return;
  }
  gtk_widget_add_css_class (GTK_WIDGET (self), "chosen");
  g_signal_emit (self, signals[CHOSEN], 0);
}

/* ---- overrides */

static void
palier_message_card_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (PALIER_MESSAGE_CARD (widget)->rewording);
  GTK_WIDGET_CLASS (palier_message_card_parent_class)->unroot (widget);
}

static void
palier_message_card_dispose (GObject *object)
{
  PalierMessageCard *self = PALIER_MESSAGE_CARD (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_MESSAGE_CARD);
  g_clear_pointer (&self->message, palier_message_free);
  g_clear_pointer (&self->template, g_free);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_object (&self->rewording);
  G_OBJECT_CLASS (palier_message_card_parent_class)->dispose (object);
}

static void
palier_message_card_class_init (PalierMessageCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  G_OBJECT_CLASS (class)->dispose = palier_message_card_dispose;
  widget_class->unroot = palier_message_card_unroot;
  signals[EDITED] = g_signal_new ("edited", PALIER_TYPE_MESSAGE_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[CHOSEN] = g_signal_new ("chosen", PALIER_TYPE_MESSAGE_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  signals[REWORD] = g_signal_new ("reword", PALIER_TYPE_MESSAGE_CARD, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "message.reword", NULL, on_reword_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "message.reword", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-message-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, choice);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, heading);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, origin);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, figures);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, subject);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, overlay);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, reword);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, body);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, buffer);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, checks);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, facts_expander);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, facts);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_place_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_moved_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_query_tooltip_cb);
}

static void
palier_message_card_init (PalierMessageCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->marks = g_ptr_array_new ();
  palier_spelling_attach (self->body);
}

/**
 * palier_message_card_new:
 * @group: (nullable): another variant of the same message; one of them is chosen at a time
 */
GtkWidget *
palier_message_card_new (PalierMessage *message, PalierMessageCard *group)
{
  PalierMessageCard *self = g_object_new (PALIER_TYPE_MESSAGE_CARD, NULL);

  if (group)
    gtk_check_button_set_group (self->choice, group->choice);
  show_text (self, message->subject, message->body);
  palier_message_card_set_message (self, message);
  return GTK_WIDGET (self);
}

/* Shows @message's checks, facts and figures; its text where the user is not writing. */
void
palier_message_card_set_message (PalierMessageCard *self, PalierMessage *message)
{
  gboolean edited = self->message && palier_message_card_is_edited (self);
  gboolean draft = message->state == PALIER_MESSAGE_DRAFT;

  palier_message_ref (message);
  g_clear_pointer (&self->message, palier_message_free);
  self->message = message;
  if (!edited && palier_message_card_is_edited (self))
    show_text (self, message->subject, message->body);
  gtk_editable_set_editable (GTK_EDITABLE (self->subject), draft);
  gtk_text_view_set_editable (self->body, draft);
  gtk_widget_set_visible (self->reword, draft);
  show_heading (self);
  show_origin (self);
  show_figures (self);
  show_checks (self);
  show_facts (self);
  mark_text (self);
}

/* @name: of the template that the message was written by */
void
palier_message_card_set_template (PalierMessageCard *self, const char *name)
{
  g_set_str (&self->template, name);
  show_heading (self);
  show_origin (self);
}

/* Returns: (transfer none) */
PalierMessage *
palier_message_card_get_message (PalierMessageCard *self)
{
  return self->message;
}

void
palier_message_card_choose (PalierMessageCard *self)
{
  gtk_check_button_set_active (self->choice, TRUE);
}

/* Nothing is to be chosen: there is no other variant. */
void
palier_message_card_set_alone (PalierMessageCard *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->choice), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->heading), TRUE);
}

/* Puts the cursor into the text. */
void
palier_message_card_edit (PalierMessageCard *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->body));
}

/* Gives it the keyboard: its choice where there are others, else its text. */
void
palier_message_card_focus (PalierMessageCard *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->choice)))
    gtk_widget_grab_focus (GTK_WIDGET (self->choice));
  else
    palier_message_card_edit (self);
}

static void
lock (PalierMessageCard *self)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->subject), FALSE);
  gtk_text_view_set_editable (self->body, FALSE);
}

/* Shows a text on its way in the place of this one, until palier_message_card_end_preview(). */
void
palier_message_card_preview (PalierMessageCard *self, const char *subject, const char *body)
{
  self->previewing = TRUE;
  show_text (self, subject, body);
  lock (self);
  gtk_widget_set_visible (self->reword, FALSE);
}

void
palier_message_card_end_preview (PalierMessageCard *self)
{
  if (!self->previewing)
    return;
  self->previewing = FALSE;
  show_text (self, self->message->subject, self->message->body);
  palier_message_card_set_message (self, self->message);
}

static void
show_rewording (PalierMessageCard *self)
{
  gboolean running = self->rewording != NULL;
  const char *words = running ? _ ("Cancel") : _ ("Reword This Paragraph");

  gtk_button_set_icon_name (GTK_BUTTON (self->reword),
                            running ? "process-stop-symbolic" : "view-refresh-symbolic");
  gtk_widget_set_tooltip_text (self->reword, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reword), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
}

/**
 * palier_message_card_begin_rewording:
 *
 * Nothing is typed until palier_message_card_end_rewording() is called.
 *
 * Returns: (transfer none): cancelled when the user gives it up or goes away
 */
GCancellable *
palier_message_card_begin_rewording (PalierMessageCard *self)
{
  GtkTextIter start, end;

  g_object_get (self->buffer, "cursor-position", &self->cursor, NULL);
  palier_message_paragraph_find (self->buffer, has_lines (self), &start, &end);
  self->first = gtk_text_iter_get_offset (&start);
  self->last = gtk_text_iter_get_offset (&end);
  self->rewording = g_cancellable_new ();
  lock (self);
  show_rewording (self);
  return self->rewording;
}

/* Shows the paragraph as far as it has come. */
void
palier_message_card_grow_paragraph (PalierMessageCard *self, const char *text)
{
  GtkTextIter start, end;

  self->filling = self->previewing = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, self->first);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, self->last);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->last = gtk_text_iter_get_offset (&start);
  self->filling = FALSE;
}

/* The text is as it was. */
void
palier_message_card_end_rewording (PalierMessageCard *self)
{
  GtkTextIter at;

  g_clear_object (&self->rewording);
  show_rewording (self);
  if (self->previewing)
    palier_message_card_end_preview (self);
  else
    palier_message_card_set_message (self, self->message);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &at, self->cursor);
  gtk_text_buffer_place_cursor (self->buffer, &at);
}

/* Shows @message with its text; Ctrl+Z brings the former text back. */
void
palier_message_card_take (PalierMessageCard *self, PalierMessage *message)
{
  GtkTextIter start, end;
  int place;

  self->filling = TRUE;
  g_object_get (self->buffer, "cursor-position", &place, NULL);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, message->body, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, place);
  gtk_text_buffer_place_cursor (self->buffer, &start);
  self->filling = FALSE;
  palier_message_card_set_message (self, message);
}

/* Returns: whether the user's text differs from the one in the base */
gboolean
palier_message_card_is_edited (PalierMessageCard *self)
{
  if (self->previewing)
    return FALSE;
  g_autofree char *subject = palier_message_card_dup_subject (self);
  g_autofree char *body = palier_message_card_dup_body (self);

  return g_strcmp0 (subject, self->message->subject ? self->message->subject : "") != 0
         || g_strcmp0 (body, self->message->body ? self->message->body : "") != 0;
}

char *
palier_message_card_dup_subject (PalierMessageCard *self)
{
  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->subject)));
}

char *
palier_message_card_dup_body (PalierMessageCard *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}
