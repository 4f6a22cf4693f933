/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "palier-template.h"

G_BEGIN_DECLS

/* A text of a template to be written in, whose marks look like pills with words in them. What is
 * copied, cut and pasted is the text as it is kept.
 *
 * Signals: "edited" (): the user typed. */
#define PALIER_TYPE_TEMPLATE_TEXT (palier_template_text_get_type ())
G_DECLARE_FINAL_TYPE (PalierTemplateText, palier_template_text, PALIER, TEMPLATE_TEXT, GtkTextView)

void palier_template_text_set_variables (PalierTemplateText *self, GPtrArray *variables);
void palier_template_text_show (PalierTemplateText *self, const char *text);
char *palier_template_text_dup (PalierTemplateText *self);
void palier_template_text_insert (PalierTemplateText *self, const char *before, const char *after);

G_END_DECLS
