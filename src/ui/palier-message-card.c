/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text belongs to the user while he types: a new value from the base brings checks and figures,
 * and replaces the text only where it was not touched since. */
#include "palier-message-card.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "palier-message-marks.h"
#include "palier-spelling.h"
#include "palier-words.h"

#define PAUSE_MS 500

struct _PalierMessageCard
{
  GtkBox parent_instance;

  PalierMessage *message;
  guint pause; /* source of the end of typing, 0 for none */
  gboolean filling;
  gboolean previewing;

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

static GtkWidget *
make_line (const char *icon, const char *words, const char *css_class)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = gtk_label_new (words);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  if (css_class)
    gtk_widget_add_css_class (box, css_class);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  return box;
}

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))))
    gtk_box_remove (box, child);
}

static GtkWidget *
make_check (const PalierCheck *check)
{
  g_autofree char *words = palier_words_check (check);

  switch (check->severity)
  {
  case PALIER_SEVERITY_ERROR:
    return make_line ("dialog-error-symbolic", words, "error");
  case PALIER_SEVERITY_WARNING:
    return make_line ("dialog-warning-symbolic", words, "warning");
  case PALIER_SEVERITY_NOTE:
  default:
    return make_line ("dialog-information-symbolic", words, "dimmed");
  }
}

static void
show_checks (PalierMessageCard *self)
{
  GPtrArray *checks = self->message->checks;

  clear_box (self->checks);
  for (guint i = 0; checks && i < checks->len; i++)
    gtk_box_append (self->checks, make_check (g_ptr_array_index (checks, i)));
  if (checks == NULL || checks->len == 0)
    gtk_box_append (self->checks, make_line ("palier-done-symbolic",
                                             _ ("Nothing to mend in this text"), "success"));
}

static void
show_facts (PalierMessageCard *self)
{
  GPtrArray *facts = self->message->facts;

  clear_box (self->facts);
  gtk_widget_set_visible (self->facts_expander, facts && facts->len > 0);
  for (guint i = 0; facts && i < facts->len; i++)
  {
    g_autofree char *words = palier_message_fact_dup_words (g_ptr_array_index (facts, i));
    gtk_box_append (self->facts, make_line ("palier-fact-symbolic", words, NULL));
  }
}

/* Who wrote it first, and what that cost. (transfer full) */
static char *
dup_writer (const PalierMessageWriter *writer)
{
  if (writer == NULL || writer->model == NULL)
    return g_strdup (_ ("Written on this computer, without a network"));
  /* Translators: the service, its model, what it cost */
  return g_strdup_printf (_ ("Written by %s, %s · %.2f cents"), writer->provider, writer->model,
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
is_blank_line (const GtkTextIter *at)
{
  GtkTextIter line = *at;

  gtk_text_iter_set_line_offset (&line, 0);
  return gtk_text_iter_ends_line (&line);
}

/* The lines around the cursor between two that are blank. */
static void
find_paragraph (PalierMessageCard *self, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextIter next;

  gtk_text_buffer_get_iter_at_mark (self->buffer, start, gtk_text_buffer_get_insert (self->buffer));
  gtk_text_iter_set_line_offset (start, 0);
  *end = next = *start;
  while (gtk_text_iter_backward_line (&next) && !is_blank_line (&next))
    *start = next;
  for (next = *end; !is_blank_line (&next); next = *end)
  {
    *end = next;
    if (!gtk_text_iter_ends_line (end))
      gtk_text_iter_forward_to_line_end (end);
    next = *end;
    if (!gtk_text_iter_forward_line (&next) || is_blank_line (&next))
      return;
    *end = next;
  }
}

/* The place of the paragraph where the cursor is. The lines of a text message are its paragraphs.
 */
static guint
get_paragraph (PalierMessageCard *self)
{
  gboolean lines = g_strcmp0 (self->message->channel, "sms") == 0;
  GtkTextIter start, at;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  gtk_text_buffer_get_iter_at_mark (self->buffer, &at, gtk_text_buffer_get_insert (self->buffer));
  g_autofree char *before = gtk_text_buffer_get_text (self->buffer, &start, &at, FALSE);
  g_auto (GStrv) paragraphs = g_strsplit (before, lines ? "\n" : "\n\n", -1);
  return MAX (g_strv_length (paragraphs), 1) - 1;
}

static void
on_reword_cb (GtkWidget *widget, const char *name, GVariant *target)
{
  PalierMessageCard *self = PALIER_MESSAGE_CARD (widget);

  if (gtk_text_view_get_editable (self->body))
    g_signal_emit (self, signals[REWORD], 0, get_paragraph (self));
}

/* The button stands beside the paragraph that it is for. */
static gboolean
on_place_cb (PalierMessageCard *self, GtkWidget *child, GdkRectangle *place)
{
  GtkTextIter start, end;
  GdkRectangle line;
  int x, y, size;

  find_paragraph (self, &start, &end);
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
palier_message_card_dispose (GObject *object)
{
  PalierMessageCard *self = PALIER_MESSAGE_CARD (object);

  g_clear_handle_id (&self->pause, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), PALIER_TYPE_MESSAGE_CARD);
  g_clear_pointer (&self->message, palier_message_free);
  g_clear_pointer (&self->template, g_free);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  G_OBJECT_CLASS (palier_message_card_parent_class)->dispose (object);
}

static void
palier_message_card_class_init (PalierMessageCardClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  g_type_ensure (GTK_SOURCE_TYPE_BUFFER);
  G_OBJECT_CLASS (class)->dispose = palier_message_card_dispose;
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

/* Shows a text on its way in the place of this one, until palier_message_card_end_preview(). */
void
palier_message_card_preview (PalierMessageCard *self, const char *subject, const char *body)
{
  self->previewing = TRUE;
  show_text (self, subject, body);
  palier_message_card_lock (self);
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

/* Nothing is typed until palier_message_card_set_message() is called. */
void
palier_message_card_lock (PalierMessageCard *self)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->subject), FALSE);
  gtk_text_view_set_editable (self->body, FALSE);
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

/* Returns: whether the text differs from the one in the base */
gboolean
palier_message_card_is_edited (PalierMessageCard *self)
{
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
