/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The buffer holds the marks as they are written, so that undo, the clipboard and readers of the
 * screen need nothing of their own; only what is drawn differs. Under a pill the letters of its
 * mark are transparent and set as wide as its label needs. */
#include "palier-template-text.h"

#include <string.h>

#include "palier-spelling.h"
#include "palier-template-buffer.h"
#include "palier-template-marks.h"
#include "palier-template-pill.h"

struct _PalierTemplateText
{
  GtkTextView parent_instance;

  GtkTextBuffer *buffer;
  GPtrArray *variables; /* (nullable) (element-type PalierTemplateVariable) */
  GArray *pills;        /* (element-type PalierTemplatePill), in the order of the text */
  GHashTable *tags;     /* (element-type utf8 GtkTextTag): by mark and label */
  int caret;            /* where it was */
  gboolean filling;
};

enum
{
  EDITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PalierTemplateText, palier_template_text, GTK_TYPE_TEXT_VIEW)

/* ---- letters as wide as labels */

static int
measure (PalierTemplateText *self, const char *text)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width;

  pango_layout_get_size (layout, &width, NULL);
  return width;
}

/* (transfer none): what makes the letters of @source as wide as a pill with @label */
static GtkTextTag *
ensure_tag (PalierTemplateText *self, const char *source, const char *label)
{
  g_autofree char *name = g_strconcat (source, " ", label, NULL);
  GtkTextTag *tag = g_hash_table_lookup (self->tags, name);
  GdkRGBA clear = { 0 };

  if (tag != NULL)
    return tag;
  int wanted = measure (self, label) + PALIER_TEMPLATE_PILL_ROOM * PANGO_SCALE;
  int spacing = MAX (wanted - measure (self, source), 0) / (int) g_utf8_strlen (source, -1);
  tag = gtk_text_buffer_create_tag (self->buffer, NULL, "foreground-rgba", &clear, "letter-spacing",
                                    spacing, "allow-breaks", FALSE, NULL);
  g_hash_table_insert (self->tags, g_steal_pointer (&name), tag);
  return tag;
}

static void
forget_tags (PalierTemplateText *self)
{
  GtkTextTagTable *table = gtk_text_buffer_get_tag_table (self->buffer);
  GHashTableIter iter;
  gpointer tag;

  for (g_hash_table_iter_init (&iter, self->tags); g_hash_table_iter_next (&iter, NULL, &tag);)
    gtk_text_tag_table_remove (table, tag);
  g_hash_table_remove_all (self->tags);
}

static GArray *
list_pills (PalierTemplateText *self, const char *text)
{
  GArray *pills = g_array_new (FALSE, FALSE, sizeof (PalierTemplatePill));
  PalierTemplateMark mark = { .end = text };

  g_array_set_clear_func (pills, palier_template_pill_clear);
  while (palier_template_mark_find (mark.end, &mark))
  {
    PalierTemplatePill pill = { (int) g_utf8_pointer_to_offset (text, mark.start),
                                (int) g_utf8_pointer_to_offset (text, mark.end),
                                mark.kind == PALIER_MARK_FACT,
                                palier_template_mark_dup_label (&mark, self->variables) };
    g_array_append_val (pills, pill);
  }
  return pills;
}

static void
tag_pill (PalierTemplateText *self, const PalierTemplatePill *pill)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, pill->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, pill->end);
  g_autofree char *source = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  gtk_text_buffer_apply_tag (self->buffer, ensure_tag (self, source, pill->label), &start, &end);
  palier_spelling_skip (GTK_TEXT_VIEW (self), &start, &end);
}

/* Whether the tags still stand where they should: they move with the text. What is typed between
 * two pills that touch would be taken for a part of them. */
static gboolean
are_alike (const GArray *before, const GArray *after)
{
  if (before->len != after->len)
    return FALSE;
  for (guint i = 0; i < before->len; i++)
  {
    const PalierTemplatePill *old = &g_array_index (before, PalierTemplatePill, i),
                             *new = &g_array_index (after, PalierTemplatePill, i);
    if (old->end - old->start != new->end - new->start || strcmp (old->label, new->label) != 0
        || (i > 0 && (old - 1)->end == old->start))
      return FALSE;
  }
  return TRUE;
}

static void
find_pills (PalierTemplateText *self, gboolean anew)
{
  g_autofree char *text = palier_template_buffer_dup_text (self->buffer);
  GArray *pills = list_pills (self, text);
  gboolean stay = !anew && are_alike (self->pills, pills);

  g_array_unref (self->pills);
  self->pills = pills;
  if (stay)
    return;
  forget_tags (self);
  palier_spelling_reset (GTK_TEXT_VIEW (self));
  for (guint i = 0; i < pills->len; i++)
    tag_pill (self, &g_array_index (pills, PalierTemplatePill, i));
}

static void
on_changed_cb (PalierTemplateText *self)
{
  find_pills (self, self->filling);
  if (!self->filling)
    g_signal_emit (self, signals[EDITED], 0);
}

/* ---- drawing */

static gboolean
is_selected (PalierTemplateText *self, const PalierTemplatePill *pill)
{
  GtkTextIter start, end;

  return gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end)
         && gtk_text_iter_get_offset (&start) <= pill->start
         && gtk_text_iter_get_offset (&end) >= pill->end;
}

