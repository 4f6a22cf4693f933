/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text belongs to the user while he types: a new value from the base brings checks and figures,
 * and replaces the text only where it was not touched since. */
#include "palier-message-card.h"

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "palier-spelling.h"
#include "palier-words.h"

#define PAUSE_MS 500

struct _PalierMessageCard
{
  GtkBox parent_instance;

  PalierMessage *message;
  guint pause; /* source of the end of typing, 0 for none */
  gboolean filling;

  GtkCheckButton *choice;
  GtkLabel *figures;
  GtkEditable *subject;
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
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierMessageCard, palier_message_card, GTK_TYPE_BOX)

/* ---- facts and checks over the text */

static const char *
source_words (const char *source)
{
  static const struct
  {
    const char *code;
    const char *words;
  } words[] = {
    { "import", N_ ("from your file") },
    { "user", N_ ("entered by you") },
    { "profile", N_ ("from your agency's profile") },
    { "computed", N_ ("computed") },
    { "event", N_ ("from what happened") },
    { "reference", N_ ("from a public reference") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_strcmp0 (words[i].code, source) == 0)
      return _ (words[i].words);
  return source ? source : "";
}

static char *
dup_fact_words (const PalierFact *fact)
{
  const char *shown = fact->display ? fact->display : fact->value;

  if (fact->detail && *fact->detail)
    return g_strdup_printf (_ ("%s: %s (%s)"), shown, source_words (fact->source), fact->detail);
  return g_strdup_printf (_ ("%s: %s"), shown, source_words (fact->source));
}

/* Marks each place where @fact stands in the text; hovering there names its source. */
static void
mark_fact (PalierMessageCard *self, PalierFact *fact)
{
  const char *shown = fact->display && *fact->display ? fact->display : fact->value;
  g_autofree char *words = dup_fact_words (fact);
  GtkTextIter at, start, end;
  GtkTextTag *tag;

  if (shown == NULL || g_utf8_strlen (shown, 2) < 1)
    return;
  tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  g_ptr_array_add (self->marks, tag);
  g_object_set_data_full (G_OBJECT (tag), "words", g_steal_pointer (&words), g_free);
  gtk_text_buffer_get_start_iter (self->buffer, &at);
  while (gtk_text_iter_forward_search (&at, shown, GTK_TEXT_SEARCH_TEXT_ONLY, &start, &end, NULL))
  {
    if (!gtk_text_iter_inside_word (&end) || !gtk_text_iter_inside_word (&start)
        || (gtk_text_iter_starts_word (&start) && gtk_text_iter_ends_word (&end)))
    {
      gtk_text_buffer_apply_tag (self->buffer, tag, &start, &end);
      palier_spelling_skip (self->body, &start, &end);
    }
    at = end;
  }
}

static void
mark_check (PalierMessageCard *self, const char *text, const PalierCheck *check)
{
  gsize length = strlen (text);
  GtkTextIter start, end;
  GtkTextTag *tag;
  GdkRGBA red = { 0.75, 0.11, 0.16, 1 };

  if (check->in_subject || check->end <= check->start || check->end > length)
    return;
  tag = gtk_text_buffer_create_tag (self->buffer, NULL, "underline", PANGO_UNDERLINE_ERROR,
                                    "underline-rgba", &red, NULL);
  g_ptr_array_add (self->marks, tag);
  g_object_set_data_full (G_OBJECT (tag), "words", palier_words_check (check), g_free);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start,
                                      (int) g_utf8_pointer_to_offset (text, text + check->start));
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end,
                                      (int) g_utf8_pointer_to_offset (text, text + check->end));
  gtk_text_buffer_apply_tag (self->buffer, tag, &start, &end);
}

/* The dash before an item would count as a part of its first word. */
static void
mark_items (PalierMessageCard *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (self->buffer, &start);
  do
  {
    end = start;
    if (gtk_text_iter_get_char (&start) == '-' && gtk_text_iter_forward_chars (&end, 2))
      palier_spelling_skip (self->body, &start, &end);
  } while (gtk_text_iter_forward_line (&start));
}

static void
mark_text (PalierMessageCard *self)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (self->buffer);
  g_autofree char *text = palier_message_card_dup_body (self);

  for (guint i = 0; i < self->marks->len; i++)
    gtk_text_tag_table_remove (table, g_ptr_array_index (self->marks, i));
  g_ptr_array_set_size (self->marks, 0);
  palier_spelling_reset (self->body);
  for (guint i = 0; self->message->facts && i < self->message->facts->len; i++)
    mark_fact (self, g_ptr_array_index (self->message->facts, i));
  mark_items (self);
  if (g_strcmp0 (text, self->message->body) != 0)
    return;
  for (guint i = 0; self->message->checks && i < self->message->checks->len; i++)
    mark_check (self, text, g_ptr_array_index (self->message->checks, i));
}

static gboolean
on_query_tooltip_cb (PalierMessageCard *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autoptr (GSList) tags = NULL;
  GtkTextIter at;
  int bx, by;

  gtk_text_view_window_to_buffer_coords (self->body, GTK_TEXT_WINDOW_WIDGET, x, y, &bx, &by);
  if (keyboard)
    gtk_text_buffer_get_iter_at_mark (self->buffer, &at, gtk_text_buffer_get_insert (self->buffer));
  else if (!gtk_text_view_get_iter_at_location (self->body, &at, bx, by))
    return FALSE;
  tags = gtk_text_iter_get_tags (&at);
  for (GSList *l = tags; l; l = l->next)
  {
    const char *words = g_object_get_data (l->data, "words");
    if (words == NULL)
      continue;
    gtk_tooltip_set_text (tooltip, words);
    return TRUE;
  }
  return FALSE;
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
    g_autofree char *words = dup_fact_words (g_ptr_array_index (facts, i));
    gtk_box_append (self->facts, make_line ("palier-fact-symbolic", words, NULL));
  }
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
show_text (PalierMessageCard *self, PalierMessage *message)
{
  self->filling = TRUE;
  gtk_editable_set_text (self->subject, message->subject ? message->subject : "");
  gtk_text_buffer_set_text (self->buffer, message->body ? message->body : "", -1);
  self->filling = FALSE;
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
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/fr/immo_ai/Palier/ui/palier-message-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, choice);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, figures);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, subject);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, body);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, buffer);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, checks);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, facts_expander);
  gtk_widget_class_bind_template_child (widget_class, PalierMessageCard, facts);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_typed_cb);
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
  const char *angle = palier_words_angle (message->angle);

  if (group)
    gtk_check_button_set_group (self->choice, group->choice);
  gtk_check_button_set_label (self->choice, angle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, angle, -1);
  show_text (self, message);
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
    show_text (self, message);
  gtk_editable_set_editable (self->subject, draft);
  gtk_text_view_set_editable (self->body, draft);
  show_figures (self);
  show_checks (self);
  show_facts (self);
  mark_text (self);
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
  return g_strdup (gtk_editable_get_text (self->subject));
}

char *
palier_message_card_dup_body (PalierMessageCard *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}
