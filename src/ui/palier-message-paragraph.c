/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-message-paragraph.h"

static gboolean
is_blank_line (const GtkTextIter *at)
{
  GtkTextIter line = *at;

  gtk_text_iter_set_line_offset (&line, 0);
  return gtk_text_iter_ends_line (&line);
}

/* The first of the lines, from @at up, that no blank one is between. */
static void
go_to_first_line (GtkTextIter *at)
{
  GtkTextIter before = *at;

  while (!is_blank_line (at) && gtk_text_iter_backward_line (&before) && !is_blank_line (&before))
    *at = before;
}

/* The last of them. */
static void
go_to_last_line (GtkTextIter *at)
{
  GtkTextIter next = *at;

  while (!is_blank_line (at) && gtk_text_iter_forward_line (&next) && !is_blank_line (&next))
    *at = next;
}

void
palier_message_paragraph_find (GtkTextBuffer *buffer, gboolean lines, GtkTextIter *start,
                               GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (buffer, start, gtk_text_buffer_get_insert (buffer));
  gtk_text_iter_set_line_offset (start, 0);
  *end = *start;
  if (!lines)
  {
    go_to_first_line (start);
    go_to_last_line (end);
  }
  if (!gtk_text_iter_ends_line (end))
    gtk_text_iter_forward_to_line_end (end);
}

/* Returns: how many stand before it */
guint
palier_message_paragraph_count (GtkTextBuffer *buffer, gboolean lines)
{
  GtkTextIter start, at;

  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_get_iter_at_mark (buffer, &at, gtk_text_buffer_get_insert (buffer));
  g_autofree char *before = gtk_text_buffer_get_text (buffer, &start, &at, FALSE);
  g_auto (GStrv) paragraphs = g_strsplit (before, lines ? "\n" : "\n\n", -1);
  return MAX (g_strv_length (paragraphs), 1) - 1;
}