static void
palier_template_text_snapshot_layer (GtkTextView *view, GtkTextViewLayer layer,
                                     GtkSnapshot *snapshot)
{
  PalierTemplateText *self = PALIER_TEMPLATE_TEXT (view);
  GdkRectangle visible, at;

  if (layer != GTK_TEXT_VIEW_LAYER_ABOVE_TEXT)
    return;
  gtk_text_view_get_visible_rect (view, &visible);
  for (guint i = 0; i < self->pills->len; i++)
  {
    const PalierTemplatePill *pill = &g_array_index (self->pills, PalierTemplatePill, i);
    at = palier_template_pill_place (pill, view);
    if (at.y < visible.y + visible.height && at.y + at.height > visible.y)
      palier_template_pill_draw (pill, view, is_selected (self, pill), snapshot);
  }
}

/* ---- the caret */

/* It never stands in a mark: from the left it goes behind it, else before it. */
static void
on_mark_set_cb (PalierTemplateText *self, GtkTextIter *at, GtkTextMark *mark)
{
  gboolean caret = mark == gtk_text_buffer_get_insert (self->buffer);
  GtkTextIter start, end;

  if (!caret && mark != gtk_text_buffer_get_selection_bound (self->buffer))
    return;
  if (palier_template_buffer_find_mark (self->buffer, at, &start, &end))
    gtk_text_buffer_move_mark (self->buffer, mark,
                               self->caret <= gtk_text_iter_get_offset (&start) ? &end : &start);
  else if (caret)
    self->caret = gtk_text_iter_get_offset (at);
}

static gboolean
on_query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  PalierTemplateText *self = PALIER_TEMPLATE_TEXT (widget);
  GtkTextIter at, start, end;
  PalierTemplateMark mark;
  int bx, by;

  gtk_text_view_window_to_buffer_coords (GTK_TEXT_VIEW (self), GTK_TEXT_WINDOW_WIDGET, x, y, &bx,
                                         &by);
  if (keyboard || !gtk_text_view_get_iter_at_location (GTK_TEXT_VIEW (self), &at, bx, by)
      || !palier_template_buffer_find_mark (self->buffer, &at, &start, &end))
    return FALSE;
  g_autofree char *source = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  if (!palier_template_mark_find (source, &mark))
    return FALSE;
  g_autofree char *words = palier_template_mark_dup_words (&mark, self->variables);
  gtk_tooltip_set_text (tooltip, words);
  return TRUE;
}

/* ---- overrides */

static void
palier_template_text_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (palier_template_text_parent_class)->system_setting_changed (widget, setting);
  find_pills (PALIER_TEMPLATE_TEXT (widget), TRUE);
}

static void
palier_template_text_finalize (GObject *object)
{
  PalierTemplateText *self = PALIER_TEMPLATE_TEXT (object);

  g_clear_pointer (&self->variables, g_ptr_array_unref);
  g_array_unref (self->pills);
  g_hash_table_unref (self->tags);
  g_object_unref (self->buffer);
  G_OBJECT_CLASS (palier_template_text_parent_class)->finalize (object);
}

static void
palier_template_text_class_init (PalierTemplateTextClass *class)
{
  G_OBJECT_CLASS (class)->finalize = palier_template_text_finalize;
  GTK_WIDGET_CLASS (class)->system_setting_changed = palier_template_text_system_setting_changed;
  GTK_TEXT_VIEW_CLASS (class)->snapshot_layer = palier_template_text_snapshot_layer;
  signals[EDITED] = g_signal_new ("edited", PALIER_TYPE_TEMPLATE_TEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
palier_template_text_init (PalierTemplateText *self)
{
  GtkTextView *view = GTK_TEXT_VIEW (self);

  self->pills = g_array_new (FALSE, FALSE, sizeof (PalierTemplatePill));
  self->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->buffer = GTK_TEXT_BUFFER (palier_template_buffer_new ());
  gtk_text_view_set_buffer (view, self->buffer);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_pixels_below_lines (view, 3);
  gtk_text_view_set_pixels_inside_wrap (view, 3);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  palier_spelling_attach (view);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
  g_signal_connect_object (self->buffer, "changed", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->buffer, "mark-set", G_CALLBACK (on_mark_set_cb), self,
                           G_CONNECT_SWAPPED);
}

/* ---- public */

/* @variables: (element-type PalierTemplateVariable): what the template explains itself */
void
palier_template_text_set_variables (PalierTemplateText *self, GPtrArray *variables)
{
  g_ptr_array_ref (variables);
  g_clear_pointer (&self->variables, g_ptr_array_unref);
  self->variables = variables;
  find_pills (self, FALSE);
}

/* Shows @text instead of what there is; there is nothing to undo then. */
void
palier_template_text_show (PalierTemplateText *self, const char *text)
{
  self->filling = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, text, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->filling = FALSE;
}

char *
palier_template_text_dup (PalierTemplateText *self)
{
  return palier_template_buffer_dup_text (self->buffer);
}

/* Puts marks around what is selected, or where the caret is, and the caret between them. */
void
palier_template_text_insert (PalierTemplateText *self, const char *before, const char *after)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_selection_bounds (self->buffer, &start, &end);
  g_autofree char *inside = gtk_text_buffer_get_text (self->buffer, &start, &end, TRUE);
  g_autofree char *all = g_strconcat (before, inside, after, NULL);
  int at = gtk_text_iter_get_offset (&start);

  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, all, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  gtk_text_buffer_get_iter_at_offset (
      self->buffer, &start, at + (int) (g_utf8_strlen (before, -1) + g_utf8_strlen (inside, -1)));
  gtk_text_buffer_place_cursor (self->buffer, &start);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}
