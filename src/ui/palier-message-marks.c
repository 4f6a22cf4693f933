/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message-marks.h"

#include <glib/gi18n.h>
#include <string.h>

#include "palier-spelling.h"
#include "palier-words.h"

static const GdkRGBA red = { 0.75, 0.11, 0.16, 1 };

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

/* What it says and where it is from: (transfer full). */
char *
palier_message_fact_dup_words (const PalierFact *fact)
{
  const char *shown = fact->display ? fact->display : fact->value;

  if (fact->detail && *fact->detail)
    return g_strdup_printf (_ ("%s: %s (%s)"), shown, source_words (fact->source), fact->detail);
  return g_strdup_printf (_ ("%s: %s"), shown, source_words (fact->source));
}

/* Marks each place where @fact stands in the text; hovering there names its source. */
static void
mark_fact (GtkTextView *view, GPtrArray *marks, const PalierFact *fact)
{
  const char *shown = fact->display && *fact->display ? fact->display : fact->value;
  g_autofree char *words = palier_message_fact_dup_words (fact);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter at, start, end;
  GtkTextTag *tag;

  if (shown == NULL || g_utf8_strlen (shown, 2) < 1)
    return;
  tag = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_SINGLE, NULL);
  g_ptr_array_add (marks, tag);
  g_object_set_data_full (G_OBJECT (tag), "words", g_steal_pointer (&words), g_free);
  gtk_text_buffer_get_start_iter (buffer, &at);
  while (gtk_text_iter_forward_search (&at, shown, GTK_TEXT_SEARCH_TEXT_ONLY, &start, &end, NULL))
  {
    if (!gtk_text_iter_inside_word (&end) || !gtk_text_iter_inside_word (&start)
        || (gtk_text_iter_starts_word (&start) && gtk_text_iter_ends_word (&end)))
    {
      gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
      palier_spelling_skip (view, &start, &end);
    }
    at = end;
  }
}

static void
mark_check (GtkTextBuffer *buffer, GPtrArray *marks, const char *text, const PalierCheck *check)
{
  gsize length = strlen (text);
  GtkTextIter start, end;
  GtkTextTag *tag;

  if (check->in_subject || check->end <= check->start || check->end > length)
    return;
  tag = gtk_text_buffer_create_tag (buffer, NULL, "underline", PANGO_UNDERLINE_ERROR,
                                    "underline-rgba", &red, NULL);
  g_ptr_array_add (marks, tag);
  g_object_set_data_full (G_OBJECT (tag), "words", palier_words_check (check), g_free);
  gtk_text_buffer_get_iter_at_offset (buffer, &start,
                                      (int) g_utf8_pointer_to_offset (text, text + check->start));
  gtk_text_buffer_get_iter_at_offset (buffer, &end,
                                      (int) g_utf8_pointer_to_offset (text, text + check->end));
  gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
}

/* The dash before an item would count as a part of its first word. */
static void
mark_items (GtkTextView *view)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_start_iter (gtk_text_view_get_buffer (view), &start);
  do
  {
    end = start;
    if (gtk_text_iter_get_char (&start) == '-' && gtk_text_iter_forward_chars (&end, 2))
      palier_spelling_skip (view, &start, &end);
  } while (gtk_text_iter_forward_line (&start));
}

/**
 * palier_message_marks_show_body:
 * @text: what @view shows; findings are marked only where it is @message's
 * @marks: (element-type GtkTextTag): those of before, which go, and then those of now
 */
void
palier_message_marks_show_body (PalierMessage *message, const char *text, GtkTextView *view,
                                GPtrArray *marks)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (buffer);

  for (guint i = 0; i < marks->len; i++)
    gtk_text_tag_table_remove (table, g_ptr_array_index (marks, i));
  g_ptr_array_set_size (marks, 0);
  palier_spelling_reset (view);
  for (guint i = 0; message->facts && i < message->facts->len; i++)
    mark_fact (view, marks, g_ptr_array_index (message->facts, i));
  mark_items (view);
  if (g_strcmp0 (text, message->body) != 0)
    return;
  for (guint i = 0; message->checks && i < message->checks->len; i++)
    mark_check (buffer, marks, text, g_ptr_array_index (message->checks, i));
}

/* The underline of one finding in the subject; its words come after those before. */
static void
mark_subject (const PalierCheck *check, gsize length, PangoAttrList *attributes, GString *words)
{
  g_autofree char *text = palier_words_check (check);
  PangoAttribute *parts[] = { pango_attr_underline_new (PANGO_UNDERLINE_ERROR),
                              pango_attr_underline_color_new ((guint16) (red.red * G_MAXUINT16),
                                                              (guint16) (red.green * G_MAXUINT16),
                                                              (guint16) (red.blue * G_MAXUINT16)) };
  gboolean whole = check->end <= check->start || check->end > length;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
  {
    parts[i]->start_index = whole ? 0 : (guint) check->start;
    parts[i]->end_index = whole ? (guint) length : (guint) check->end;
    pango_attr_list_insert (attributes, parts[i]);
  }
  if (words->len > 0)
    g_string_append_c (words, '\n');
  g_string_append (words, text);
}

/**
 * palier_message_marks_show_subject:
 * @text: what @entry shows; findings are marked only where it is @message's
 */
void
palier_message_marks_show_subject (PalierMessage *message, const char *text, GtkEntry *entry)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autoptr (GString) words = g_string_new (NULL);
  gboolean same = strcmp (text, message->subject != NULL ? message->subject : "") == 0;

  for (guint i = 0; same && message->checks != NULL && i < message->checks->len; i++)
  {
    const PalierCheck *check = g_ptr_array_index (message->checks, i);
    if (check->in_subject)
      mark_subject (check, strlen (text), attributes, words);
  }
  gtk_entry_set_attributes (entry, attributes);
  gtk_widget_set_tooltip_text (GTK_WIDGET (entry), words->len > 0 ? words->str : NULL);
}

/* Whether something is to be said of the place. */
gboolean
palier_message_marks_query (GtkTextView *view, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  g_autoptr (GSList) tags = NULL;
  GtkTextIter at;
  int bx, by;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, x, y, &bx, &by);
  if (keyboard)
    gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  else if (!gtk_text_view_get_iter_at_location (view, &at, bx, by))
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
