/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-message.h"

G_BEGIN_DECLS

/* What is known of a text, shown over it: facts with their source, findings of the checks. */
char *palier_message_fact_dup_words (const PalierFact *fact);
void palier_message_marks_show_subject (PalierMessage *message, const char *text, GtkEntry *entry);
void palier_message_marks_show_body (PalierMessage *message, const char *text, GtkTextView *view,
                                     GPtrArray *marks);
gboolean palier_message_marks_query (GtkTextView *view, int x, int y, gboolean keyboard,
                                     GtkTooltip *tooltip);

G_END_DECLS
