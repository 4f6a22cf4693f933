/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The paragraph where the cursor is. @lines: each line is one, as in a text message; else blank
 * lines stand between. */
void palier_message_paragraph_find (GtkTextBuffer *buffer, gboolean lines, GtkTextIter *start,
                                    GtkTextIter *end);
guint palier_message_paragraph_count (GtkTextBuffer *buffer, gboolean lines);

G_END_DECLS
