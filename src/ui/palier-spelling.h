/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What stands in a message is French, whatever the window's language is. */
void palier_spelling_attach (GtkTextView *view);
void palier_spelling_reset (GtkTextView *view);
void palier_spelling_skip (GtkTextView *view, const GtkTextIter *start, const GtkTextIter *end);

G_END_DECLS
