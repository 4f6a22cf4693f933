/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A mark of a template as it looks in a text view. */
typedef struct
{
  int start, end; /* characters into the buffer */
  gboolean fact;  /* else it steers what is printed */
  char *label;
} PalierTemplatePill;

/* Pixels that it is wider than its label. */
#define PALIER_TEMPLATE_PILL_ROOM 18

void palier_template_pill_clear (gpointer pill);
GdkRectangle palier_template_pill_place (const PalierTemplatePill *pill, GtkTextView *view);
void palier_template_pill_draw (const PalierTemplatePill *pill, GtkTextView *view,
                                gboolean selected, GtkSnapshot *snapshot);

G_END_DECLS
