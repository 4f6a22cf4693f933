/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "palier-template-pill.h"

#include <adwaita.h>

#define MARGIN 2 /* pixels beside a pill */
#define RADIUS 8

void
palier_template_pill_clear (gpointer pill)
{
  g_free (((PalierTemplatePill *) pill)->label);
}

static GdkRGBA
mix (GdkRGBA under, GdkRGBA over, float share)
{
  return (GdkRGBA) { under.red + (over.red - under.red) * share,
                     under.green + (over.green - under.green) * share,
                     under.blue + (over.blue - under.blue) * share, 1 };
}

static GdkRGBA
get_ground (void)
{
  static const GdkRGBA light = { 1, 1, 1, 1 }, dark = { 0.114f, 0.114f, 0.125f, 1 };

  return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? dark : light;
}

static GdkRGBA
colour_of (GtkTextView *view, const PalierTemplatePill *pill, gboolean selected)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  gboolean contrast = adw_style_manager_get_high_contrast (manager);
  GdkRGBA text, accent;

  gtk_widget_get_color (GTK_WIDGET (view), &text);
  gdk_rgba_parse (&accent, adw_style_manager_get_dark (manager) ? "#e08a70" : "#b5533c");
  return mix (get_ground (), pill->fact ? accent : text,
              (pill->fact ? 0.18f : 0.10f) + (selected ? 0.25f : 0) + (contrast ? 0.12f : 0));
}

static GdkRectangle
place_letter (GtkTextView *view, int offset)
{
  GdkRectangle at;
  GtkTextIter letter;

  gtk_text_buffer_get_iter_at_offset (gtk_text_view_get_buffer (view), &letter, offset);
  gtk_text_view_get_iter_location (view, &letter, &at);
  return at;
}

/* Where the letters from @start on are that stand on one line, in the buffer's pixels; @next is
 * behind the last of them. */
static GdkRectangle
place_piece (GtkTextView *view, int start, int end, int *next)
{
  GdkRectangle at = place_letter (view, start), last = place_letter (view, end - 1);

  *next = end;
  while (last.y != at.y)
    last = place_letter (view, --*next - 1);
  at.width = last.x + last.width - at.x;
  return at;
}

static void
draw_label (GtkTextView *view, const char *label, const GdkRectangle *at, GtkSnapshot *snapshot)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (view), label);
  GdkRGBA text;
  int width, height;

  gtk_widget_get_color (GTK_WIDGET (view), &text);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((float) (at->x + MAX (at->width - width, 0) / 2),
                                                (float) (at->y + (at->height - height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &text);
  gtk_snapshot_restore (snapshot);
}

/* What lies under it is hidden: the letters of the mark are no part of what is read. */
static void
draw_piece (GtkTextView *view, const GdkRectangle *at, const GdkRGBA *fill, const char *label,
            GtkSnapshot *snapshot)
{
  graphene_rect_t whole = GRAPHENE_RECT_INIT (at->x, at->y, at->width, at->height);
  graphene_rect_t rect =
      GRAPHENE_RECT_INIT (at->x + MARGIN, at->y, at->width - 2 * MARGIN, at->height);
  GdkRGBA ground = get_ground ();
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &rect, RADIUS);
  gtk_snapshot_append_color (snapshot, &ground, &whole);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, fill, &rect);
  draw_label (view, label, at, snapshot);
  gtk_snapshot_pop (snapshot);
}

/* Where it begins, in the buffer's pixels. */
GdkRectangle
palier_template_pill_place (const PalierTemplatePill *pill, GtkTextView *view)
{
  return place_letter (view, pill->start);
}

/* One that is broken at the end of a line has its label on the first piece. */
void
palier_template_pill_draw (const PalierTemplatePill *pill, GtkTextView *view, gboolean selected,
                           GtkSnapshot *snapshot)
{
  GdkRGBA fill = colour_of (view, pill, selected);
  int next;

  for (int start = pill->start; start < pill->end; start = next)
  {
    GdkRectangle at = place_piece (view, start, pill->end, &next);
    draw_piece (view, &at, &fill, start == pill->start ? pill->label : "", snapshot);
  }
}
