/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-buffer.h"

#include "palier-template-marks.h"

struct _PalierTemplateBuffer
{
  GtkSourceBuffer parent_instance;

  gboolean replaying; /* undo and redo take back exactly what was done */
};

G_DEFINE_FINAL_TYPE (PalierTemplateBuffer, palier_template_buffer, GTK_SOURCE_TYPE_BUFFER)

/**
 * palier_template_buffer_find_mark:
 * @start: (out): of the mark that @inside is within, not at its ends
 *
 * Returns: whether there is one
 */
gboolean
palier_template_buffer_find_mark (GtkTextBuffer *self, const GtkTextIter *inside,
                                  GtkTextIter *start, GtkTextIter *end)
{
  int line = gtk_text_iter_get_line (inside), at = gtk_text_iter_get_line_index (inside);
  GtkTextIter from, to = *inside;
  PalierTemplateMark mark = { 0 };

  gtk_text_buffer_get_iter_at_line (self, &from, line);
  if (!gtk_text_iter_ends_line (&to))
    gtk_text_iter_forward_to_line_end (&to);
  g_autofree char *text = gtk_text_buffer_get_slice (self, &from, &to, TRUE);
  mark.end = text;
  while (palier_template_mark_find (mark.end, &mark) && mark.start < text + at)
    if (text + at < mark.end)
    {
      gtk_text_buffer_get_iter_at_line_index (self, start, line, (int) (mark.start - text));
      gtk_text_buffer_get_iter_at_line_index (self, end, line, (int) (mark.end - text));
      return TRUE;
    }
  return FALSE;
}

/* Returns: (transfer full): all of it */
char *
palier_template_buffer_dup_text (GtkTextBuffer *self)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self, &start, &end);
  return gtk_text_buffer_get_text (self, &start, &end, TRUE);
}

static void
palier_template_buffer_delete_range (GtkTextBuffer *buffer, GtkTextIter *start, GtkTextIter *end)
{
  GtkTextIter from, to;

  if (!PALIER_TEMPLATE_BUFFER (buffer)->replaying)
  {
    if (palier_template_buffer_find_mark (buffer, start, &from, &to))
      *start = from;
    if (palier_template_buffer_find_mark (buffer, end, &from, &to))
      *end = to;
  }
  GTK_TEXT_BUFFER_CLASS (palier_template_buffer_parent_class)->delete_range (buffer, start, end);
}

static void
palier_template_buffer_undo (GtkTextBuffer *buffer)
{
  PALIER_TEMPLATE_BUFFER (buffer)->replaying = TRUE;
  GTK_TEXT_BUFFER_CLASS (palier_template_buffer_parent_class)->undo (buffer);
  PALIER_TEMPLATE_BUFFER (buffer)->replaying = FALSE;
}

static void
palier_template_buffer_redo (GtkTextBuffer *buffer)
{
  PALIER_TEMPLATE_BUFFER (buffer)->replaying = TRUE;
  GTK_TEXT_BUFFER_CLASS (palier_template_buffer_parent_class)->redo (buffer);
  PALIER_TEMPLATE_BUFFER (buffer)->replaying = FALSE;
}

static void
palier_template_buffer_class_init (PalierTemplateBufferClass *class)
{
  GtkTextBufferClass *buffer_class = GTK_TEXT_BUFFER_CLASS (class);

  buffer_class->delete_range = palier_template_buffer_delete_range;
  buffer_class->undo = palier_template_buffer_undo;
  buffer_class->redo = palier_template_buffer_redo;
}

static void
palier_template_buffer_init (PalierTemplateBuffer *self)
{
}

PalierTemplateBuffer *
palier_template_buffer_new (void)
{
  return g_object_new (PALIER_TYPE_TEMPLATE_BUFFER, NULL);
}
