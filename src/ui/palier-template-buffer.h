/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* The text of a template as it is written; a mark in it goes as a whole. */
#define PALIER_TYPE_TEMPLATE_BUFFER (palier_template_buffer_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplateBuffer, palier_template_buffer, PALIER, TEMPLATE_BUFFER,
                      GtkSourceBuffer)

PalierTemplateBuffer *palier_template_buffer_new (void);
gboolean palier_template_buffer_find_mark (GtkTextBuffer *self, const GtkTextIter *inside,
                                           GtkTextIter *start, GtkTextIter *end);
char *palier_template_buffer_dup_text (GtkTextBuffer *self);

G_END_DECLS
